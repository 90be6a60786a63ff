internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// GloVe's text format: a line for each word, the word and its values separated by spaces; no line
/// before them.
///
/// How many values a row has is what the first rows agree on: the fewest numbers that one of them
/// ends in. All before them is the word, which in glove.840B.300d may hold spaces.
enum GloVeText: FormatCodec {
  /// How many rows are looked at for the number of columns.
  private static let sample = 64

  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    var (start, firstLine) = (0, 1)
    if let header = file.withBytes({ Word2VecHeader($0) }),
      file.withBytes({ columns(of: $0, from: header.end) }) == header.columns
    {
      try source.repair("the first line is word2vec's header: skipped", at: .line(1))
      (start, firstLine) = (header.end, 2)
    }
    guard let columns = file.withBytes({ columns(of: $0, from: start) }) else {
      throw file.invalid(
        .line(firstLine), expected: "a word and its values, separated by spaces",
        found: file.count == start ? "the file's end" : "something else")
    }
    let rows = try TextRows(source, from: start, firstLine: firstLine, columns: columns).read()
    return try source.embeddings(rows.vocabulary, rows.storage) {
      .line(rows.lines.line(ofRow: $0))
    }
  }

  /// The number of values in the first rows; nil when they are no rows of a word and values.
  static func columns(of bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    var (fewest, rows) = (Int.max, 0)
    TextLines.forEach(in: start..<bytes.count, of: bytes) { line in
      let fields = TextRow.fieldCount(bytes, line)
      guard fields > 0 else { return true }
      fewest = min(fewest, TextRow.numbersAtEnd(of: bytes, line), fields - 1)
      rows += 1
      return rows < sample && fewest > 0
    }
    return rows > 0 && fewest > 0 ? fewest : nil
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules.noSpace.check(embeddings, for: output)
    let text = RowText(embeddings, output.options)
    try output.write { try text.writeLines(to: &$0) }
  }
}
