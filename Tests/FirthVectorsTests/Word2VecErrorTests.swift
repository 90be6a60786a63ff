import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("word2vec files, good and bad")
struct Word2VecErrorTests {
  static let row = "a " + String(repeating: "\0", count: 8)

  @Test(
    "a bad binary file is refused with its place",
    arguments: [
      ("", .byte(0), "a first line of two whole numbers: words and dimensions", "an empty file"),
      (
        "2 x\n", .byte(0), "a first line of two whole numbers: words and dimensions",
        "something else"
      ),
      (
        "1000000000000 3\n" + row, .byte(0), "a word and a dimension at least, below 2^32 and 2^31",
        "1000000000000 words with 3 dimensions"
      ),
      (
        "99999999999999999999999 3\n" + row, .byte(0),
        "a word and a dimension at least, below 2^32 and 2^31",
        "9223372036854775807 words with 3 dimensions"
      ),
      (
        "1000000000 300\n" + row, .byte(0), "room for 1000000000 words with 300 dimensions",
        "10 bytes after the first line"
      ),
      (
        "0 2\n", .byte(0), "a word and a dimension at least, below 2^32 and 2^31",
        "0 words with 2 dimensions"
      ),
      (
        "1 0\na \n", .byte(0), "a word and a dimension at least, below 2^32 and 2^31",
        "1 words with 0 dimensions"
      ),
      ("2 2\n" + row + row + "x", .byte(24), "the file's end after 2 rows", "1 more bytes"),
      (
        "2 2\n" + row + "\n\n" + row, .row(1, byte: 15), "a word without a line end",
        "a line end at byte 15"
      ),
      (
        "2 2\n" + row + "b 1234567", .row(1, byte: 16), "2 values of 4 bytes",
        "7 bytes before the file's end"
      ),
      ("1 2\n" + " " + row, .row(0, byte: 4), "a word", "a space"),
      (
        "2 2\n" + row + "bbbbbbbbbb", .row(1, byte: 14),
        "a word of at most 65536 bytes and a space",
        "the file's end"
      ),
      (
        "1 2\n" + String(repeating: "x", count: 70000) + row, .row(0, byte: 4),
        "a word of at most 65536 bytes and a space", "a longer word"
      ),
    ] as [(String, FormatError.Place, String, String)])
  func badBinary(text: String, place: FormatError.Place, expected: String, found: String) throws {
    try withFolder { folder in
      let path = folder + "/x.bin"
      try put(text, path)
      #expect(throws: FormatError.invalid(path: path, at: place, expected: expected, found: found))
      {
        try Embeddings(contentsOf: path, format: .word2vecBinary)
      }
    }
  }

  @Test(
    "a bad text file is refused with its line",
    arguments: [
      ("a 1 2\n", 1, "a first line of two whole numbers: words and dimensions", "something else"),
      ("2 2\na 1 2\n", 1, "room for 2 words with 2 dimensions", "6 bytes after the first line"),
      ("2 2\na 1.25 2.125\n", 3, "2 rows after the first line", "1"),
      ("2 2\na 1 2\nb 13\n", 3, "a word and 2 values", "2 fields"),
      ("2 2\na 1 2\n  3 4\n", 3, "a word and 2 values", "2 fields"),
      ("1 2\na 1 2 3\n", 2, "a word and 2 values", "4 fields"),
      ("2 2\na 1 2\nb 1 0x3\n", 3, "a number as value 2", "\"0x3\""),
      ("2 2\na 1 2\nb 1,5 2\n", 3, "a number as value 1", "\"1,5\""),
      (
        "1 3000000000\na 1 2\n", 1, "a word and a dimension at least, below 2^32 and 2^31",
        "1 words with 3000000000 dimensions"
      ),
    ] as [(String, Int, String, String)])
  func badText(text: String, line: Int, expected: String, found: String) throws {
    try withFolder { folder in
      let path = folder + "/x.txt"
      try put(text, path)
      let error = FormatError.invalid(path: path, at: .line(line), expected: expected, found: found)
      #expect(throws: error) { try Embeddings(contentsOf: path, format: .word2vecText) }
      #expect(error.description.hasPrefix("\(path):\(line): expected "))
    }
  }

