import Foundation

/// Cuts whole lines into tokens and looks up their rows; one for each thread.
package final class LineEncoder {
  private let rows: TokenRows
  private var scanner: TextScanner
  private var sink: RowSink

  package init(_ rows: TokenRows, tokenizer: Tokenizer) {
    self.rows = rows
    // Lines are told here: a scanner would end a sentence at a CR, too.
    scanner = TextScanner(tokenizer: tokenizer, boundary: .none)
    sink = RowSink(rows: rows)
  }

  /// What was replaced or dropped so far.
  package var report: CorpusReport { scanner.report }

  /// The rows of a text's lines.
  package func encode(_ text: String) -> EncodedLines {
    let padded = Array(text.utf8) + [UInt8](repeating: 0, count: TextScanner.padding)
    return unsafe padded.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return EncodedLines() }
      return unsafe encode(start, count: text.utf8.count, file: "", offset: 0)
    }
  }

  /// The rows of whole lines, of which the last may lack its end; `TextScanner.padding` bytes behind
  /// them must be readable.
  ///
  /// - Parameters:
  ///   - text: the lines.
  ///   - count: the number of their bytes.
  ///   - file: the file, for the report.
  ///   - offset: where they begin in the file's text.
  /// - Returns: the lines' rows.
  @unsafe func encode(
    _ text: UnsafePointer<UInt8>, count: Int, file: String, offset: Int
  ) -> EncodedLines {
    scanner.start(file: file)
    scanner.offset = offset
    var lines = EncodedLines()
    var place = 0
    while place < count {
      let start = unsafe text + place
      let end = unsafe memchr(start, 0x0a, count - place).map { end in
        unsafe UnsafeRawPointer(end) - UnsafeRawPointer(start) + 1
      }
      let length = end ?? count - place
      // The sink throws nothing.
      try? unsafe scanner.scan(start, count: length, into: &sink)
      if end == nil { try? scanner.end(into: &sink) }
      lines.unknown += rows.append(sink.ids, to: &lines.rows)
      lines.ends.append(lines.rows.count)
      sink.ids.removeAll(keepingCapacity: true)
      place += length
    }
    return lines
  }
}

/// Keeps the ids of a line's tokens.
private struct RowSink: TokenSink {
  let rows: TokenRows
  var ids: [UInt32] = []

  @inline(__always)
  mutating func take(key: UInt64, count: Int) { ids.append(rows.id(key: key, count: count)) }

  @inline(__always)
  mutating func take(_ start: UnsafePointer<UInt8>, count: Int) {
    ids.append(unsafe rows.id(start, count: count))
  }

  mutating func endSentence() {}
}
