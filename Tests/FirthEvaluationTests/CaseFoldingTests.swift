import FirthEvaluation
import FirthTestSupport
import Foundation
import Testing

@Suite("Case folding")
struct CaseFoldingTests {
  @Test(
    "words that are one and words that are two",
    arguments: [
      ("Paris", "PARIS", true), ("Straße", "STRASSE", true), ("STRAẞE", "strasse", true),
      ("ΣΊΣΥΦΟΣ", "σίσυφος", true), ("Kelvin", "\u{212A}elvin", true), ("ık", "ik", false),
      ("I", "i", true), ("I", "ı", false), ("é", "e\u{301}", true), ("É", "e\u{301}", true),
      ("ﬁne", "FINE", true), ("ǅ", "ǆ", true), ("Ꭰ", "ꭰ", true), ("a", "b", false), ("", "", true),
    ])
  func words(first: String, second: String, isOne: Bool) {
    #expect((CaseFolding.fold(first) == CaseFolding.fold(second)) == isOne)
  }

  @Test(
    "every letter folds as in Python",
    .enabled(if: Python.has("unicodedata"), "needs FIRTH_PYTHON"))
  func python() throws {
    let printed = try Python.run(
      """
      import json, unicodedata
      letters = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and
        unicodedata.category(chr(c)) != 'Cn']
      print(json.dumps([[c, [ord(x) for x in chr(c).casefold()]] for c in letters
        if chr(c).casefold() != chr(c) or chr(c).lower() != chr(c) or chr(c).upper() != chr(c)]))
      """, [])
    let rows = try #require(JSONSerialization.jsonObject(with: printed) as? [[Any]])
    #expect(rows.count > 2000)
    for row in rows {
      let value = try #require(row[0] as? UInt32 ?? (row[0] as? Int).map { UInt32($0) })
      let scalar = try #require(Unicode.Scalar(value))
      #expect(
        CaseFolding.fold(scalar).map { Int($0.value) } == row[1] as? [Int],
        "U+\(String(value, radix: 16))")
    }
  }
}
