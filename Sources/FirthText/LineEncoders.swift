import Dispatch

/// Cuts lines into tokens and looks up their rows on all cores, in order.
package final class LineEncoders {
  private let encoders: [LineEncoder]

  /// Parts of less are not worth a thread.
  private static let smallestPart = 1 << 12

  package init(_ rows: TokenRows, tokenizer: Tokenizer, threads: Int) {
    // More parts than threads even out what a part takes.
    encoders = (0..<4 * threads).map { _ in LineEncoder(rows, tokenizer: tokenizer) }
  }

  /// The rows of some lines.
  package func encode(_ lines: WholeLines) -> EncodedLines {
    let share = unsafe (lines.text.count + encoders.count - 1) / encoders.count
    let size = max(Self.smallestPart, share)
    let parts = lines.parts(ofAbout: size)
    let encoded = unsafe [EncodedLines](unsafeUninitializedCapacity: parts.count) {
      encoded, count in
      nonisolated(unsafe) let encoded = unsafe encoded
      nonisolated(unsafe) let encoders = encoders
      nonisolated(unsafe) let lines = lines
      DispatchQueue.concurrentPerform(iterations: parts.count) { part in
        guard let base = unsafe lines.text.baseAddress else { return }
        let range = parts[part]
        let made = unsafe encoders[part].encode(
          base + range.lowerBound, count: range.count, file: lines.file,
          offset: lines.offset + range.lowerBound)
        unsafe encoded.initializeElement(at: part, to: made)
      }
      count = parts.count
    }
    guard var all = encoded.first else { return EncodedLines() }
    for part in encoded.dropFirst() { all.append(part) }
    return all
  }

  /// Sentences about what was replaced or dropped in all lines so far.
  package var notes: [String] {
    var all = CorpusReport()
    for report in encoders.map(\.report) {
      all.malformedSequences += report.malformedSequences
      all.longTokensDropped += report.longTokensDropped
      all.nulBytes += report.nulBytes
      all.firstMalformed = Self.first(all.firstMalformed, report.firstMalformed)
      all.firstLongToken = Self.first(all.firstLongToken, report.firstLongToken)
    }
    return all.notes
  }

  /// The earlier of two places in one file; of two files, either.
  private static func first(
    _ a: CorpusReport.Place?, _ b: CorpusReport.Place?
  ) -> CorpusReport.Place? {
    guard let a, let b else { return a ?? b }
    return a.file == b.file && b.offset < a.offset ? b : a
  }
}
