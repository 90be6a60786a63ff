import FirthFiles
import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

/// Every format writes what it can hold, reads it again, and names what it can't hold.
@Suite("Every format, written and read")
struct FormatRoundTripTests {
  /// A format and the words that it refuses.
  struct Format: CustomTestStringConvertible {
    var format: VectorFormat
    var ending: String
    var refused: [String]
    /// Whether words of bytes that are no UTF-8 are refused.
    var needsUTF8 = false
    /// Whether NaN and infinity can be written.
    var holdsNaN = true

    /// The files that make an output, in its folder.
    func files(of path: String) throws -> [String] {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      guard format.isFolder else { return [name] }
      return try FileManager.default.contentsOfDirectory(atPath: path).map { name + "/" + $0 }
    }

    var testDescription: String { format.rawValue }
  }

  static let spaces = [" ", "new york", "a\tb", "a\nb", "a\rb", "\u{0B}"]
  static let all = [
    Format(format: .safetensors, ending: "safetensors", refused: []),
    Format(format: .word2vecBinary, ending: "bin", refused: ["", " ", "new york", "a\nb"]),
    Format(format: .word2vecText, ending: "txt", refused: [""] + spaces),
    Format(format: .gloveText, ending: "glove", refused: [""] + spaces),
    Format(format: .fastTextBinary, ending: "ft", refused: ["\0", "a\0b"]),
    Format(format: .finalfusion, ending: "fifu", refused: [], needsUTF8: true),
    Format(format: .npy, ending: "npy", refused: ["a\nb", "a\rb"]),
    Format(format: .npz, ending: "npz", refused: ["\0"], needsUTF8: true),
    Format(format: .jsonl, ending: "jsonl", refused: [], needsUTF8: true, holdsNaN: false),
    Format(format: .csv, ending: "csv", refused: []),
    Format(format: .tsv, ending: "tsv", refused: []),
    Format(
      format: .tensorBoard, ending: "tb", refused: ["", " ", "a\tb", "a\nb", "a\rb", "\u{0B}"],
      needsUTF8: true),
    Format(
      format: .pgvectorText, ending: "sql", refused: ["\0", "a\0b"], needsUTF8: true,
      holdsNaN: false),
    Format(
      format: .pgvectorBinary, ending: "pgcopy", refused: ["\0", "a\0b"], needsUTF8: true,
      holdsNaN: false),
    Format(format: .modelFolder, ending: "model", refused: [], needsUTF8: true),
    Format(format: .apple, ending: "json", refused: [""], needsUTF8: true, holdsNaN: false),
  ]

  static let words: [[UInt8]] =
    ["", " ", "new york", "a\tb", "a\nb", "a\rb", "\u{0B}", "\0", "a\0b"].map { Array($0.utf8) }
    + [
      "\"quoted\"", "a,b", "it's", "\\n", "\\.", "\\N", "👩‍👩‍👧", "árvíztűrő", "{}", "[1]", "#", "1",
      "1.5", "nan",
    ]
    .map { Array($0.utf8) } + [[0xFF, 0xC3, 0x28], [0xC3]]

  @Test("all formats are tested")
  func complete() {
    #expect(Set(Self.all.map(\.format)) == Set(VectorFormat.allCases.filter(\.isWritable)))
  }

