internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// word2vec's text format: a line `words dimensions`, then a line for each word: the word and its
/// values, separated by spaces.
///
/// A row's last D fields are its values, so that words with spaces survive. Trailing spaces
/// (word2vec.c, fastText) and CR LF are accepted, and more rows than the first line says (GloVe with
/// `-write-header 1` leaves out one); fewer are not, since then rows are missing.
enum Word2VecText: FormatCodec {
  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    let header = try Word2VecHeader(checking: file, place: .line(1), wordBytes: 2, valueBytes: 2)
    let rows = try TextRows(source, from: header.end, firstLine: 2, columns: header.columns).read()
    let count = rows.vocabulary.count
    if count < header.rows {
      throw file.invalid(
        .line(rows.lines.line(ofRow: count)), expected: "\(header.rows) rows after the first line",
        found: "\(count)")
    } else if count > header.rows {
      try source.repair(
        "the header says \(header.rows) rows, \(count) read",
        at: .line(rows.lines.line(ofRow: header.rows)))
    }
    return try source.embeddings(rows.vocabulary, rows.storage) {
      .line(rows.lines.line(ofRow: $0))
    }
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules.noSpace.check(embeddings, for: output)
    let text = RowText(embeddings, output.options)
    try output.write { file in
      try file.write("\(embeddings.vocabularySize) \(embeddings.dimension)\n")
      try text.writeLines(to: &file)
    }
  }
}
