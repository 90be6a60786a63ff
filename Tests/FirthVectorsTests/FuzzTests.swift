import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("Damaged files")
struct FuzzTests {
  @Test(
    "random damage gives vectors or an error and never a crash",
    arguments: VectorFormat.allCases, 0..<8)
  func damage(format: VectorFormat, seed: UInt64) throws {
    try withFolder { folder in
      var random = SeededGenerator(seed: seed)
      let made = randomEmbeddings(seed: seed, isFull: true, isOdd: format == .safetensors)
      let path = folder + "/x"
      try made.write(to: path, format: format)
      let whole = try contents(path)
      // Half of the damage is in the header, where the lengths are.
      let header = min(whole.count, format == .safetensors ? 900 : 24)
      for _ in 0..<150 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let end = Bool.random(using: &random) ? header : whole.count
          bytes[Int.random(in: 0..<end, using: &random)] =
            Bool.random(using: &random)
            ? .random(in: 0...255, using: &random)
            : Array("0159 {}[],:\"\n".utf8).randomElement() ?? 0
        }
        if Bool.random(using: &random) {
          bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        }
        try put(bytes, path)
        for reader in [nil, format] {
          do {
            let read = try Embeddings(contentsOf: path, format: reader)
            _ = read.similar(to: [
              read.vocabulary[
                read.search.nearest(
                  to: read.vectors[0], count: 1
                ).first?.id ?? .init(0)]
            ])
          } catch let error as FormatError {
            #expect(error.description.hasPrefix(path))
          }
        }
      }
    }
  }

  @Test("every truncation is refused", arguments: VectorFormat.allCases)
  func truncation(format: VectorFormat) throws {
    try withFolder { folder in
      let path = folder + "/x"
      try embeddings([("a", [1.5, 2.25]), ("bc", [3.125, -4]), ("d", [-5, 6.75])])
        .write(to: path, format: format)
      let whole = try contents(path)
      // The last line end, and in a text the last digits, may be missing without a sign.
      let optional = format == .safetensors ? 0 : format == .word2vecBinary ? 1 : 4
      for count in 0..<whole.count - optional {
        try put(Array(whole[..<count]), path)
        #expect(throws: FormatError.self, "cut after \(count) bytes") {
          try Embeddings(contentsOf: path, format: format)
        }
      }
    }
  }
}
