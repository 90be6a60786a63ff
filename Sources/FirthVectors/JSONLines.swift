internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// JSON Lines: an object a line with the members `word`, `vector` and, where it is known, `count`.
///
/// Files of other programs may say `text`, `token` or `key` and `embedding` or `values`; further
/// members are skipped.
enum JSONLines: FormatCodec {
  static let holdsCounts = true

  private static let wordKeys = ["word", "text", "token", "key"].map { Array($0.utf8) }
  private static let vectorKeys = ["vector", "embedding", "values"].map { Array($0.utf8) }
  private static let countKey = Array("count".utf8)

  static func read(_ source: VectorSource) throws -> Embeddings {
    var rows = RowBuilder()
    var lines = LineNumbers(first: 1)
    var position = 0
    while position < source.file.count {
      let end = source.file.withBytes { TextRow.end(of: $0, from: position) }
      let number = lines.first + lines.lineCount
      var cursor = JSONCursor(source.file, position..<end, line: number)
      lines.append(1, empty: [])
      position = end + 1
      if cursor.isAtEnd { continue }
      try readLine(&cursor, into: &rows, source)
      guard cursor.isAtEnd else { throw cursor.unexpected("the line's end") }
    }
    return try rows.embeddings(source)
  }

  private static func readLine(
    _ cursor: inout JSONCursor, into rows: inout RowBuilder, _ source: VectorSource
  ) throws(FormatError) {
    let place = cursor.place
    var (word, vector, count) = ([UInt8]?.none, [Float]?.none, UInt64?.none)
    try cursor.object { (cursor, key) throws(FormatError) in
      if wordKeys.contains(key), word == nil {
        word = try cursor.string()
      } else if vectorKeys.contains(key), vector == nil {
        vector = try cursor.floats()
      } else if key == countKey, count == nil {
        count = try cursor.count()
      } else {
        try cursor.skipValue()
      }
    }
    guard let word, let vector else {
      throw source.file.invalid(
        place, expected: "an object with 'word' and 'vector'",
        found: word == nil ? "no word" : "no vector")
    }
    try rows.append(word, vector, count: count, at: place, of: source)
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(allowsEmpty: true, needsUTF8: true).check(embeddings, for: output)
    try output.checkFinite(embeddings)
    let vocabulary = embeddings.vocabulary
    let text = RowText(embeddings, output.options)
    try output.write { file in
      try text.write(to: &file) { row, line in
        line += Array("{\"word\":".utf8)
        JSONText.append(vocabulary.utf8(of: WordID(row)), to: &line)
        if let counts = vocabulary.counts { line += Array(",\"count\":\(counts[row])".utf8) }
        line += Array(",\"vector\":[".utf8)
        text.append(valuesOf: row, to: &line, between: UInt8(ascii: ","))
        line += Array("]}\n".utf8)
      }
    }
  }

  /// Whether a text begins as such a file does.
  static func begins(_ bytes: Span<UInt8>) -> Bool {
    var end = 0
    while end < min(bytes.count, 256), bytes[end] != 0x0A { end += 1 }
    let start = bytes.extracting(0..<end).text
    guard start.first == "{" else { return false }
    return ["word", "text", "token", "key"].contains {
      start.contains("\"\($0)\":") || start.contains("\"\($0)\" :")
    }
  }
}

extension VectorOutput {
  /// Refuses rows with NaN or infinity, which some formats have no word for.
  func checkFinite(_ embeddings: Embeddings) throws(FormatError) {
    let vectors = embeddings.vectors
    for row in 0..<vectors.rows {
      let isFinite = unsafe vectors.withRow(row) { unsafe $0.allSatisfy(\.isFinite) }
      guard isFinite else {
        throw .unwritableVectors(
          path: path, format: format,
          because:
            "row \(row) has a value that is no finite number; leave its word out with --words")
      }
    }
  }
}
