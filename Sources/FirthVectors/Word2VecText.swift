internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// word2vec's text format: a line `words dimensions`, then a line for each word: the word and its
/// values, separated by spaces.
///
/// A row's last D fields are its values, so that words with spaces survive. Trailing spaces
/// (word2vec.c, fastText) and CR LF are accepted.
enum Word2VecText {
  static func read(_ mapped: MappedFile) throws(FormatError) -> Embeddings {
    let file = FileBytes(mapped)
    let header = try Word2VecHeader(checking: file, place: .line(1), wordBytes: 2, valueBytes: 2)
    let storage = RowStorage(rows: header.rows, columns: header.columns)
    var words = WordList(capacity: header.rows)
    var line = TextRow(columns: header.columns)
    try file.withBytes { (bytes) throws(FormatError) in
      var position = header.end
      for row in 0..<header.rows {
        guard position < bytes.count else {
          throw file.invalid(
            place(row), expected: "\(header.rows) rows after the first line", found: "\(row)")
        }
        let end = TextRow.end(of: bytes, from: position)
        try split(&line, file, bytes, position..<end, row: row)
        try readValues(line, file, bytes, row: row, into: storage)
        words.append(bytes.extracting(line.word))
        position = end + 1
      }
      try checkEnd(file, bytes, from: position, rows: header.rows)
    }
    return Embeddings(
      vocabulary: words.vocabulary, vectors: storage.frozen(),
      source: VectorFile(path: file.path, format: .word2vecText, bytes: file.count, tensors: []))
  }

  /// Line 1 is the header.
  private static func place(_ row: Int) -> FormatError.Place { .line(row + 2) }

  private static func split(
    _ line: inout TextRow, _ file: FileBytes, _ bytes: Span<UInt8>, _ range: Range<Int>, row: Int
  ) throws(FormatError) {
    let isSplit = line.split(bytes, range)
    // A wrong dimension would turn values into parts of words, which the first row shows.
    guard isSplit, row > 0 || !line.wordEndsInNumber(bytes) else {
      throw file.invalid(
        place(row), expected: "a word and \(line.values.count) values",
        found: "\(TextRow.fieldCount(bytes, range)) fields")
    }
  }

  private static func readValues(
    _ line: TextRow, _ file: FileBytes, _ bytes: Span<UInt8>, row: Int, into storage: RowStorage
  ) throws(FormatError) {
    for (column, field) in line.values.enumerated() {
      guard let value = TextFloat.parse(bytes.extracting(field)) else {
        let text = String(decoding: file[field].prefix(40), as: UTF8.self)
        throw file.invalid(
          place(row), expected: "a number as value \(column + 1)", found: text.debugDescription)
      }
      storage.set(row, column, value)
    }
  }

  /// Checks that nothing but empty lines follows the last row.
  private static func checkEnd(
    _ file: FileBytes, _ bytes: Span<UInt8>, from start: Int, rows: Int
  ) throws(FormatError) {
    var line = rows
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      guard [0x0A, 0x0D, 0x20].contains(byte) else {
        throw file.invalid(
          place(line), expected: "the file's end after \(rows) rows", found: "more text")
      }
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  static func write(_ embeddings: Embeddings, to file: inout OutputFile) throws {
    let vocabulary = embeddings.vocabulary
    for row in 0..<vocabulary.count {
      let word = vocabulary.utf8(of: WordID(row))
      // C's white space, at which most programs split.
      if word.isEmpty || word.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
        throw FormatError.unwritableWord(
          path: file.path, word: vocabulary[WordID(row)], row: row, format: .word2vecText)
      }
    }
    try file.write("\(vocabulary.count) \(embeddings.dimension)\n")
    for row in 0..<vocabulary.count {
      try file.write(Array(vocabulary.utf8(of: WordID(row))))
      for value in embeddings.vectors[row] { try file.write(" \(value)") }
      try file.write("\n")
    }
  }
}
