internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// Rows for PostgreSQL's `COPY … WITH (FORMAT binary)`, and beside them a script that makes the table,
/// copies them and makes the indexes.
enum PostgreSQLBinary: FormatCodec {
  static let precisions: Set<Precision> = [.f32, .f16]
  static let magic = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0]

  /// PostgreSQL's number for `real`.
  private static let realType: Int32 = 700

  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    var reader = BigEndianReader(file, from: magic.count)
    guard file.starts(with: magic) else {
      throw file.invalid(.byte(0), expected: "PGCOPY's magic bytes", found: "something else")
    }
    guard try reader.number(UInt32.self) & 1 << 16 == 0 else {
      throw reader.fail("rows without OIDs", "rows with them")
    }
    try reader.skip(Int(try reader.number(UInt32.self)))
    var rows = RowBuilder()
    while true {
      let start = reader.position
      let fields = try reader.number(Int16.self)
      if fields == -1 { break }
      guard fields >= 2 else {
        throw reader.fail("a word and a vector at least", "\(fields) fields")
      }
      var last: [Range<Int>] = []
      for _ in 0..<fields {
        let length = try reader.number(Int32.self)
        guard length >= 0 else { throw reader.fail("no NULL", "one") }
        last = last.suffix(1) + [reader.position..<reader.position + Int(length)]
        try reader.skip(Int(length))
      }
      let values = try vector(file, last[1])
      try rows.append(file[last[0]], values, at: .row(rows.rows, byte: start), of: source)
    }
    guard reader.position == file.count else {
      throw reader.fail("the file's end", "\(file.count - reader.position) more bytes")
    }
    return try rows.embeddings(source)
  }

  /// A field that is pgvector's `vector` or `halfvec`, or an array of `real`.
  private static func vector(
    _ file: FileBytes, _ field: Range<Int>
  ) throws(FormatError) -> [Float] {
    var reader = BigEndianReader(file, from: field.lowerBound, to: field.upperBound)
    let count = try reader.number(UInt16.self)
    let zero = try reader.number(UInt16.self)
    if zero == 0, field.count == 4 + 4 * Int(count) {
      return try (0..<count).map { _ throws(FormatError) in
        Float(bitPattern: try reader.number(UInt32.self))
      }
    }
    if zero == 0, field.count == 4 + 2 * Int(count) {
      return try (0..<count).map { _ throws(FormatError) in
        Float(Float16(bitPattern: try reader.number(UInt16.self)))
      }
    }
    reader = BigEndianReader(file, from: field.lowerBound, to: field.upperBound)
    let (dimensions, hasNulls) = (try reader.number(Int32.self), try reader.number(Int32.self))
    let (type, length) = (try reader.number(Int32.self), try reader.number(Int32.self))
    _ = try reader.number(Int32.self)
    guard dimensions == 1, hasNulls == 0, type == realType, field.count == 20 + 8 * Int(length)
    else {
      throw file.invalid(
        .byte(field.lowerBound), expected: "a vector, a halfvec or a real[] of one dimension",
        found: "\(field.count) bytes")
    }
    return try (0..<length).map { _ throws(FormatError) in
      _ = try reader.number(Int32.self)
      return Float(bitPattern: try reader.number(UInt32.self))
    }
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try PostgreSQLTable.check(embeddings, for: output)
    let (vocabulary, columns) = (embeddings.vocabulary, embeddings.dimension)
    let type = PostgreSQLTable.type(of: embeddings, output)
    try output.write { file in
      try file.write(magic)
      try file.write(bigEndian: UInt32(0))
      try file.write(bigEndian: UInt32(0))
      for row in 0..<vocabulary.count {
        let word = Array(vocabulary.utf8(of: WordID(row)))
        try file.write(bigEndian: Int16(3))
        try file.write(bigEndian: Int32(4))
        try file.write(bigEndian: Int32(row))
        try file.write(bigEndian: Int32(word.count))
        try file.write(word)
        var field: [UInt8] = []
        func add<Number: FixedWidthInteger>(_ number: Number) {
          field += LittleEndian.bytes(number.byteSwapped)
        }
        if type == .array {
          for number in [1, 0, realType, Int32(columns), 1] { add(number) }
        } else {
          add(UInt16(columns))
          add(UInt16(0))
        }
        for value in embeddings.vectors[row] {
          switch type {
          case .array:
            add(Int32(4))
            add(value.bitPattern)
          case .vector: add(value.bitPattern)
          case .halfvec: add(Float16(value).bitPattern)
          }
        }
        try file.write(bigEndian: Int32(field.count))
        try file.write(field)
      }
      try file.write(bigEndian: Int16(-1))
    }
    let name = output.path.split(separator: "/").last.map(String.init) ?? output.path
    try output.write(beside: output.path + ".sql") { file in
      try file.write(
        "-- Word vectors: psql -v ON_ERROR_STOP=1 -f THIS_FILE DATABASE, in this folder\n"
          + PostgreSQLTable.head(embeddings, output)
          + "\\copy words (id, word, vector) FROM '\(name.replacing("'", with: "''"))' "
          + "WITH (FORMAT binary)\n" + PostgreSQLTable.tail(embeddings, output))
    }
  }
}

/// Reads big-endian numbers one after another, each checked against the end.
struct BigEndianReader {
  private let file: FileBytes
  private let end: Int
  private(set) var position: Int

  init(_ file: FileBytes, from start: Int, to end: Int? = nil) {
    self.file = file
    position = start
    self.end = end ?? file.count
  }

  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(FormatError) -> Number {
    guard MemoryLayout<Number>.size <= end - position else {
      throw fail("a number of \(MemoryLayout<Number>.size) bytes", "the end")
    }
    defer { position += MemoryLayout<Number>.size }
    return file.integer(at: position, as: type).byteSwapped
  }

  mutating func skip(_ count: Int) throws(FormatError) {
    guard count >= 0, count <= end - position else {
      throw fail("\(count) bytes", "\(end - position) before the end")
    }
    position += count
  }

  func fail(_ expected: String, _ found: String) -> FormatError {
    file.invalid(.byte(position), expected: expected, found: found)
  }
}
