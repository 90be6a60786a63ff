import FirthFiles
import FirthTestSupport
import Foundation
import Testing

@Suite struct TextInputTests {
  /// The text of a file with these bytes, read through blocks of a size.
  private static func text(of bytes: [UInt8], block: Int = 1000) throws -> [UInt8] {
    try withFile(bytes) { try FirthTestSupport.text(ofFile: $0, block: block) }
  }

  private static let sample = Array("A corpus, read as it is.\nÁrvíztűrő tükörfúrógép\n".utf8)
  private static let long = (0..<300_000).map { UInt8(truncatingIfNeeded: 97 + $0 % 26) }

  @Test("text, gzip, many members, padding and header fields read alike", arguments: [1, 7, 4096])
  func forms(block: Int) throws {
    let text = Self.sample
    let half = text.count / 2
    let two = gzipMember(Array(text[..<half])) + gzipMember(Array(text[half...]))
    let extra: [UInt8] = [6, 0] + Array("RA".utf8) + [2, 0, 1, 0]
    let fields = extra + Array("name".utf8) + [0] + Array("comment".utf8) + [0]
    let forms = [
      text, gzipMember(text), two, two + [0, 0, 0], gzipMember([]) + gzipMember(text),
      gzipMember(text) + [0, 0] + gzipMember([]), gzipMember(text, flags: 0x1c, fields: fields),
    ]
    for form in forms { #expect(try Self.text(of: form, block: block) == text) }
  }

  @Test func longText() throws {
    #expect(try Self.text(of: Self.long) == Self.long)
    #expect(try Self.text(of: gzipMember(Self.long)) == Self.long)
  }

  @Test func emptyFiles() throws {
    #expect(try Self.text(of: []) == [])
    #expect(try Self.text(of: gzipMember([])) == [])
    #expect(try Self.text(of: [0x1f]) == [0x1f])
  }

  @Test("a file cut at any byte is an error that names its end")
  func truncation() throws {
    let whole = gzipMember(Self.sample)
    for length in 2..<whole.count {
      let error = #expect(throws: InputError.self) { try Self.text(of: Array(whole[..<length])) }
      guard case .damaged(let offset, let problem) = error else {
        Issue.record("cut at \(length): \(String(describing: error))")
        continue
      }
      #expect(offset == length && problem.contains("cut short"))
    }
  }

  @Test("a wrong byte anywhere is an error or changes no text", arguments: [0x01, 0x80, 0xff])
  func flips(bits: UInt8) throws {
    let whole = gzipMember(Self.sample)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= bits
      let text = try? Self.text(of: bytes)
      #expect(text == nil || text == Self.sample, "byte \(index)")
    }
  }

  @Test("damage names what is wrong and where")
  func damage() throws {
    let member = gzipMember(Self.sample)
    var crc = member
    crc[member.count - 8] ^= 1
    var length = member
    length[member.count - 1] ^= 1
    var magic = member
    magic[1] = 0x8c
    let table: [([UInt8], Int, String)] = [
      (crc, member.count - 4, "checksum"), (length, member.count, "length"), (magic, 0, "magic"),
      (member + Array("tail".utf8), member.count, "no gzip"),
      (member + [0, 0, 7], member.count + 2, "no gzip"),
      (member + [0x1f], member.count, "no gzip"),
      (member + member.prefix(5), member.count + 5, "cut"),
    ]
    for (bytes, place, word) in table {
      let error = #expect(throws: InputError.self) { try Self.text(of: bytes) }
      guard case .damaged(let offset, let problem) = error else {
        Issue.record("\(word): \(String(describing: error))")
        continue
      }
      #expect(offset == place && problem.contains(word), "\(offset): \(problem)")
    }
  }

  @Test(
    "other compressions and UTF-16 are refused by name",
    arguments: [
      ([0x28, 0xb5, 0x2f, 0xfd, 1], "zstd data"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz data"),
      (Array("BZh91AY&SY".utf8), "bzip2 data"), (Array("PK\u{3}\u{4}".utf8), "a zip archive"),
      ([0xff, 0xfe, 0x61, 0], "UTF-16 text"),
    ] as [([UInt8], String)])
  func otherForms(bytes: [UInt8], name: String) throws {
    let error = #expect(throws: InputError.self) { try Self.text(of: bytes) }
    guard case .unsupported(name, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func missingFile() {
    #expect(throws: InputError.file(.missing(path: "/none/here"))) {
      try FirthTestSupport.text(ofFile: "/none/here", block: 1)
    }
  }

  @Test("a temporary file reads back what was written and leaves no name")
  func temporaryFile() throws {
    let file = try TemporaryFile()
    let bytes: [UInt8] = [1, 2, 3, 4]
    try unsafe bytes.withUnsafeBytes { try unsafe file.write($0, at: 3) }
    try file.truncate(to: 6)
    var read = [UInt8](repeating: 9, count: 6)
    try unsafe read.withUnsafeMutableBytes { try unsafe file.read(into: $0, at: 0) }
    #expect(read == [0, 0, 0, 1, 2, 3])
    #expect(throws: FileError.self) {
      try unsafe read.withUnsafeMutableBytes { try unsafe file.read(into: $0, at: 1) }
    }
    #expect(throws: FileError.unwritable(path: "/none", reason: "its folder does not exist")) {
      try TemporaryFile(in: "/none")
    }
  }
}
