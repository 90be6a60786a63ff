internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// What both of PostgreSQL's formats share: a table of `id`, `word` and `vector`.
enum PostgreSQLTable {
  /// The most dimensions of pgvector's types, and those of them that an index takes.
  private static let mostDimensions = 16_000
  private static let mostIndexed: [WritingOptions.ColumnType: Int] = [
    .vector: 2000, .halfvec: 4000,
  ]

  /// Checks words and values against the column's type.
  static func check(_ embeddings: Embeddings, for output: VectorOutput) throws {
    try WordRules(
      forbidden: [0], forbiddenName: "a NUL", allowsEmpty: true, needsUTF8: true
    ).check(embeddings, for: output)
    guard type(of: embeddings, output) != .array else { return }
    try output.checkFinite(embeddings)
    guard embeddings.dimension <= mostDimensions else {
      throw FormatError.unwritableVectors(
        path: output.path, format: output.format,
        because: "pgvector takes up to \(mostDimensions) dimensions, these have "
          + "\(embeddings.dimension); use --column-type array")
    }
  }

  /// The type that was asked for, else the one for the vectors' precision.
  static func type(
    of embeddings: Embeddings, _ output: VectorOutput
  ) -> WritingOptions.ColumnType {
    output.options.columnType ?? (embeddings.vectors.precision == .f16 ? .halfvec : .vector)
  }

  /// The statements before the data.
  static func head(_ embeddings: Embeddings, _ output: VectorOutput) -> String {
    let type = type(of: embeddings, output)
    let column = type == .array ? "real[]" : "\(type.rawValue)(\(embeddings.dimension))"
    return (type == .array ? "" : "CREATE EXTENSION IF NOT EXISTS vector;\n")
      + """
      CREATE TABLE words (
        id integer PRIMARY KEY,
        word text NOT NULL,
        vector \(column) NOT NULL
      );

      """
  }

  /// The statements behind the data: the indexes.
  static func tail(_ embeddings: Embeddings, _ output: VectorOutput) -> String {
    let type = type(of: embeddings, output)
    let words = "CREATE INDEX ON words (word);\n"
    guard let most = mostIndexed[type] else { return words }
    guard embeddings.dimension <= most else {
      return words
        + "-- pgvector indexes up to \(most) dimensions of \(type.rawValue); queries scan all rows.\n"
    }
    return words + "CREATE INDEX ON words USING hnsw (vector \(type.rawValue)_cosine_ops);\n"
  }
}

/// A script for `psql -f` that makes the table, copies the rows as text and makes the indexes.
///
/// What `COPY … TO` writes, without the statements around it, is read too.
enum PostgreSQLText: FormatCodec {
  static let precisions: Set<Precision> = [.f32, .f16]
  private static let dataEnd = Array("\\.".utf8)

  static func read(_ source: VectorSource) throws -> Embeddings {
    var rows = RowBuilder()
    var (position, line, isInside) = (0, 1, !hasStatement(source.file))
    while position < source.file.count {
      let end = source.file.withBytes { TextRow.end(of: $0, from: position) }
      var text = source.file[position..<end]
      if text.last == 0x0D { text.removeLast() }
      position = end + 1
      if text == dataEnd, isInside { return try rows.embeddings(source) }
      if isInside {
        if !text.isEmpty { try readRow(text, line, into: &rows, source) }
      } else {
        isInside = isCopy(text)
      }
      line += 1
    }
    return try rows.embeddings(source)
  }

  /// Whether a line starts the data.
  private static func isCopy(_ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    return text.hasPrefix("copy ") && text.hasSuffix(" from stdin;")
  }

  /// Whether statements surround the data, as far as the first lines tell.
  static func hasStatement(_ file: FileBytes) -> Bool {
    let start = String(decoding: file[0..<min(file.count, 4096)], as: UTF8.self)
    return start.lowercased().split(whereSeparator: \.isNewline).contains { isCopy(Array($0.utf8)) }
  }

  private static func readRow(
    _ text: [UInt8], _ line: Int, into rows: inout RowBuilder, _ source: VectorSource
  ) throws(FormatError) {
    let fields = text.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count >= 2, let list = fields.last, list.count >= 2,
      [[0x5B, 0x5D], [0x7B, 0x7D]].contains([list[list.startIndex], list[list.endIndex - 1]])
    else {
      throw source.file.invalid(
        .line(line), expected: "a word, a tab and a vector in [] or {}",
        found: "\(fields.count) fields")
    }
    var values: [Float] = []
    for field in list.dropFirst().dropLast().split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    {
      guard let value = TextFloat.parse(Array(field).span) else {
        throw source.file.invalid(
          .line(line), expected: "a number as value \(values.count + 1)",
          found: String(decoding: field.prefix(40), as: UTF8.self).debugDescription)
      }
      values.append(value)
    }
    guard let word = unescaped(fields[fields.count - 2]) else {
      throw source.file.invalid(
        .line(line), expected: "a word with COPY's escapes",
        found: String(decoding: fields[fields.count - 2].prefix(40), as: UTF8.self)
          .debugDescription)
    }
    try rows.append(word, values, at: .line(line), of: source)
  }

  /// COPY's escapes of one letter; nil for a NULL or another escape.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8]? {
    var word: [UInt8] = []
    var bytes = field.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "\\") else {
        word.append(byte)
        continue
      }
      guard let next = bytes.next() else { return nil }
      if next == UInt8(ascii: "\\") {
        word.append(next)
      } else if let escape = escapes.first(where: { $0.letter == next }) {
        word.append(escape.byte)
      } else {
        return nil
      }
    }
    return word
  }

  private static let escapes: [(byte: UInt8, letter: UInt8)] = [
    (0x08, UInt8(ascii: "b")), (0x09, UInt8(ascii: "t")), (0x0A, UInt8(ascii: "n")),
    (0x0B, UInt8(ascii: "v")), (0x0C, UInt8(ascii: "f")), (0x0D, UInt8(ascii: "r")),
  ]

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try PostgreSQLTable.check(embeddings, for: output)
    let isArray = PostgreSQLTable.type(of: embeddings, output) == .array
    let brackets = isArray ? Array("{}".utf8) : Array("[]".utf8)
    let text = RowText(embeddings, output.options)
    try output.write { file in
      try file.write("-- Word vectors: psql -v ON_ERROR_STOP=1 -f THIS_FILE DATABASE\n")
      try file.write(PostgreSQLTable.head(embeddings, output))
      try file.write("COPY words (id, word, vector) FROM stdin;\n")
      try text.write(to: &file) { row, line in
        line += Array("\(row)\t".utf8)
        for byte in embeddings.vocabulary.utf8(of: WordID(row)) {
          if byte == UInt8(ascii: "\\") {
            line += [byte, byte]
          } else if let escape = escapes.first(where: { $0.byte == byte }) {
            line += [UInt8(ascii: "\\"), escape.letter]
          } else {
            line.append(byte)
          }
        }
        line += [0x09, brackets[0]]
        text.append(valuesOf: row, to: &line, between: UInt8(ascii: ","))
        line += [brackets[1], 0x0A]
      }
      try file.write("\\.\n")
      try file.write(PostgreSQLTable.tail(embeddings, output))
    }
  }
}
