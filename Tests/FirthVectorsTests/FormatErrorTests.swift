import FirthTestSupport
import FirthVectors
import Foundation
import Testing

/// The ways in which a file can lie, each with its exact error.
@Suite("Files that lie")
struct FormatErrorTests {
  struct Lie: CustomTestStringConvertible {
    var format: VectorFormat
    var bytes: [UInt8]
    var place: FormatError.Place
    var expected: String
    var found: String

    init(
      _ format: VectorFormat, _ bytes: [UInt8], _ place: FormatError.Place, _ expected: String,
      _ found: String
    ) {
      (self.format, self.bytes, self.place) = (format, bytes, place)
      (self.expected, self.found) = (expected, found)
    }

    init(
      _ format: VectorFormat, _ text: String, _ place: FormatError.Place, _ expected: String,
      _ found: String
    ) {
      self.init(format, Array(text.utf8), place, expected, found)
    }

    var testDescription: String { "\(format.rawValue): \(expected), \(found)" }
  }

  static func little<Number: FixedWidthInteger>(_ numbers: Number...) -> [UInt8] {
    numbers.flatMap { number in
      (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }

  static func npy(_ dictionary: String, data: Int) -> [UInt8] {
    let text = dictionary + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(UInt16(text.utf8.count))
      + Array(text.utf8) + [UInt8](repeating: 0, count: data)
  }

  static func shape(_ text: String, _ type: String = "<f4") -> String {
    "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(text)), }"
  }

  static let npyLies = [
    Lie(.npy, "", .byte(0), "NumPy's magic bytes and a header", "something else"),
    Lie(
      .npy, [0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0, 0, 0], .byte(0), "version 1, 2 or 3", "9"),
    Lie(
      .npy, [0x93] + Array("NUMPY".utf8) + [1, 0, 255, 255, 0, 0], .byte(0),
      "a header of at most 65536 bytes inside the file", "65535 bytes"),
    Lie(
      .npy, npy("{'descr': '<f4'}", data: 4), .byte(0),
      "a dictionary of descr, fortran_order and shape", "\"{\\'descr\\': \\'<f4\\'}\\n\""),
    Lie(
      .npy, npy(shape("2, -3"), data: 24), .byte(0),
      "a dictionary of descr, fortran_order and shape", shape("2, -3").debugged),
    Lie(
      .npy, npy(shape("2, 3", "|O"), data: 24), .byte(0), "one type for all elements", "\"|O\""),
    Lie(
      .npy, npy(shape("1000000000000, 300"), data: 24), .byte(0),
      "1200000000000000 bytes of data for <f4 [1000000000000, 300]", "24"),
    Lie(
      .npy, npy(shape("9223372036854775807, 9223372036854775807"), data: 24), .byte(0),
      "a shape that fits in memory", "[9223372036854775807, 9223372036854775807]"),
    Lie(
      .npy, npy(shape("0, 3"), data: 0), .byte(0),
      "a word and a dimension at least, below 2^32 and 2^31", "0 words with 3 dimensions"),
    Lie(
      .npy, npy(shape("3, 0"), data: 0), .byte(0),
      "a word and a dimension at least, below 2^32 and 2^31", "3 words with 0 dimensions"),
    Lie(
      .npy, npy(shape("6,"), data: 24), .byte(0), "a matrix of f2, f4 or f8 numbers",
      "type f4 of shape [6]"),
    Lie(
      .npy, npy(shape("2, 3", "<i4"), data: 24), .byte(0), "a matrix of f2, f4 or f8 numbers",
      "type i4 of shape [2, 3]"),
    Lie(.npy, npy(shape("2, 3"), data: 25), .byte(0), "24 bytes of data for <f4 [2, 3]", "25"),
  ]

  /// A zip archive's end record.
  static func end(_ count: UInt16, _ size: UInt32, _ start: UInt32) -> [UInt8] {
    [0x50, 0x4B, 5, 6] + little(0, 0, count, count) + little(size, start) + [0, 0]
  }

  static let npzLies = [
    Lie(.npz, "PK\u{3}\u{4}", .byte(4), "a zip archive's directory before the end", "none"),
    Lie(
      .npz, end(1, 4_000_000_000, 0), .byte(0), "a directory inside the file",
      "4000000000 bytes at 0"),
    Lie(.npz, end(3, 0, 0), .byte(0), "3 members in the directory", "0"),
    Lie(
      .npz, [UInt8](repeating: 7, count: 50) + end(1, 50, 0), .byte(0),
      "a member of the zip archive", "something else"),
    Lie(
      .npz, member(method: 12) + end(1, 47, 0), .byte(0),
      "stored or deflated members without encryption", "\"a\" by method 12"),
    Lie(
      .npz, member(method: 0, local: 4_000_000) + end(1, 47, 0), .byte(0), "the place of \"a\"",
      "byte 4000000"),
  ]

  /// A member as a directory has it.
  static func member(method: UInt16, local: UInt32 = 0) -> [UInt8] {
    [0x50, 0x4B, 1, 2] + little(UInt16(20), 20, 0, method, 0, 0) + little(UInt32(0), 1000, 1000)
      + little(UInt16(1), 0, 0, 0, 0) + little(UInt32(0), local) + [0x61]
  }

  static func fifu(_ chunks: [UInt8]...) -> [UInt8] {
    Array("FiFu".utf8) + little(UInt32(0), UInt32(chunks.count))
      + chunks.flatMap { $0.prefix(4) } + chunks.flatMap { $0 }
  }

  static func chunk(_ kind: UInt32, _ bytes: [UInt8], length: UInt64? = nil) -> [UInt8] {
    little(kind) + little(length ?? UInt64(bytes.count)) + bytes
  }

  static let vocabulary = chunk(1, little(UInt64(1)) + little(UInt32(1)) + [0x61])

  static let finalfusionLies = [
    Lie(.finalfusion, "FiFa", .byte(0), "'FiFu' and version 0", "something else"),
    Lie(
      .finalfusion, Array("FiFu".utf8) + little(UInt32(7), 0), .byte(0), "'FiFu' and version 0",
      "something else"),
    Lie(
      .finalfusion, Array("FiFu".utf8) + little(UInt32(0), 1000), .byte(12), "at most 16 chunks",
      "1000"),
    Lie(
      .finalfusion, fifu(chunk(1, [], length: 1 << 40)), .byte(28), "a chunk inside the file",
      "1099511627776 bytes"),
    Lie(.finalfusion, fifu(chunk(77, [])), .byte(16), "a chunk from 1 to 9", "77"),
    Lie(
      .finalfusion, fifu(chunk(1, little(UInt64(1_000_000_000_000)))), .byte(36),
      "one vocabulary with room for its words", "1000000000000 words"),
    Lie(
      .finalfusion, fifu(chunk(1, little(UInt64(1)) + little(UInt32.max))), .byte(40),
      "a word inside the chunk", "4294967295 bytes"),
    Lie(
      .finalfusion, fifu(chunk(9, [])), .byte(28), "a vocabulary of words",
      "floret's, which has none"),
    Lie(
      .finalfusion,
      fifu(chunk(2, little(UInt64(1_000_000_000)) + little(UInt32(300), 10) + [0, 0, 0, 0])),
      .byte(48), "one array of 1000000000 × 300 floats", "0 bytes"),
    Lie(
      .finalfusion, fifu(chunk(2, little(UInt64(1 << 50)) + little(UInt32(300), 10))), .byte(44),
      "a word and a dimension at least, below 2^32 and 2^31",
      "1125899906842624 words with 300 dimensions"),
    Lie(
      .finalfusion, fifu(chunk(2, little(UInt64(1)) + little(UInt32(0), 10))), .byte(44),
      "a word and a dimension at least, below 2^32 and 2^31", "1 words with 0 dimensions"),
    Lie(
      .finalfusion, fifu(chunk(2, little(UInt64(1)) + little(UInt32(1), 11))), .byte(44),
      "elements of type 10", "11"),
    Lie(.finalfusion, fifu(vocabulary), .byte(0), "a vector for each of 1 words", "0"),
    Lie(.finalfusion, fifu(), .byte(0), "a vocabulary of words", "none"),
    Lie(
      .finalfusion,
      fifu(
        chunk(4, little(UInt32(0), 0, 3, 7, 16) + little(UInt64(9)) + little(UInt32(1), 10, 0))),
      .byte(68), "codes of which a whole number makes a vector, and 1 to 256 centroids",
      "3 codes for 7 dimensions, 16 centroids"),
    Lie(
      .finalfusion,
      fifu(
        chunk(
          4,
          little(UInt32(1), 1, 3, 9, 16) + little(UInt64(4_000_000_000))
            + little(UInt32(1), 10, 0))),
      .byte(68), "a quantized array of 4000000000 × 9", "0 bytes"),
    Lie(
      .finalfusion, fifu(vocabulary) + [1], .byte(41), "the file's end after 1 chunks",
      "1 more bytes"),
  ]

  static func fastText(
    version: Int32 = 12, dimensions: Int32 = 2, bucket: Int32 = 0, lengths: [Int32] = [0, 0],
    dictionary: [UInt8] = little(Int32(1), 1, 0) + little(Int64(1), -1),
    rest: [UInt8] = []
  ) -> [UInt8] {
    little(793_712_314, version, dimensions, 5, 5, 1, 5, 1, 2, 2, bucket) + little(lengths)
      + little(Int32(100)) + little(UInt64(0)) + dictionary + rest
  }

  static func little(_ numbers: [Int32]) -> [UInt8] { numbers.flatMap { little($0) } }

  /// A word `a` that was seen once.
  static let entry: [UInt8] = [0x61, 0] + little(Int64(1)) + [0]

  static let fastTextLies = [
    Lie(.fastTextBinary, "x", .byte(0), "fastText's magic bytes", "something else"),
    Lie(.fastTextBinary, fastText(version: 13), .byte(8), "version 11 or 12", "13"),
    Lie(
      .fastTextBinary, Array(fastText().prefix(30)), .byte(28), "a number of 4 bytes",
      "the file's end"),
    Lie(
      .fastTextBinary, fastText(dimensions: 0), .byte(8),
      "a dimension and n-grams of rising lengths", "dim 0, bucket 0, minn 0, maxn 0"),
    Lie(
      .fastTextBinary, fastText(bucket: 10, lengths: [5, 3]), .byte(8),
      "a dimension and n-grams of rising lengths", "dim 2, bucket 10, minn 5, maxn 3"),
    Lie(
      .fastTextBinary,
      fastText(dictionary: little(Int32(2_000_000_000), 2_000_000_000, 0) + little(Int64(1), -1)),
      .byte(64), "a dictionary of words and labels inside the file",
      "2000000000 entries, 2000000000 words, 0 labels"),
    Lie(
      .fastTextBinary,
      fastText(dictionary: little(Int32(-1), -1, 0) + little(Int64(1), -1)), .byte(64),
      "a dictionary of words and labels inside the file", "-1 entries, -1 words, 0 labels"),
    Lie(
      .fastTextBinary, fastText(rest: [UInt8](repeating: 0x61, count: 40)), .byte(92),
      "a word of at most 65536 bytes and a zero", "no zero"),
    Lie(
      .fastTextBinary, fastText(rest: [0x61, 0] + little(Int64(1)) + [1]), .byte(92),
      "words with counts, then labels", "entry 0 of type 1 with count 1"),
    Lie(
      .fastTextBinary, fastText(rest: [0x61, 0] + little(Int64(-1)) + [0]), .byte(92),
      "words with counts, then labels", "entry 0 of type 0 with count -1"),
    Lie(
      .fastTextBinary, fastText(rest: entry + [0] + little(Int64(1), 3)), .byte(104),
      "1 rows of 2 numbers for words and n-grams", "1 rows of 3"),
    Lie(
      .fastTextBinary, fastText(rest: entry + [0] + little(Int64(1_000_000_000), 2)), .byte(120),
      "1000000000 rows of 2 numbers", "0 bytes"),
    Lie(
      .fastTextBinary, fastText(rest: entry + [0] + little(Int64(1_000_000_000_000), 2)),
      .byte(120), "1000000000000 rows of 2 numbers", "0 bytes"),
    Lie(
      .fastTextBinary, fastText(rest: entry + [0] + little(Int64(-1), 2)), .byte(104),
      "1 rows of 2 numbers for words and n-grams", "-1 rows of 2"),
    Lie(
      .fastTextBinary,
      fastText(bucket: 2_000_000, lengths: [3, 6], rest: entry + [0] + little(Int64(1), 2)),
      .byte(104), "2000001 rows of 2 numbers for words and n-grams", "1 rows of 2"),
    Lie(
      .fastTextBinary,
      fastText(rest: entry + [1, 0] + little(Int64(1), 2) + little(Int32(1_000_000))), .byte(125),
      "codes inside the file", "1000000 bytes"),
    Lie(
      .fastTextBinary,
      fastText(
        rest: entry + [1, 0] + little(Int64(1), 2) + little(Int32(1)) + [0]
          + little(Int32(2), 1, 2, 9)), .byte(126),
      "a quantizer of 2 dimensions with its centroids", "1 groups of 2, the last of 9, for 2"),
  ]

  static let textLies = [
    Lie(.gloveText, "", .line(1), "a word and its values, separated by spaces", "the file's end"),
    Lie(
      .gloveText, "king\n", .line(1), "a word and its values, separated by spaces",
      "something else"),
    Lie(.gloveText, "a 1 2\nb 3\n", .line(1), "a word and 1 values", "3 fields"),
    Lie(
      .gloveText, "a 1\nb x\n", .line(1), "a word and its values, separated by spaces",
      "something else"),
    Lie(
      .jsonl, "", .line(1), "a word and a dimension at least, below 2^32 and 2^31",
      "0 words with 0 dimensions"),
    Lie(.jsonl, "[1]\n", .line(1), "'{'", "'['"),
    Lie(.jsonl, "{\"word\":\"a\"}\n", .line(1), "an object with 'word' and 'vector'", "no vector"),
    Lie(.jsonl, "\n{\"vector\":[1]}\n", .line(2), "an object with 'word' and 'vector'", "no word"),
    Lie(
      .jsonl, "{\"word\":\"a\",\"vector\":[1]}\n{\"word\":\"b\",\"vector\":[1,2]}\n", .line(2),
      "1 values as in the first row", "2"),
    Lie(.jsonl, "{\"word\":\"a\",\"vector\":[]}\n", .line(1), "a value at least", "0"),
    Lie(.jsonl, "{\"word\":\"a\",\"vector\":[1,x]}\n", .line(1), "a number", "'x'"),
    Lie(.jsonl, "{\"word\":\"a\",\"vector\":[1\n", .line(1), "']'", "the line's end"),
    Lie(.jsonl, "{\"word\":\"a\",\"vector\":[1]} x\n", .line(1), "the line's end", "'x'"),
    Lie(
      .jsonl, "{\"x\":" + String(repeating: "[", count: 600), .line(1), "at most 512 levels", "'['"),
    Lie(.jsonl, "{\"word\":\"a\\q\"}\n", .line(1), "JSON's escapes in a string", "\"a\\q\""),
    Lie(.apple, "{\"a\":[1],\"b\":1}", .byte(13), "'['", "'1'"),
    Lie(.apple, "{\"a\":[1]", .byte(8), "'}'", "the file's end"),
    Lie(.apple, "{\"a\":[1]}{", .byte(9), "the file's end", "'{'"),
    Lie(.csv, "word,d1\nking,x\n", .line(2), "a number as value 1", "\"x\""),
    Lie(.csv, "king,1,2\nqueen,1\n", .line(2), "2 values as in the first row", "1"),
    Lie(.csv, "\"king,1\n", .line(1), "a closing quote", "the file's end"),
    Lie(.tsv, "king\n", .line(1), "a value at least", "0"),
    Lie(.pgvectorText, "0\tking\n", .line(1), "a word, a tab and a vector in [] or {}", "2 fields"),
    Lie(.pgvectorText, "king\t[1,y]\n", .line(1), "a number as value 2", "\"y\""),
    Lie(.pgvectorText, "\\N\t[1]\n", .line(1), "a word with COPY's escapes", "\"\\\\N\""),
  ]

  static let postgres = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0]
  static let binaryLies = [
    Lie(.pgvectorBinary, "x", .byte(0), "PGCOPY's magic bytes", "something else"),
    Lie(
      .pgvectorBinary, postgres + [0, 1, 0, 0, 0, 0, 0, 0], .byte(15), "rows without OIDs",
      "rows with them"),
    Lie(
      .pgvectorBinary, postgres + [0, 0, 0, 0, 0x7F, 0, 0, 0], .byte(19), "2130706432 bytes",
      "0 before the end"),
    Lie(
      .pgvectorBinary, postgres + [UInt8](repeating: 0, count: 8) + [0, 1], .byte(21),
      "a word and a vector at least", "1 fields"),
    Lie(
      .pgvectorBinary, postgres + [UInt8](repeating: 0, count: 8) + [0, 2, 0xFF, 0xFF, 0xFF, 0xFF],
      .byte(25), "no NULL", "one"),
    Lie(
      .pgvectorBinary,
      postgres + [UInt8](repeating: 0, count: 8) + [0, 2, 0, 0, 0, 1, 0x61, 0, 0, 0, 6]
        + [0x7F, 0xFF, 0, 0, 0, 0], .byte(34), "a number of 4 bytes", "the end"),
  ]

  static let all =
    npyLies + npzLies + finalfusionLies + fastTextLies + textLies + binaryLies

  @Test("each lie has its error, at once", .timeLimit(.minutes(1)), arguments: all)
  func refused(lie: Lie) throws {
    try withFolder { folder in
      let path = folder + "/x"
      try put(lie.bytes, path)
      try put("word\n", folder + "/x.words.txt")
      let error = #expect(throws: FormatError.self) {
        try Embeddings(contentsOf: path, format: lie.format)
      }
      #expect(
        error
          == .invalid(path: path, at: lie.place, expected: lie.expected, found: lie.found))
    }
  }

  @Test("codes that stand for more than the memory are refused", arguments: [1, 1 << 20])
  func memory(rows: Int) throws {
    try withFolder { folder in
      // A code a row, each for a vector of 2^20 numbers, which a single centroid gives.
      let columns = 1 << 20
      let words = Self.chunk(
        1,
        Self.little(UInt64(rows))
          + (0..<rows).flatMap { Self.little(UInt32(4), UInt32($0)) })
      let numbers = [UInt8](repeating: 0, count: columns * 4 + rows)
      let codes = Self.chunk(
        4,
        Self.little(UInt32(0), 0, 1, UInt32(columns), 1) + Self.little(UInt64(rows))
          + Self.little(UInt32(1), 10, 0) + numbers)
      try put(Self.fifu(words, codes), folder + "/x")
      if rows == 1 {
        #expect(try Embeddings(contentsOf: folder + "/x").dimension == columns)
      } else {
        #expect(
          throws: FormatError.memory(path: folder + "/x", rows: rows, columns: columns)
        ) { try Embeddings(contentsOf: folder + "/x") }
      }
    }
  }

  @Test(
    "vectors without words say what is missing", arguments: ["x.npy", "x.safetensors", "x.bin"])
  func words(name: String) throws {
    try withFolder { folder in
      let path = folder + "/" + name
      if name == "x.npy" { try put(Self.npy(Self.shape("2, 1"), data: 8), path) }
      if name == "x.safetensors" {
        let header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}"
        try put(
          Self.little(UInt64(header.utf8.count)) + Array(header.utf8)
            + [UInt8](repeating: 0, count: 8),
          path)
      }
      if name == "x.bin" { try put([UInt8](repeating: 0, count: 64), path) }
      let format: VectorFormat? = name == "x.bin" ? .gloveBinary : nil
      #expect(throws: FormatError.lacksWords(path: path)) {
        try Embeddings(contentsOf: path, format: format)
      }
      // A file of words of another number is named, not the vectors' file.
      try put("a\nb\nc\n", folder + "/w")
      let options = VectorReadingOptions(format: format, vocabulary: folder + "/w")
      if name == "x.bin" {
        #expect(throws: FormatError.self) { try Embeddings(contentsOf: path, options: options) }
      } else {
        #expect(throws: FormatError.wordCount(path: folder + "/w", words: 3, vectors: 2)) {
          try Embeddings(contentsOf: path, options: options)
        }
        try put("a\nb\n", folder + "/w")
        #expect(try Embeddings(contentsOf: path, options: options).vocabularySize == 2)
      }
    }
  }
}

extension String {
  /// The text with a line end, as a message quotes it.
  fileprivate var debugged: String { (self + "\n").prefix(80).debugDescription }
}
