import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("Questions about words")
struct QuestionTests {
  let words = embeddings([
    ("man", [1, 0, 0.1]), ("king", [1, 1, 0]), ("woman", [-1, 0, 0.1]), ("queen", [-1, 1, 0]),
    ("null", [0, 0, 0]), ("car", [0.1, -1, 1]),
  ])

  @Test("an analogy is the expression b − a + c")
  func analogy() throws {
    let analogy = words.analogy("man", "king", "woman")
    #expect(analogy.matches.first?.word == "queen")
    let query = try words.query(QueryExpression("king - man + woman"))
    #expect(query.matches == analogy.matches)
    let asked: Set = ["man", "king", "woman"]
    #expect(analogy.matches.allSatisfy { !asked.contains($0.word) && $0.word != "null" })
  }

  @Test("unknown words are named, and the known ones answered")
  func unknown() throws {
    let answer = try words.query(QueryExpression("king + nobody - 'no one' + nobody"))
    #expect(answer.known == ["king"] && answer.unknown == ["nobody", "no one"])
    #expect(answer.matches == words.similar(to: ["king"]).matches)
    let nothing = words.similar(to: ["nobody"])
    #expect(nothing.matches.isEmpty && nothing.known.isEmpty && nothing.unknown == ["nobody"])
    let analogy = words.analogy("man", "king", "nobody")
    #expect(analogy.matches.isEmpty && analogy.unknown == ["nobody"])
  }

  @Test(
    "what cancels out has no answer",
    arguments: ["king - king", "null", "0*king", "king + man - king - man"])
  func cancelled(text: String) throws {
    let answer = try words.query(QueryExpression(text))
    #expect(answer.matches.isEmpty && !answer.known.isEmpty && answer.unknown.isEmpty)
  }

