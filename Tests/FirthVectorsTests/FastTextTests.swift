import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("fastText's n-grams")
struct FastTextTests {
  @Test(
    "hashes are fastText's own, with its sign of bytes",
    arguments: [
      ("<", 957_132_539), ("<ab", 1_218_209_508), ("king", 3_658_736_598),
      ("<king>", 4_050_785_298), ("é", 1_023_043_777), ("über", 238_904_527),
      ("日本", 4_164_387_409), ("</s>", 3_617_362_777),
    ] as [(String, UInt32)])
  func hashes(text: String, hash: UInt32) {
    #expect(Subwords.hash(of: Array(text.utf8)) == hash)
  }

  /// A model of ten words with vectors of 6 values and 40 buckets of n-grams.
  private func model(_ path: String) throws -> Embeddings {
    var random = SeededGenerator(seed: 21)
    let words = (0..<10).map { "wörd\($0)" }
    var (entries, rows): ([UInt8], [UInt8]) = ([], [])
    for word in words {
      entries += Array(word.utf8) + [0] + FormatErrorTests.little(Int64(5)) + [0]
    }
    for _ in 0..<50 * 6 {
      rows += FormatErrorTests.little(Float.random(in: -1...1, using: &random).bitPattern)
    }
    try put(
      FormatErrorTests.fastText(
        dimensions: 6, bucket: 40, lengths: [2, 4],
        dictionary: FormatErrorTests.little(Int32(10), 10, 0)
          + FormatErrorTests.little(Int64(50), -1) + entries,
        rest: [0] + FormatErrorTests.little(Int64(50), 6) + rows + [0]
          + FormatErrorTests.little(Int64(10), 6) + [UInt8](repeating: 0, count: 240)), path)
    return try Embeddings(contentsOf: path)
  }

  @Test(
    "words with n-grams only take part in analogies, alone and among others",
    arguments: AnalogyMethod.allCases)
  func unseenInAnalogies(method: AnalogyMethod) throws {
    try withFolder { folder in
      let words = try model(folder + "/model.bin")
      let asked = [
        ("wörd1", "unseen", "wörd2"), ("new", "wörd3", "unseen"), ("wörd4", "wörd5", "wörd6"),
        ("new", "unseen", "newer"),
      ]
      let answers = words.answers(to: asked.map { .analogy($0.0, $0.1, $0.2, by: method) })
      for ((a, b, c), answer) in zip(asked, answers) {
        #expect(answer == words.analogy(a, b, c, by: method))
        #expect(Set(answer.known) == [a, b, c] && answer.unknown.isEmpty)
        var scores = QuestionTests.slowScores(words, a, b, c, method)
        for word in [a, b, c] { scores[word] = nil }
        #expect(answer.matches.count == scores.count)
        for match in answer.matches {
          #expect(abs(Double(match.similarity) - (scores[match.word] ?? 9)) < 1e-5)
        }
      }
    }
  }

  @Test("words with n-grams only are compared, and may be the odd one")
  func unseenCompared() throws {
    try withFolder { folder in
      let words = try model(folder + "/model.bin")
      let similarity = words.similarity(between: "wörd1", and: "unseen")
      #expect(similarity.known == ["wörd1", "unseen"] && similarity.unknown.isEmpty)
      let distance = try #require(words.distance(between: "wörd1", and: "unseen"))
      #expect(similarity.matches.map(\.similarity) == [Float(1 - distance)])
      #expect(similarity.matches.map(\.id) == [nil])
      let odd = words.oddOneOut(among: ["wörd1", "unseen", "wörd2", "unseen"])
      #expect(Set(odd.matches.map(\.word)).isSuperset(of: ["wörd1", "unseen", "wörd2"]))
      #expect(odd.matches.map(\.similarity) == odd.matches.map(\.similarity).sorted())
      // Without n-grams they are unknown.
      let plain = embeddings([("a", [1, 0]), ("b", [0, 1])])
      #expect(plain.oddOneOut(among: ["a", "unseen", "b"]).unknown == ["unseen"])
      #expect(plain.similarity(between: "a", and: "unseen").unknown == ["unseen"])
    }
  }

  @Test("n-grams stay with vectors whose precision changes")
  func precision() throws {
    try withFolder { folder in
      let words = try model(folder + "/model.bin")
      let half = words.converted(to: .f16)
      #expect(half.vector(for: "unseen") == words.vector(for: "unseen"))
      #expect(half.losses(in: .safetensors).contains("n-grams"))
    }
  }
}
