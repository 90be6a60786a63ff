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