  @Test(
    "a word is held and written again as it was, or refused by name and nothing written",
    arguments: all, words)
  func word(format: Format, word: [UInt8]) throws {
    try withFolder { folder in
      let path = folder + "/out." + format.ending
      let text = String(decoding: word, as: UTF8.self)
      var (bytes, offsets) = (Array("first".utf8), [0, 5])
      bytes += word
      offsets.append(bytes.count)
      let made = Embeddings(
        vocabulary: Vocabulary(bytes: bytes, offsets: offsets, counts: nil),
        vectors: Matrix(rows: 2, columns: 2, copying: [0, 1, -1, 0]))
      let isUTF8 = String(validating: word, as: UTF8.self) != nil
      if format.refused.contains(text) || (format.needsUTF8 && !isUTF8) {
        let error = #expect(throws: FormatError.self) {
          try made.write(to: path, format: format.format)
        }
        guard case .unwritableWord(path, text, 1, format.format, _) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(throws: FileError.missing(path: path)) { try MappedFile(path) }
      } else {
        try made.write(to: path, format: format.format)
        let read = try Embeddings(contentsOf: path, format: format.format)
        // A folder for a network has two rows in front.
        let front = format.format == .modelFolder ? 2 : 0
        #expect(read.vocabulary.bytes.suffix(bytes.count) == bytes[...])
        #expect(read.vocabularySize == 2 + front)
        #expect(Array(read.vocabulary.utf8(of: WordID(1 + front))) == word)
        #expect(bits(read.vectors).suffix(2) == bits(made.vectors)[...])
        // The content alone tells the format.
        #expect(try Embeddings(contentsOf: path).source?.format == format.format)
        try expectSameBytes(read, path, format)
      }
    }
  }

  @Test(
    "values come back to the bit, and writing again gives the same bytes", arguments: all, 0..<8)
  func values(format: Format, seed: UInt64) throws {
    try withFolder { folder in
      let made = randomEmbeddings(seed: seed, isFull: false, isOdd: false)
      let first = folder + "/a." + format.ending
      try made.write(to: first, format: format.format)
      let read = try Embeddings(contentsOf: first, format: format.format)
      #expect(
        read.vocabulary.bytes.suffix(made.vocabulary.bytes.count) == made.vocabulary.bytes[...])
      #expect(read.source?.repairs == [])
      if format.format == .finalfusion {
        #expect(read.originalNorms?.count == made.vocabularySize)
      } else {
        #expect(bits(read.vectors).suffix(made.vocabularySize) == bits(made.vectors)[...])
      }
      try expectSameBytes(read, first, format)
    }
  }

  /// Writes what was read from a file again, to a folder of its own.
  func expectSameBytes(_ read: Embeddings, _ path: String, _ format: Format) throws {
    try withFolder { folder in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      try read.write(to: folder + "/" + name, format: format.format)
      for member in try format.files(of: path) {
        let first = path.dropLast(name.count) + member
        #expect(try contents(String(first)) == contents(folder + "/" + member), "\(member)")
      }
    }
  }

  @Test("counts come back where a format holds them", arguments: all)
  func counts(format: Format) throws {
    try withFolder { folder in
      let path = folder + "/a." + format.ending
      let made = Embeddings(
        vocabulary: Vocabulary(words: ["a", "b"], counts: [7, 3]),
        vectors: Matrix(rows: 2, columns: 1, copying: [1, 2]))
      try made.write(to: path, format: format.format)
      let read = try Embeddings(contentsOf: path, format: format.format)
      let isLost = made.losses(in: format.format).contains("counts")
      #expect(read.vocabulary.counts == (isLost ? nil : [7, 3]))
    }
  }

  @Test("NaN and infinity come back", arguments: all.filter(\.holdsNaN))
  func notFinite(format: Format) throws {
    try withFolder { folder in
      let path = folder + "/a." + format.ending
      try embeddings([("a", [.nan, 1]), ("b", [.infinity, -.infinity]), ("c", [1, 0])])
        .write(to: path, format: format.format)
      let read = try Embeddings(contentsOf: path, format: format.format)
      let rows = (0..<read.vocabularySize).map { read.vectors[$0] }.suffix(3).map(\.self)
      #expect(rows[0][0].isNaN && rows[2] == [1, 0])
      #expect(rows[1] == [.infinity, -.infinity])
      #expect(read.similar(to: ["c"]).matches.allSatisfy { $0.word == "[UNK]" })
    }
  }

  @Test("values that a format has no word for are refused", arguments: all.filter { !$0.holdsNaN })
  func refusedValues(format: Format) throws {
    try withFolder { folder in
      let path = folder + "/a." + format.ending
      for value in [Float.nan, .infinity] {
        let error = #expect(throws: FormatError.self) {
          try embeddings([("a", [1]), ("b", [value])]).write(to: path, format: format.format)
        }
        guard case .unwritableVectors(path, format.format, _) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.isEmpty)
      }
    }
  }

  @Test(
    "text goes through gzip both ways",
    arguments: [
      ("a.txt.gz", VectorFormat.word2vecText), ("a.glove.gz", .gloveText), ("a.jsonl.gz", .jsonl),
      ("a.csv.gz", .csv), ("a.tsv.gz", .tsv), ("a.sql.gz", .pgvectorText),
    ])
  func gzip(name: String, format: VectorFormat) throws {
    try withFolder { folder in
      let made = randomEmbeddings(seed: 3, isFull: false, isOdd: false)
      for path in [folder + "/" + name, folder + "/again." + name] {
        try made.write(to: path)
        let read = try Embeddings(contentsOf: path)
        #expect(read.source?.format == format)
        #expect(bits(read.vectors) == bits(made.vectors))
      }
      let bytes = try contents(folder + "/" + name)
      #expect(bytes.starts(with: [0x1F, 0x8B]))
      #expect(try bytes == contents(folder + "/again." + name))
      try put(Array(bytes.dropLast(9)), folder + "/cut.gz")
      #expect(throws: FormatError.self) { try Embeddings(contentsOf: folder + "/cut.gz") }
    }
  }

  @Test("large text read in pieces on all cores equals what was written")
  func large() throws {
    try withFolder { folder in
      var random = SeededGenerator(seed: 9)
      let rows = 20_000
      let made = Embeddings(
        vocabulary: Vocabulary(words: (0..<rows).map { "word\($0)" }),
        vectors: Matrix(
          rows: rows, columns: 20,
          copying: (0..<rows * 20).map { _ in
            Float(bitPattern: .random(in: 0x2000_0000...0x5000_0000, using: &random))
          }))
      try made.write(to: folder + "/a.glove")
      let text = try contents(folder + "/a.glove")
      #expect(text.count > 4 << 20)
      let read = try Embeddings(contentsOf: folder + "/a.glove")
      #expect(read.vocabulary.bytes == made.vocabulary.bytes)
      #expect(bits(read.vectors) == bits(made.vectors))
      // A fault far inside is found with its line.
      var lines = String(decoding: text, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      lines[15_000] = "word 1 2 x"
      lines.insert("", at: 10_000)
      try put(lines.joined(separator: "\n"), folder + "/b.glove")
      #expect(
        throws: FormatError.invalid(
          path: folder + "/b.glove", at: .line(15_002), expected: "a word and 20 values",
          found: "4 fields")
      ) { try Embeddings(contentsOf: folder + "/b.glove") }
    }
  }
}
