internal import Dispatch
internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// word2vec's binary format: a line `words dimensions`, then for each word its bytes, a space and
/// its values as little-endian Floats.
///
/// word2vec.c writes a line end after each row; gensim and GoogleNews-vectors-negative300 do not.
/// More rows than the first line says are read where they are whole.
enum Word2VecBinary: FormatCodec {
  /// A word longer than this means that the rows are not where they should be.
  static let longestWord = 1 << 16

  /// Where a row's word and values lie.
  private struct Place {
    var word: Range<Int>
    var values: Int
  }

  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    let header = try Word2VecHeader(
      checking: file, place: .byte(0), wordBytes: 2,
      valueBytes: MemoryLayout<Float>.stride)
    let (words, places) = try rows(source, header)
    let storage = try RowStorage(
      rows: places.count, columns: header.columns, of: source.path)
    let step = 1 << 12
    DispatchQueue.concurrentPerform(iterations: (places.count + step - 1) / step) { block in
      for row in block * step..<min((block + 1) * step, places.count) {
        let start = places[row]
        unsafe storage.address(of: row).copyMemory(
          from: file.raw(start..<start + header.columns * 4).baseAddress.unsafelyUnwrapped,
          byteCount: header.columns * 4)
      }
    }
    return try source.embeddings(words.vocabulary, storage) { .row($0, byte: places[$0]) }
  }

  /// Finds all words and where each row's values start.
  private static func rows(
    _ source: VectorSource, _ header: Word2VecHeader
  ) throws(FormatError) -> (WordList, [Int]) {
    let file = source.file
    var words = WordList(capacity: header.rows)
    var places: [Int] = []
    places.reserveCapacity(header.rows)
    try file.withBytes { (bytes) throws(FormatError) in
      var position = header.end
      while places.count < header.rows {
        let row = try row(places.count, at: position, of: file, bytes, columns: header.columns)
        words.append(bytes.extracting(row.word))
        places.append(row.values)
        position = end(of: row, bytes, header.columns)
      }
      var more: [Place] = []
      var next = position
      while next < bytes.count {
        guard
          let row = try? row(
            places.count + more.count, at: next, of: file, bytes, columns: header.columns)
        else {
          throw file.invalid(
            .byte(position), expected: "the file's end after \(header.rows) rows",
            found: "\(bytes.count - position) more bytes")
        }
        more.append(row)
        next = end(of: row, bytes, header.columns)
      }
      guard !more.isEmpty else { return }
      try source.repair(
        "the header says \(header.rows) rows, \(header.rows + more.count) read",
        at: .byte(position))
      for row in more {
        words.append(bytes.extracting(row.word))
        places.append(row.values)
      }
    }
    return (words, places)
  }

  /// Where the row after one starts.
  private static func end(of row: Place, _ bytes: Span<UInt8>, _ columns: Int) -> Int {
    let end = row.values + columns * MemoryLayout<Float>.stride
    return end < bytes.count && bytes[end] == UInt8(ascii: "\n") ? end + 1 : end
  }

  private static func row(
    _ row: Int, at start: Int, of file: FileBytes, _ bytes: Span<UInt8>, columns: Int
  ) throws(FormatError) -> Place {
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
    guard values + columns * MemoryLayout<Float>.stride <= bytes.count else {
      throw file.invalid(
        .row(row, byte: values), expected: "\(columns) values of 4 bytes",
        found: "\(bytes.count - values) bytes before the file's end")
    }
    return Place(word: start..<position, values: values)
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(forbidden: [0x20, 0x0A], forbiddenName: "a space or a line end").check(
      embeddings, for: output)
    let vocabulary = embeddings.vocabulary
    try output.write { file in
      try file.write("\(vocabulary.count) \(embeddings.dimension)\n")
      for row in 0..<vocabulary.count {
        try file.write(Array(vocabulary.utf8(of: WordID(row))))
        try file.write(" ")
        try file.write(floatsOf: row, of: embeddings.vectors)
        try file.write("\n")
      }
    }
  }
}

extension OutputFile {
  /// Writes a matrix row's values as little-endian Floats, whatever its precision.
  mutating func write(floatsOf row: Int, of matrix: Matrix) throws(FileError) {
    #if _endian(big)
      #error("rows are written as they lie in memory, which must be little-endian")
    #endif
    // `withRow` lends by `rethrows`, which would lose the error's type.
    let result: Result<Void, FileError> = unsafe matrix.withRow(row) { values in
      Result { () throws(FileError) in unsafe try write(UnsafeRawBufferPointer(values)) }
    }
    try result.get()
  }

  /// Writes a matrix row's bytes in the matrix's precision, without a scale.
  mutating func write(bytesOf row: Int, of matrix: Matrix) throws(FileError) {
    let result: Result<Void, FileError> = unsafe matrix.withBytes(ofRow: row) { bytes in
      Result { () throws(FileError) in unsafe try write(bytes) }
    }
    try result.get()
  }

  /// Writes a whole number, little-endian.
  mutating func write(_ number: some FixedWidthInteger) throws(FileError) {
    try write(unsafe withUnsafeBytes(of: number.littleEndian) { unsafe Array($0) })
  }

  /// Writes a whole number, big-endian.
  mutating func write(bigEndian number: some FixedWidthInteger) throws(FileError) {
    try write(unsafe withUnsafeBytes(of: number.bigEndian) { unsafe Array($0) })
  }
}