  /// The analogy's scores by their definitions, over unit vectors in Double.
  static func slowScores(
    _ words: Embeddings, _ a: String, _ b: String, _ c: String, _ method: AnalogyMethod
  ) -> [String: Double] {
    func unit(_ word: String) -> [Double] {
      let vector = words.vector(for: word) ?? []
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { $0 / norm }
    }
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    func minus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }
    let (a, b, c) = (unit(a), unit(b), unit(c))
    var scores: [String: Double] = [:]
    for row in 0..<words.vocabularySize {
      let word = words.vocabulary[WordID(row)]
      let x = unit(word)
      let sum = zip(minus(b, a), c).map { $0 + $1 }
      let (step, reach) = (minus(x, c), minus(b, a))
      scores[word] =
        switch method {
        case .addition: dot(x, sum) / dot(sum, sum).squareRoot()
        case .multiplication:
          (1 + dot(x, b)) / 2 * (1 + dot(x, c)) / 2 / ((1 + dot(x, a)) / 2 + 1e-6)
        case .pairDirection:
          dot(step, reach) / (dot(step, step) * dot(reach, reach)).squareRoot()
        }
    }
    return scores
  }

  @Test(
    "each method scores analogies by its definition, alone and in a batch",
    arguments: AnalogyMethod.allCases, [false, true])
  func methods(method: AnalogyMethod, includingQuestionWords: Bool) throws {
    var random = SeededGenerator(seed: 11)
    let words = embeddings(
      (0..<200).map { row in
        ("w\(row)", (0..<9).map { _ in Float.random(in: -1...1, using: &random) })
      })
    let asked = (0..<30).map { ("w\($0)", "w\(($0 * 7 + 1) % 40)", "w\(($0 * 3 + 2) % 40)") }
    let limits = SearchLimits(count: 200)
    let answers = words.answers(
      to: asked.map { .analogy($0.0, $0.1, $0.2, by: method) }, limits: limits,
      includingQuestionWords: includingQuestionWords)
    for ((a, b, c), answer) in zip(asked, answers) {
      let alone = words.answers(
        to: [.analogy(a, b, c, by: method)], limits: limits,
        includingQuestionWords: includingQuestionWords)[0]
      #expect(alone == answer)
      var scores = Self.slowScores(words, a, b, c, method)
      // Nothing leads from c to itself.
      if method == .pairDirection { scores[c] = nil }
      if !includingQuestionWords { for word in [a, b, c] { scores[word] = nil } }
      #expect(answer.matches.count == scores.count)
      for match in answer.matches {
        #expect(abs(Double(match.similarity) - (scores[match.word] ?? 9)) < 1e-5)
      }
      #expect(answer.matches.map(\.similarity) == answer.matches.map(\.similarity).sorted(by: >))
    }
  }

  @Test("an analogy over one word, or one without direction, has no answer")
  func analogyWithoutDirection() {
    for method in AnalogyMethod.allCases {
      let answer = words.answers(to: [.analogy("man", "null", "king", by: method)])[0]
      if method == .addition {
        #expect(!answer.matches.isEmpty)
      } else {
        #expect(answer.matches.isEmpty && answer.cancelsOut)
      }
    }
    let same = words.answers(to: [.analogy("man", "man", "king", by: .pairDirection)])[0]
    #expect(same.matches.isEmpty && same.cancelsOut)
  }

  @Test("weights count, and many questions of each kind are answered as each alone")
  func mixed() {
    var random = SeededGenerator(seed: 12)
    let words = embeddings(
      (0..<300).map { row in
        ("w\(row)", (0..<20).map { _ in Float.random(in: -1...1, using: &random) })
      })
    var questions: [Question] = []
    for index in 0..<80 {
      questions += [
        .similar([WeightedWord("w\(index % 20)")]),
        .similar([WeightedWord("w\(index % 9)", weight: 2), WeightedWord("w3", weight: -0.5)]),
        .vector((0..<20).map { _ in Double.random(in: -1...1, using: &random) }),
        .analogy("w1", "w\(index)", "w\(index % 5)", by: .multiplication),
        .similar((0..<30).map { WeightedWord("w\($0)") }), .similar([WeightedWord("nobody")]),
        .similar([WeightedWord("w1"), WeightedWord("w1", weight: -0.999_999)]),
      ]
    }
    let answers = words.answers(to: questions)
    for (question, answer) in zip(questions, answers) {
      #expect(words.answers(to: [question])[0] == answer, "\(question)")
    }
    let heavy = words.similar(to: [WeightedWord("w5", weight: 1000), WeightedWord("w6")])
    #expect(heavy.matches.first?.word == words.similar(to: ["w5"]).matches.first?.word)
  }

  @Test("what is too far is left out, and a scope's words alone are found")
  func limits() throws {
    let near = words.answers(
      to: [.similar([WeightedWord("king")])], limits: SearchLimits(minimumSimilarity: 0.5))[0]
    #expect(near.matches.map(\.word) == ["man"] && !near.cancelsOut)
    let (scope, unknown) = words.scope(among: ["car", "queen", "nobody"])
    #expect(unknown == ["nobody"])
    let among = words.answers(
      to: [.similar([WeightedWord("king")])], limits: SearchLimits(scope: scope))[0]
    #expect(among.matches.map(\.word) == ["queen", "car"])
    #expect(words.scope(among: ["car", "queen"], first: 5).0 == .rows([WordID(3)]))
    let own = words.answers(
      to: [.similar([WeightedWord("king")])], includingQuestionWords: true)[0]
    #expect(own.matches.first?.word == "king")
  }

  @Test("the odd one out is the least similar to the mean")
  func odd() {
    let answer = words.oddOneOut(among: ["man", "king", "car", "nobody", "man"])
    #expect(answer.matches.map(\.word) == ["car", "king", "man"])
    #expect(answer.unknown == ["nobody"] && answer.known == ["man", "king", "car"])
    #expect(words.oddOneOut(among: ["nobody"]).matches.isEmpty)
    #expect(words.oddOneOut(among: ["null", "null"]).cancelsOut)
  }

  @Test("a phrase is a word of the vectors where it can be")
  func phrases() {
    let words = embeddings([("new york", [1]), ("new", [1]), ("york", [1]), ("los_angeles", [1])])
    #expect(words.words(ofPhrase: "new york") == ["new york"])
    #expect(words.words(ofPhrase: "los  angeles") == ["los_angeles"])
    #expect(words.words(ofPhrase: "york new") == ["york", "new"])
    #expect(words.words(ofPhrase: "york") == ["york"])
  }

  @Test("neighbours are enumerated until the function has enough, and no farther than asked")
  func enumeration() {
    var seen: [String] = []
    words.enumerateNeighbors(for: "king", maximumCount: 5) { word, distance in
      #expect(distance >= 0)
      seen.append(word)
      return seen.count < 2
    }
    #expect(seen == ["man", "queen"])
    #expect(
      words.neighbors(for: "king", maximumCount: 5, maximumDistance: 0.5).map(\.word) == ["man"])
  }

  @Test("weights too large or small for a Float still have a direction")
  func extremes() throws {
    let plain = words.similar(to: ["king"]).matches.map(\.word)
    for weight in ["1e300", "1e-3", "5"] {
      #expect(try words.query(QueryExpression("\(weight)*king")).matches.map(\.word) == plain)
    }
  }

  @Test("Apple's names answer as Apple's do")
  func appleNames() {
    #expect(words.dimension == 3 && words.vocabularySize == 6)
    #expect(words.contains("king") && !words.contains("King"))
    #expect(words.vector(for: "king") == [1, 1, 0] && words.vector(for: "x") == nil)
    #expect(words.distance(between: "king", and: "x") == nil)
    #expect(words.distance(between: "king", and: "null") == nil)
    #expect(abs((words.distance(between: "king", and: "king") ?? 9)) < 1e-6)
    #expect(abs((words.distance(between: "king", and: "queen") ?? 9) - 1) < 1e-6)
    let near = words.neighbors(for: "king", maximumCount: 2)
    #expect(near.map(\.word) == ["man", "queen"])
    #expect(abs(near[0].distance - (words.distance(between: "king", and: "man") ?? 9)) < 1e-6)
    #expect(words.neighbors(for: "x", maximumCount: 2).isEmpty)
    #expect(words.neighbors(for: [2, 2, 0], maximumCount: 1).map(\.word) == ["king"])
  }

  @Test("the summary counts what it should")
  func summary() {
    let summary = words.summary
    #expect(summary.words == 6 && summary.dimensions == 3 && summary.tokens == nil)
    #expect(summary.norms.zeroRows == 1 && summary.norms.notFiniteRows == 0)
    #expect(abs(summary.norms.maximum - 2.01.squareRoot()) < 1e-6)
    #expect(abs(summary.norms.minimum - 1.01.squareRoot()) < 1e-6)
    #expect(summary.description.contains("words: 6\ndimensions: 3\n"))
    #expect(words.losses(in: .word2vecText).isEmpty)
  }
}
