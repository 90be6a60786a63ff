import FirthFiles
import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("Damaged files")
struct FuzzTests {
  @Test(
    "random damage gives vectors or an error and never a crash",
    arguments: VectorFormat.allCases.filter { $0.isWritable && !$0.isFolder }, 0..<8)
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
          } catch FileError.missing(let missing) {
            // The words of a file that now looks like one without.
            #expect(missing.hasPrefix(folder))
          }
        }
      }
    }
  }

  @Test(
    "every truncation is refused",
    // Text without a count of its rows may end anywhere.
    arguments: [
      .safetensors, .word2vecBinary, .word2vecText, .fastTextBinary, .finalfusion, .npy, .npz,
      .pgvectorBinary, .apple,
    ] as [VectorFormat])
  func truncation(format: VectorFormat) throws {
    try withFolder { folder in
      let path = folder + "/x"
      try embeddings([("a", [1.5, 2.25]), ("bc", [3.125, -4]), ("d", [-5, 6.75])])
        .write(to: path, format: format)
      let whole = try contents(path)
      // The last line end, and in a text the last digits, may be missing without a sign.
      let optional = [.word2vecBinary: 1, .word2vecText: 4, .apple: 1][format] ?? 0
      for count in 0..<whole.count - optional {
        try put(Array(whole[..<count]), path)
        #expect(throws: FormatError.self, "cut after \(count) bytes") {
          try Embeddings(contentsOf: path, format: format)
        }
      }
    }
  }
}