  @Test(
    "text is read with trailing spaces, CR LF, tabs, no last line end, and spaces in words",
    arguments: [
      "2 2\nnew york 1 -2.5\nb 3 4e-1\n", "2 2\r\nnew york 1 -2.5\r\nb 3 4e-1\r\n",
      "2 2 \nnew york 1 -2.5 \nb 3 4e-1 ", "2 2\nnew york\t1\t-2.5\nb\t+3\t.4",
      "2 2\nnew york 1. -2.5\nb 3 4E-01\n\n",
    ])
  func text(text: String) throws {
    try withFolder { folder in
      try put(text, folder + "/x")
      let read = try Embeddings(contentsOf: folder + "/x")
      #expect(read.source?.format == .word2vecText)
      #expect(read.vocabulary[WordID(0)] == "new york" && read.vocabulary[WordID(1)] == "b")
      #expect(read.vectors[0] == [1, -2.5] && read.vectors[1] == [3, 0.4])
    }
  }

  @Test("a binary file is read with and without line ends after its rows", arguments: ["", "\n"])
  func lineEnds(end: String) throws {
    try withFolder { folder in
      try put("2 2\na 0000" + "@@@@" + end + "b 1234" + "\n\n\n\n" + end, folder + "/x")
      let read = try Embeddings(contentsOf: folder + "/x")
      #expect(read.source?.format == .word2vecBinary)
      #expect(read.vocabulary[WordID(1)] == "b")
      #expect(read.vectors[1][1].bitPattern == 0x0A0A_0A0A)
    }
  }

  @Test("of a word that stands twice the first row counts")
  func duplicates() throws {
    try withFolder { folder in
      try put("3 2\na 1 2\nb 5 1\na 3 4\n", folder + "/x")
      let read = try Embeddings(contentsOf: folder + "/x")
      #expect(read.vector(for: "a") == [1, 2])
      #expect(read.vocabularySize == 2 && read.summary.duplicateWords == 0)
      #expect(read.source?.repairs == ["1 duplicate word: the first kept"])
      #expect(
        throws: FormatError.refused(
          path: folder + "/x", at: .line(4), fault: "1 duplicate word: the first kept")
      ) { try Embeddings(contentsOf: folder + "/x", options: VectorReadingOptions(isStrict: true)) }
    }
  }

  @Test(
    "what can be repaired is, and said",
    arguments: [
      ("1 2\na 1 2\nb 3 4\n", "the header says 1 rows, 2 read", 3),
      ("2 2\na 1 2\n\nb 3 4\n", "1 empty line skipped", 3),
      ("2 2\na 1 2\n \r\n\t\nb 3 4\n\n", "2 empty lines skipped", 3),
    ])
  func repairs(text: String, repair: String, line: Int) throws {
    try withFolder { folder in
      try put(text, folder + "/x.txt")
      let read = try Embeddings(contentsOf: folder + "/x.txt")
      #expect(read.vector(for: "b") == [3, 4] && read.vocabularySize == 2)
      #expect(read.source?.repairs == [repair])
      #expect(read.summary.description.contains("repaired: " + repair))
      let strict = FormatError.refused(path: folder + "/x.txt", at: .line(line), fault: repair)
      #expect(throws: strict) {
        try Embeddings(contentsOf: folder + "/x.txt", options: VectorReadingOptions(isStrict: true))
      }
    }
  }

  @Test("a binary file with more rows than it says is read to its end")
  func moreRows() throws {
    try withFolder { folder in
      try put("1 2\n" + Self.row + "b 12345678", folder + "/x.bin")
      let read = try Embeddings(contentsOf: folder + "/x.bin")
      #expect(read.vocabularySize == 2)
      #expect(read.source?.repairs == ["the header says 1 rows, 2 read"])
    }
  }

  @Test("formats are known by their content, then by their name")
  func sniffing() throws {
    try withFolder { folder in
      try put("1000 50\n{ 1 2\n", folder + "/looks-like-json")
      #expect(throws: FormatError.self) { try Embeddings(contentsOf: folder + "/looks-like-json") }
      try put("the 0.1 0.2\n", folder + "/glove")
      #expect(try Embeddings(contentsOf: folder + "/glove").source?.format == .gloveText)
      for text in ["", "the\n", "the king is dead\n"] {
        try put(text, folder + "/nothing")
        #expect(throws: FormatError.unrecognized(path: folder + "/nothing")) {
          try Embeddings(contentsOf: folder + "/nothing")
        }
      }
      // A text whose first row is broken is read as what its name says, and the line is named.
      try put("1 2\na 1 b\n", folder + "/a.vec")
      #expect(
        throws: FormatError.invalid(
          path: folder + "/a.vec", at: .line(2), expected: "a number as value 2", found: "\"b\"")
      ) { try Embeddings(contentsOf: folder + "/a.vec") }
    }
  }
}
