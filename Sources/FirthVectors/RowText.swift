internal import Dispatch
internal import FirthFiles
internal import FirthNumerics
internal import FirthText
internal import Synchronization

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
    // A few blocks at a time, so that the text never takes much memory; while some are written, the
    // next are made.
    let atOnce = Workers.cores * 4
    let failure = Mutex<FileError?>(nil)
    var ready: [[UInt8]] = []
    var next: [[UInt8]] = []
    for start in stride(from: 0, to: rows, by: blockRows * atOnce) {
      let blocks = min(atOnce, (rows - start + blockRows - 1) / blockRows)
      next.removeLast(max(0, next.count - blocks))
      while next.count < blocks { next.append([]) }
      unsafe withUnsafeMutablePointer(to: &file) { file in
        unsafe next.withUnsafeMutableBufferPointer { texts in
          nonisolated(unsafe) let (file, texts) = unsafe (file, texts)
          nonisolated(unsafe) let append = append
          let ready = ready
          DispatchQueue.concurrentPerform(iterations: 1 + blocks) { part in
            guard part > 0 else {
              do throws(FileError) {
                for text in ready { unsafe try file.pointee.write(text) }
              } catch {
                failure.withLock { $0 = error }
              }
              return
            }
            let first = start + (part - 1) * blockRows
            unsafe texts[part - 1].removeAll(keepingCapacity: true)
            for row in first..<min(first + blockRows, rows) {
              unsafe append(row, &texts[part - 1])
            }
          }
        }
      }
      if let failure = failure.withLock({ $0 }) { throw failure }
      swap(&ready, &next)
    }
    for text in ready { try file.write(text) }
  }

  /// Appends a row's values, a byte before each.
  func append(valuesOf row: Int, to text: inout [UInt8], before separator: UInt8) {
    unsafe embeddings.vectors.withRow(row) { values in
      unsafe TextFloat.append(values, decimals: options.decimals, before: separator, to: &text)
    }
  }

  /// Appends a row's values with a separator between them.
  func append(valuesOf row: Int, to text: inout [UInt8], between separator: UInt8) {
    unsafe embeddings.vectors.withRow(row) { values in
      guard let first = unsafe values.first else { return }
      TextFloat.append(first, decimals: options.decimals, to: &text)
      unsafe TextFloat.append(
        UnsafeBufferPointer(rebasing: values.dropFirst()), decimals: options.decimals,
        before: separator, to: &text)
    }
  }
}
