import FirthFiles
import Testing

@Suite struct SHA256Tests {
  private static func hash(_ bytes: [UInt8], pieces: Int = .max) -> String {
    var hash = SHA256()
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + min(pieces, bytes.count))
      unsafe bytes[start..<end].withUnsafeBytes { unsafe hash.update($0) }
      start = end
    }
    return hash.hexadecimal()
  }

  @Test(
    "the examples of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(text: String, expected: String) {
    #expect(Self.hash(Array(text.utf8)) == expected)
  }

  @Test func millionTimesA() {
    let bytes = [UInt8](repeating: 0x61, count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(Self.hash(bytes, pieces: 997) == expected)
  }

  @Test("pieces of any size give the hash of the whole", arguments: [1, 7, 63, 64, 65, 128])
  func pieces(size: Int) {
    for length in [55, 56, 63, 64, 65, 119, 120, 300] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      #expect(Self.hash(bytes, pieces: size) == Self.hash(bytes))
    }
  }
}
