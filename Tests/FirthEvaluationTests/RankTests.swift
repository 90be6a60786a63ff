import FirthEvaluation
import FirthNumerics
import FirthText
import FirthVectors
import Testing

@Suite("Ranks of right answers")
struct RankTests {
  /// The best rank of some rows by plain answers: the whole order of rows.
  static func rank(
    _ expected: [Int], _ order: [WordID], leavingOut excluded: [WordID]
  ) -> Int? {
    let left = order.filter { !excluded.contains($0) }
    return left.firstIndex { expected.contains($0.row) }.map { $0 + 1 }
  }

  @Test("equal the place in the whole answer", arguments: [1, 2, 3, 4] as [UInt64])
  func ranks(seed: UInt64) {
    let words = randomEmbeddings(300, dimensions: 12, seed: seed)
    var random = RandomSource(seed + 100)
    for first in [300, 120] {
      func row() -> Int { Int(random.below(UInt32(first))) }
      var questions: [RankQuestion] = []
      var expected: [(all: Int?, restricted: Int?, String)] = []
      for number in 0..<200 {
        let (a, b, c) = (row(), row(), row())
        var right = (0..<(1 + number % 3)).map { _ in row() }
        // Now and then a word of the question is right too.
        if number % 5 == 0 { right.append(c) }
        let excluded = [a, b, c].map { WordID($0) }
        let method = AnalogyMethod.allCases[number % 3]
        let kind: RankQuestion.Kind =
          number % 4 == 3
          ? .similar(WordID(c))
          : .analogy(WordID(a), WordID(b), WordID(c), method)
        let asked: Question =
          number % 4 == 3
          ? .similar([WeightedWord("w\(c)")])
          : .analogy("w\(a)", "w\(b)", "w\(c)", by: method)
        let order = words.answers(
          to: [asked], limits: SearchLimits(count: 300, scope: .first(first)),
          includingQuestionWords: true)[0].matches.compactMap(\.id)
        questions.append(
          RankQuestion(kind, expected: right.map { WordID($0) }, excluded: excluded))
        let all = Self.rank(right, order, leavingOut: [])
        let restricted = Self.rank(right, order, leavingOut: excluded)
        expected.append((all, all.flatMap { _ in restricted }, "\(number): \(kind)"))
      }
      for (found, (all, restricted, question)) in zip(
        words.ranks(of: questions, first: first), expected)
      {
        #expect(found?.amongAll == all, "\(question)")
        #expect(found?.restricted == restricted, "\(question)")
      }
    }
  }

  @Test("words beyond the first are neither known nor found; zero vectors have no rank")
  func edges() {
    let words = embeddings([("a", [1, 0]), ("b", [0, 1]), ("c", [0, 0]), ("d", [1, 1])])
    func rank(_ row: Int, _ expected: Int, first: Int) -> Rank? {
      words.ranks(
        of: [RankQuestion(.similar(WordID(row)), expected: [WordID(expected)], excluded: [])],
        first: first)[0]
    }
    #expect(rank(0, 3, first: 4)?.amongAll == 2)
    #expect(rank(0, 3, first: 3) == nil)
    #expect(rank(0, 2, first: 4) == nil)
    #expect(rank(2, 0, first: 4) == nil)
    // a and d are as near to each other as b and d: the first row comes first.
    #expect(rank(3, 1, first: 4)?.amongAll == 3)
  }
}
