internal import Dispatch
internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// Rows as text, made by blocks on all cores.
struct RowText {
  let embeddings: Embeddings
  let options: WritingOptions

  /// Rows that one core makes into text at a time, so that a block's text is about a megabyte.
  private let blockRows: Int

  init(_ embeddings: Embeddings, _ options: WritingOptions) {
    self.embeddings = embeddings
    self.options = options
    blockRows = max(1, 100_000 / embeddings.dimension)
  }

  /// Writes lines of a word and its values with a space before each.
  func writeLines(to file: inout OutputFile) throws(FileError) {
    try write(to: &file) { row, line in
      line.append(contentsOf: embeddings.vocabulary.utf8(of: WordID(row)))
      append(valuesOf: row, to: &line, before: UInt8(ascii: " "))
      line.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes what `append` makes of each row, in the order of the rows.
  func write(
    to file: inout OutputFile, append: (Int, inout [UInt8]) -> Void
  ) throws(FileError) {
    let rows = embeddings.vocabularySize
    // A few blocks at a time, so that the text never takes much memory.
    let atOnce = Workers.cores * 4
    for start in stride(from: 0, to: rows, by: blockRows * atOnce) {
      let blocks = min(atOnce, (rows - start + blockRows - 1) / blockRows)
      let texts = unsafe [[UInt8]](unsafeUninitializedCapacity: blocks) { texts, count in
        nonisolated(unsafe) let texts = unsafe texts
        nonisolated(unsafe) let append = append
        DispatchQueue.concurrentPerform(iterations: blocks) { block in
          let first = start + block * blockRows
          var text: [UInt8] = []
          text.reserveCapacity(1 << 20)
          for row in first..<min(first + blockRows, rows) { unsafe append(row, &text) }
          unsafe texts.initializeElement(at: block, to: text)
        }
        count = blocks
      }
      for text in texts { try file.write(text) }
    }
  }

  /// Appends a row's values, a byte before each.
  func append(valuesOf row: Int, to text: inout [UInt8], before separator: UInt8) {
    unsafe embeddings.vectors.withRow(row) { values in
      for index in values.indices {
        text.append(separator)
        unsafe TextFloat.append(values[index], decimals: options.decimals, to: &text)
      }
    }
  }

  /// Appends a row's values with a separator between them.
  func append(valuesOf row: Int, to text: inout [UInt8], between separator: UInt8) {
    unsafe embeddings.vectors.withRow(row) { values in
      for index in values.indices {
        if index > 0 { text.append(separator) }
        unsafe TextFloat.append(values[index], decimals: options.decimals, to: &text)
      }
    }
  }
}
