import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite struct TokenizerTests {
  @Test(
    "words by Unicode's rules",
    arguments: [
      ("The quick, brown FOX.", ["the", "quick", "brown", "fox"]),
      ("Straße ıI İstanbul", ["straße", "ıi", "i\u{307}stanbul"]),
      ("ΟΔΥΣΣΕΥΣ ΣΑΣ Σ ΑΣ'Α ΑΣ-Α", ["οδυσσευς", "σας", "σ", "ασ'α", "ας-α"]),
      ("Cafe\u{301} café", ["café", "café"]),
      ("\u{1112}\u{1161}\u{11ab}\u{ae00}", ["\u{d55c}\u{ae00}"]),
      ("ki\u{ad}rály co\u{200b}op می\u{200c}خواهم \u{feff}x", ["király", "coop", "میخواهم", "x"]),
      ("don't don’t 'quoted' rock-'n'-roll", ["don't", "don't", "quoted", "rock", "n", "roll"]),
      ("well-known non\u{2011}stop - a--b -x y-", ["well-known", "non-stop", "a", "b", "x", "y"]),
      ("I ❤\u{fe0f} 👩\u{200d}🔬 NY", ["i", "ny"]),
      ("漢字 かな\u{3099}、が", ["漢字", "か\u{306a}\u{3099}".precomposedStringWithCanonicalMapping, "が"]),
      ("مُحَمَّد हिन्दी", ["مُحَمَّد".precomposedStringWithCanonicalMapping, "हिन्दी"]),
      ("H₂O m² ½ Ⅻ 3.14", ["h₂o", "m²", "½", "ⅻ", "3", "14"]),
      ("=\u{338}a \u{301}b a'\u{301}b", ["a", "b", "a", "b"]),
      ("a\0b snake_case \u{fffd}c", ["a", "b", "snake", "case", "c"]),
    ])
  func words(text: String, expected: [String]) {
    let found = Tokenizer.words.tokens(in: text)
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(found)")
  }

  @Test("white space splits and nothing else changes")
  func whitespace() {
    let text =
      "A\u{a0}b\u{3000}C’d\u{2028}e\u{301}\u{200b}\u{ad} </s> <unk>\tx\0y\u{85}ΑΣ\u{b}\u{1c}"
    let expected = [
      "A", "b", "C’d", "e\u{301}\u{200b}\u{ad}", "</s>", "<unk>", "x\0y", "ΑΣ", "\u{1c}",
    ]
    let found = Tokenizer.whitespace.tokens(in: text)
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(found)")
  }

  @Test(
    "sentence boundaries",
    arguments: [
      (
        SentenceBoundary.line, "a\nb\r\nc\rd\n\n\ne\u{2028}f",
        [["a"], ["b"], ["c"], ["d"], ["e", "f"]]
      ),
      (
        .blankLine, "a\nb\r\nc\r\n \t\u{a0}\r\nd\n--\ne\n\nf",
        [["a", "b", "c"], ["d", "e"], ["f"]]
      ),
      (.blankLine, "a\r\rb\r\n\r\nc", [["a"], ["b"], ["c"]]),
      (.none, "a\n\nb\nc", [["a", "b", "c"]]),
    ])
  func boundaries(boundary: SentenceBoundary, text: String, expected: [[String]]) {
    for step in 1...4 {
      let found = Tokenizer.words.sentences(in: pieces(Array(text.utf8), step), boundary: boundary)
      #expect(found.map { $0.map { String(decoding: $0, as: UTF8.self) } } == expected)
    }
  }

  @Test("malformed UTF-8 becomes one U+FFFD for each maximal subpart")
  func malformed() {
    let table: [[UInt8]] = [
      [0x80], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x41], [0x61, 0xf1, 0x80, 0x80, 0xe1, 0x80, 0xc2, 0x62, 0x80, 0x63],
      [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xff, 0xfe, 0x61], [0xc2, 0xc2, 0xa9], [0xf5, 0x41],
    ]
    for bytes in table {
      let expected = Array(String(decoding: bytes, as: UTF8.self).utf8)
      for step in 1...4 {
        let found = Tokenizer.whitespace.sentences(in: pieces(bytes, step), boundary: .none)
        #expect(found == [[expected]], "\(bytes)")
      }
    }
  }

  @Test("a token of 1 KiB stays, a longer one is dropped", arguments: Tokenizer.allCases)
  func longTokens(tokenizer: Tokenizer) {
    for length in [1016, 1023, 1024, 1025, 1032, 5000] {
      let token = [UInt8](repeating: 0x61, count: length)
      let accented = Array(String(repeating: "é", count: length / 2).utf8)
      for word in [token, accented] {
        let expected = word.count <= 1024 ? [[[0x78], word, [0x79]]] : [[[0x78], [0x79]]]
        for step in [100, 1024, 10_000] {
          let text = pieces([0x78, 0x20] + word + [0x20, 0x79], step)
          #expect(tokenizer.sentences(in: text, boundary: .line) == expected, "\(length)")
        }
      }
    }
  }

  @Test("a flood of invisible characters costs no token and no memory")
  func invisibleFlood() {
    let flood = Array(String(repeating: "\u{ad}", count: 3000).utf8)
    #expect(
      Tokenizer.words.sentences(in: pieces([0x61] + flood + [0x20, 0x62], 100), boundary: .none)
        == [[[0x61], [0x62]]])
    #expect(
      Tokenizer.words.sentences(
        in: pieces([0x61] + flood + [0x62, 0x20, 0x63], 100), boundary: .none)
        == [[[0x63]]])
  }

  private static let alphabet: [String] = [
    "a", "B", "z", "7", " ", " ", "\n", "\r", "\r\n", "\n\n", "'", "’", "-", "\u{2010}", ".", "\0",
    "é", "É", "e\u{301}", "\u{301}", "\u{323}", "ß", "İ", "ı", "Σ", "σ", "ö", "ű", "\u{ad}",
    "\u{200b}", "\u{200d}", "\u{fe0f}", "\u{feff}", "\u{a0}", "\u{85}", "\u{2028}", "漢", "か",
    "\u{3099}", "\u{1100}", "\u{1161}", "\u{11a8}", "한", "न", "्", "ि", "ं", "ُ", "ّ", "م", "👩",
    "𝔄",
    "\u{1d165}", "\u{212a}", "\u{0958}", "ﬁ", "ǅ", "₂", "Ⅻ", "_", "=", "\u{338}", "word", "Another",
  ]

  private static func randomText(_ seed: UInt64, malformed: Bool) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...60, using: &generator) {
      if malformed && Int.random(in: 0..<6, using: &generator) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &generator))
      } else {
        bytes += (alphabet.randomElement(using: &generator) ?? "a").utf8
      }
    }
    return bytes
  }

  @Test("random text gives the reference's tokens, whole and byte by byte", arguments: 0..<20)
  func random(block: Int) {
    for seed in UInt64(block) * 100..<UInt64(block) * 100 + 100 {
      let text = Self.randomText(seed, malformed: seed % 2 == 1)
      for tokenizer in Tokenizer.allCases {
        for boundary in SentenceBoundary.allCases {
          let expected = ReferenceTokenizer.sentences(text, tokenizer, boundary)
          let whole = tokenizer.sentences(in: [text], boundary: boundary)
          #expect(whole == expected, "seed \(seed), \(tokenizer), \(boundary)")
          #expect(
            tokenizer.sentences(in: pieces(text, 1), boundary: boundary) == expected,
            "seed \(seed), \(tokenizer), \(boundary), byte by byte")
        }
      }
    }
  }

  @Test("two pieces give what the whole gives, wherever the cut is", arguments: UInt64(0)..<20)
  func cuts(seed: UInt64) {
    let text = Self.randomText(seed, malformed: true)
    for tokenizer in Tokenizer.allCases {
      let whole = tokenizer.sentences(in: [text], boundary: .blankLine)
      for cut in 0...text.count {
        let parts = [Array(text[..<cut]), Array(text[cut...])]
        #expect(tokenizer.sentences(in: parts, boundary: .blankLine) == whole, "cut at \(cut)")
      }
    }
  }

  @Test("every scalar alone and after a letter is as the reference says")
  func everyScalar() {
    for start in stride(from: UInt32(0), to: 0x110000, by: 0x400) {
      var text: [UInt8] = []
      for value in start..<start + 0x400 {
        guard let scalar = Unicode.Scalar(value), isOfInterest(scalar) else { continue }
        text += "A\(String(scalar))\u{301}\u{345} \(String(scalar)) a\(String(scalar))b ".utf8
      }
      let expected = ReferenceTokenizer.sentences(text, .words, .none)
      #expect(Tokenizer.words.sentences(in: [text], boundary: .none) == expected, "\(start)")
    }
  }

  @Test("the letters of every composition find each other")
  func compositions() {
    var text: [UInt8] = []
    for value in UInt32(0)..<0x30000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let parts = String(scalar).decomposedStringWithCanonicalMapping
      if parts.unicodeScalars.count > 1 { text += "\(parts) ".utf8 }
    }
    let expected = ReferenceTokenizer.sentences(text, .words, .none)
    #expect(Tokenizer.words.sentences(in: [text], boundary: .none) == expected)
  }
}

/// Whether a scalar is worth a test: all assigned ones but most of the Han and Hangul.
private func isOfInterest(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .unassigned, .privateUse: false
  case .otherLetter: scalar.value < 0x3400 || scalar.value % 64 == 0
  default: true
  }
}

/// A text in pieces of a size.
func pieces(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
  stride(from: 0, to: bytes.count, by: size).map {
    Array(bytes[$0..<min($0 + size, bytes.count)])
  }
}
