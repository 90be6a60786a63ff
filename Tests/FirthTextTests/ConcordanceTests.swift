import FirthTestSupport
import FirthText
import Foundation
import Testing

struct ConcordanceTests {
  private static func lines(
    _ text: String, _ pairs: [(String, String)], window: Int = 3, each: Int = 2
  ) throws -> [Concordance.Line] {
    try withFile(Array(text.utf8)) { path in
      try Concordance.lines(
        with: pairs.map { Concordance.Pair(word: $0.0, context: $0.1) },
        in: Corpus(files: [path]), tokenizer: .words, window: window, each: each)
    }
  }

  @Test("lines with both words near each other, in the order of the pairs")
  func near() throws {
    let text = "The Dog barks.\ncat\n\na dog a b c barks\nDogs bark; barks dog!\r\ndog barks\n"
    let found = try Self.lines(text, [("cat", "dog"), ("dog", "barks")])
    #expect(found.map(\.line) == [1, 5])
    #expect(found.map(\.text) == ["The Dog barks.", "Dogs bark; barks dog!"])
    let wide = try Self.lines(text, [("dog", "barks")], window: 4, each: 9)
    #expect(wide.map(\.line) == [1, 4, 5, 6])
  }

  @Test("a phrase is found by its words, and long lines are cut around the word")
  func phrases() throws {
    let filler = String(repeating: "word ", count: 10_000)
    let found = try Self.lines(
      "x\n\(filler)in New  York\tpeople \(filler)\n", [("new_york", "people")])
    #expect(found.count == 1 && found[0].line == 2)
    #expect(found[0].text.contains("in New York people") && found[0].text.count <= 162)
    #expect(found[0].text.hasPrefix("…") && found[0].text.hasSuffix("…"))
  }
}
