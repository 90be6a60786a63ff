import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

/// One row for each way in which a safetensors file can lie.
@Suite("Safetensors files that lie")
struct SafetensorsErrorTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    var header: String
    var length: UInt64?
    var place: FormatError.Place
    var expected: String
    var found: String
    var testDescription: String { String(header.prefix(60)) + " → \(found)" }
  }

  static let good = header()

  /// The header of two words with three dimensions, with parts replaced.
  static func header(
    vectors: String = tensor("F32", "2,3", 0, 24), counts: String = tensor("U64", "2", 24, 40),
    offsets: String = tensor("U64", "3", 40, 64), tokens: String = tensor("U8", "3", 64, 67),
    more: String = ""
  ) -> String {
    "{\"vectors\":\(vectors),\"counts\":\(counts),\"token_offsets\":\(offsets),"
      + "\"tokens\":\(tokens)\(more)}"
  }

  static func tensor(_ type: String, _ shape: String, _ start: Int, _ end: Int) -> String {
    "{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
  }

  /// Six values, counts 7 and 5, offsets 0 1 3, the words `a` and `bc`.
  static func data(offsets: [UInt64] = [0, 1, 3], counts: [UInt64] = [7, 5]) -> [UInt8] {
    let floats = (1...6).flatMap { little(Float($0).bitPattern) }
    return floats + counts.flatMap(little) + offsets.flatMap(little) + Array("abc".utf8)
  }

  static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
  }

  static func file(_ header: String, length: UInt64? = nil, data: [UInt8] = data()) -> [UInt8] {
    little(length ?? UInt64(header.utf8.count)) + Array(header.utf8) + data
  }

  func expectError(_ error: (String) -> FormatError, _ bytes: [UInt8]) throws {
    try withFolder { folder in
      let path = folder + "/x.safetensors"
      try put(bytes, path)
      #expect(throws: error(path)) { try Embeddings(contentsOf: path) }
    }
  }

  @Test("the file that the lies are made from is good")
  func goodFile() throws {
    try withFolder { folder in
      try put(Self.file(Self.good), folder + "/x")
      let read = try Embeddings(contentsOf: folder + "/x")
      #expect(read.vocabulary[WordID(1)] == "bc" && read.vectors[1] == [4, 5, 6])
      #expect(read.vocabulary.counts == [7, 5] && read.summary.tokens == 12)
    }
  }

  @Test(
    "each is refused with the place, what was expected and what was found",
    arguments: [
      Lie(
        header: good, length: 1, place: .byte(0),
        expected: "a header length from 2 to \(good.utf8.count + 67), the rest of the file",
        found: "1"),
      Lie(
        header: good, length: .max, place: .byte(0),
        expected: "a header length from 2 to \(good.utf8.count + 67), the rest of the file",
        found: "18446744073709551615"),
      Lie(header: "[]", place: .byte(8), expected: "'{'", found: "'['"),
      Lie(header: "{{", place: .byte(9), expected: "a string in double quotes", found: "'{'"),
      Lie(header: "{\"a", place: .byte(9), expected: "a closing quote", found: "the header's end"),
      Lie(header: "{\"a\"", place: .byte(12), expected: "':'", found: "the header's end"),
      Lie(header: "{\"a\":[[[[", place: .byte(13), expected: "'{'", found: "'['"),
      Lie(
        header: "{\"a\\q\":1}", place: .byte(9), expected: "JSON's escapes in a string",
        found: "\"a\\q\""),
      Lie(
        header: "{\"a\u{1}\":1}", place: .byte(11),
        expected: "no control character in a string", found: "byte 0x1"),
      Lie(
        header: good + "x", place: .byte(8 + good.utf8.count),
        expected: "spaces until the header's end", found: "'x'"),
      Lie(
        header: header(more: ",\"tokens\":" + tensor("U8", "3", 64, 67)),
        place: .byte(8 + good.utf8.count), expected: "each name once", found: "\"tokens\" again"),
      Lie(
        header: header(more: ",\"__metadata__\":{\"a\":1}"), place: .byte(28 + good.utf8.count),
        expected: "a string in double quotes", found: "'1'"),
      Lie(
        header: header(vectors: "{\"dtype\":\"F32\",\"shape\":[2,3]}"), place: .tensor("vectors"),
        expected: "dtype, shape and two data_offsets", found: "F32, [2, 3], no data_offsets"),
      Lie(
        header: header(vectors: "{\"size\":1}"), place: .tensor("vectors"),
        expected: "dtype, shape and data_offsets only", found: "\"size\""),
      Lie(
        header: header(vectors: tensor("F32", "2,-3", 0, 24)), place: .byte(45),
        expected: "a whole number from 0 to 2^64", found: "'-'"),
      Lie(
        header: header(vectors: tensor("F32", "9223372036854775808", 0, 24)), place: .byte(43),
        expected: "a number below 2^63", found: "a larger one"),
      Lie(
        header: header(vectors: tensor("F32", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", 0, 24)),
        place: .byte(75), expected: "at most 16 numbers", found: "'1'"),
      Lie(
        header: header(vectors: tensor("F32", "4611686018427387904,4", 0, 24)),
        place: .tensor("vectors"), expected: "a shape that fits in memory",
        found: "[4611686018427387904, 4]"),
      Lie(
        header: header(vectors: tensor("F99", "2,3", 0, 24)), place: .tensor("vectors"),
        expected: "one of the types BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, I32, U32, "
          + "F32, F64, I64, U64", found: "\"F99\""),
      Lie(
        header: header(vectors: tensor("F64", "1,3", 0, 24)), place: .tensor("vectors"),
        expected: "F32 or F16 or BF16 or I8 [any, any]", found: "F64 [1, 3]"),
      Lie(
        header: header(vectors: tensor("F32", "6", 0, 24)), place: .tensor("vectors"),
        expected: "F32 or F16 or BF16 or I8 [any, any]", found: "F32 [6]"),
      Lie(
        header: header(vectors: tensor("F32", "2,4", 0, 24)), place: .tensor("vectors"),
        expected: "32 bytes of data for F32 [2, 4]", found: "24"),
      Lie(
        header: header(vectors: tensor("F32", "1000000000000,3", 0, 24)),
        place: .tensor("vectors"),
        expected: "12000000000000 bytes of data for F32 [1000000000000, 3]", found: "24"),
      Lie(
        header: header(vectors: tensor("F32", "1000000000000,3", 0, 12_000_000_000_000)),
        place: .tensor("vectors"), expected: "rising data offsets up to 67",
        found: "0 and 12000000000000"),
      Lie(
        header: header(vectors: tensor("F32", "2,3", -24, 0)), place: .byte(64),
        expected: "a whole number from 0 to 2^64", found: "'-'"),
      Lie(
        header: header(vectors: tensor("F32", "2,3", 24, 0)), place: .tensor("vectors"),
        expected: "rising data offsets up to 67", found: "24 and 0"),
      Lie(
        header: header(tokens: tensor("U8", "4", 64, 68)), place: .tensor("tokens"),
        expected: "rising data offsets up to 67", found: "64 and 68"),
      Lie(
        header: header(tokens: tensor("U8", "2", 65, 67)), place: .tensor("tokens"),
        expected: "data from byte \(72 + good.utf8.count) on",
        found: "a gap after the tensor before it: byte \(73 + good.utf8.count)"),
      Lie(
        header: header(tokens: tensor("U8", "4", 63, 67)), place: .tensor("tokens"),
        expected: "data from byte \(72 + good.utf8.count) on",
        found: "an overlap with the tensor before it: byte \(71 + good.utf8.count)"),
      Lie(
        header: header(tokens: tensor("U8", "2", 64, 66)), place: .byte(74 + good.utf8.count),
        expected: "the file's end after the last tensor", found: "1 more bytes"),
      Lie(
        header: header(counts: tensor("U64", "1,2", 24, 40)), place: .tensor("counts"),
        expected: "U64 [2]", found: "U64 [1, 2]"),
      Lie(
        header: header(offsets: tensor("I64", "3", 40, 64)), place: .tensor("token_offsets"),
        expected: "U64 [3]", found: "I64 [3]"),
      Lie(
        header: header(tokens: tensor("I8", "3", 64, 67)), place: .tensor("tokens"),
        expected: "U8 [any]", found: "I8 [3]"),
    ])
  func refused(lie: Lie) throws {
    try expectError(
      { .invalid(path: $0, at: lie.place, expected: lie.expected, found: lie.found) },
      Self.file(lie.header, length: lie.length))
  }

  @Test(
    "offsets of words must rise from 0 to the end",
    arguments: [
      ([1, 1, 3], "1 at place 0 after 0"), ([0, 2, 1], "1 at place 2 after 2"),
      ([0, 1, 4], "4 at place 2 after 1"), ([0, 1, 2], "2 at the end"),
      ([0, .max, 3], "18446744073709551615 at place 1 after 0"),
    ] as [([UInt64], String)])
  func wordOffsets(offsets: [UInt64], found: String) throws {
    try expectError(
      {
        .invalid(
          path: $0, at: .tensor("token_offsets"), expected: "offsets that rise from 0 to 3",
          found: found)
      }, Self.file(Self.good, data: Self.data(offsets: offsets)))
  }

  @Test("counts whose sum overflows are refused")
  func counts() throws {
    try expectError(
      {
        .invalid(
          path: $0, at: .tensor("counts"), expected: "counts whose sum is below 2^64",
          found: "2 at place 1")
      }, Self.file(Self.good, data: Self.data(counts: [.max - 1, 2])))
  }

  @Test("no words or no dimensions are refused", arguments: [("0,3", 1), ("3,0", 4), ("0,0", 1)])
  func empty(shape: String, offsets: Int) throws {
    let header =
      "{\"vectors\":\(Self.tensor("F32", shape, 0, 0)),\"token_offsets\":"
      + "\(Self.tensor("U64", "\(offsets)", 0, 8 * offsets)),"
      + "\"tokens\":\(Self.tensor("U8", "0", 8 * offsets, 8 * offsets))}"
    let numbers = shape.split(separator: ",").joined(separator: ", ")
    try expectError(
      {
        .invalid(
          path: $0, at: .tensor("vectors"),
          expected: "a word and a dimension at least, below 2^32 and 2^31", found: "[\(numbers)]")
      },
      Self.file(header, data: [UInt8](repeating: 0, count: 8 * offsets)))
  }

  @Test("a string that is no UTF-8 is refused")
  func notUTF8() throws {
    let bytes = Self.little(UInt64(6)) + [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x7D]
    try expectError(
      { .invalid(path: $0, at: .byte(9), expected: "a string in UTF-8", found: "other bytes") },
      bytes)
  }

  @Test("a file shorter than the header's length is refused", arguments: 0..<8)
  func short(count: Int) throws {
    try expectError(
      {
        .invalid(
          path: $0, at: .byte(count), expected: "the 8 bytes of the header's length",
          found: "the file's end")
      }, [UInt8](repeating: 0x20, count: count))
  }

  @Test("a file of another program without words says so")
  func lacksWords() throws {
    let header = "{\"embedding.weight\":\(Self.tensor("F32", "1,1", 0, 4))}"
    try expectError(
      { .lacksWords(path: $0) },
      Self.file(header, data: [0, 0, 0, 0]))
  }

  @Test("a newer version of the format is refused", arguments: ["2", "x"])
  func newer(version: String) throws {
    let metadata = ",\"__metadata__\":{\"format\":\"firth\",\"format_version\":\"\(version)\"}"
    try expectError(
      { .newerVersion(path: $0, version: version) }, Self.file(Self.header(more: metadata)))
  }

  @Test("a deep header ends in an error and not in a crash", .timeLimit(.minutes(1)))
  func deep() throws {
    let header = "{\"a\":" + String(repeating: "[", count: 10_000_000)
    try expectError(
      { .invalid(path: $0, at: .byte(13), expected: "'{'", found: "'['") }, Self.file(header))
  }

  @Test("a matrix at an odd address is copied and equal")
  func misaligned() throws {
    for spaces in 0..<8 {
      try withFolder { folder in
        let header = Self.good + String(repeating: " ", count: spaces)
        try put(Self.file(header), folder + "/x")
        let read = try Embeddings(contentsOf: folder + "/x")
        #expect(read.vectors[0] == [1, 2, 3] && read.vectors[1] == [4, 5, 6])
      }
    }
  }
}
