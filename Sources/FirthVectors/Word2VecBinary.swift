internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// word2vec's binary format: a line `words dimensions`, then for each word its bytes, a space and
/// its values as little-endian Floats.
///
/// word2vec.c writes a line end after each row; gensim and GoogleNews-vectors-negative300 do not.
enum Word2VecBinary {
  /// A word longer than this means that the rows are not where they should be.
  static let longestWord = 1 << 16

  static func read(_ mapped: MappedFile) throws(FormatError) -> Embeddings {
    let file = FileBytes(mapped)
    let header = try Word2VecHeader(
      checking: file, place: .byte(0), wordBytes: 2,
      valueBytes: MemoryLayout<Float>.stride)
    let storage = RowStorage(rows: header.rows, columns: header.columns)
    var words = WordList(capacity: header.rows)
    try file.withBytes { (bytes) throws(FormatError) in
      var position = header.end
      for row in 0..<header.rows {
        position = try readRow(
          row, at: position, of: file, bytes, columns: header.columns, into: storage, &words)
      }
      guard position == bytes.count else {
        throw file.invalid(
          .byte(position), expected: "the file's end after \(header.rows) rows",
          found: "\(bytes.count - position) more bytes")
      }
    }
    return Embeddings(
      vocabulary: words.vocabulary, vectors: storage.frozen(),
      source: VectorFile(
        path: file.path, format: .word2vecBinary, bytes: file.count, tensors: []))
  }

  /// Reads a row and returns where the next one starts.
  private static func readRow(
    _ row: Int, at start: Int, of file: FileBytes, _ bytes: Span<UInt8>, columns: Int,
    into storage: RowStorage, _ words: inout WordList
  ) throws(FormatError) -> Int {
    let limit = min(bytes.count, start + longestWord + 1)
    var position = start
    while position < limit, bytes[position] != UInt8(ascii: " ") {
      guard bytes[position] != UInt8(ascii: "\n") else {
        throw file.invalid(
          .row(row, byte: start), expected: "a word without a line end",
          found: "a line end at byte \(position)")
      }
      position += 1
    }
    guard position < limit else {
      throw file.invalid(
        .row(row, byte: start), expected: "a word of at most \(longestWord) bytes and a space",
        found: limit == bytes.count ? "the file's end" : "a longer word")
    }
    guard position > start else {
      throw file.invalid(.row(row, byte: start), expected: "a word", found: "a space")
    }
    let values = position + 1
    let end = values + columns * MemoryLayout<Float>.stride
    guard end <= bytes.count else {
      throw file.invalid(
        .row(row, byte: values), expected: "\(columns) values of 4 bytes",
        found: "\(bytes.count - values) bytes before the file's end")
    }
    words.append(bytes.extracting(start..<position))
    unsafe storage.fill(row, from: file.raw(values..<end))
    return end < bytes.count && bytes[end] == UInt8(ascii: "\n") ? end + 1 : end
  }

  static func write(_ embeddings: Embeddings, to file: inout OutputFile) throws {
    let vocabulary = embeddings.vocabulary
    for row in 0..<vocabulary.count {
      let word = vocabulary.utf8(of: WordID(row))
      if word.isEmpty || word.contains(where: { $0 == 0x20 || $0 == 0x0A }) {
        throw FormatError.unwritableWord(
          path: file.path, word: vocabulary[WordID(row)], row: row, format: .word2vecBinary)
      }
    }
    try file.write("\(vocabulary.count) \(embeddings.dimension)\n")
    for row in 0..<vocabulary.count {
      try file.write(Array(vocabulary.utf8(of: WordID(row))))
      try file.write(" ")
      try write(row: row, of: embeddings.vectors, to: &file)
      try file.write("\n")
    }
  }

  /// Writes a row's values as little-endian Floats.
  static func write(
    row: Int, of matrix: Matrix, to file: inout OutputFile
  ) throws(FileError) {
    #if _endian(big)
      #error("rows are written as they lie in memory, which must be little-endian")
    #endif
    // `withRow` lends by `rethrows`, which would lose the error's type.
    let result: Result<Void, FileError> = unsafe matrix.withRow(row) { values in
      Result { () throws(FileError) in
        unsafe try file.write(UnsafeRawBufferPointer(values))
      }
    }
    try result.get()
  }
}
