import FirthText
import Testing

@Suite("Finding a word's row")
struct WordIndexTests {
  @Test("the first of equal words is found, by the first question as by the hundredth")
  func duplicates() {
    let names = (0..<50).map { "w\($0 % 30)" } + ["", "é", "e\u{301}", "w1"]
    let vocabulary = Vocabulary(words: names)
    for _ in 0..<3 {
      for (row, name) in names.enumerated() {
        let first = names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
        #expect(vocabulary.id(of: name)?.row == first, "row \(row)")
      }
      // Equal as strings, and yet other bytes; and words that are not there.
      #expect(vocabulary.id(of: "é")?.row == 51 && vocabulary.id(of: "e\u{301}")?.row == 52)
      #expect(vocabulary.id(of: "w") == nil && vocabulary.id(of: "w300") == nil)
    }
  }
}
