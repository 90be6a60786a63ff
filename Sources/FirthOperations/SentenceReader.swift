package import FirthText

import FirthNumerics

/// Reads lines of text and makes their vectors as they come.
public final class SentenceReader {
  /// What was read so far.
  public private(set) var report = SentenceReport()
  private let model: SentenceModel
  private let encoders: LineEncoders
  private let progress: ((SentenceReport) -> Void)?

  /// A reader of text for a model.
  ///
  /// - Parameters:
  ///   - model: what makes the vectors.
  ///   - progress: called now and then.
  public init(_ model: SentenceModel, progress: ((SentenceReport) -> Void)? = nil) {
    self.model = model
    self.progress = progress
    encoders = LineEncoders(model.rows, tokenizer: model.tokenizer, threads: Workers.cores)
  }

  /// Sentences about what was replaced or dropped in the text.
  public var notes: [String] { encoders.notes }

  /// Reads a corpus and calls with the vectors of its lines, in order, as soon as they are read.
  ///
  /// - Throws: `FileError`; `CorpusError`, also for a line of more than 16 MiB; what `body` throws.
  package func forEachBlock(
    of corpus: Corpus, removing components: SentenceComponents? = nil,
    keeping spool: LineSpool? = nil, _ body: (SentenceBlock) throws -> Void
  ) throws {
    try WholeLines.read(corpus) { whole in
      let lines = encoders.encode(whole)
      try spool?.append(lines, of: whole)
      report.tokens += lines.unknown + lines.rows.count
      report.unknownTokens += lines.unknown
      report.bytes = whole.storedBytes
      for start in stride(from: 0, to: lines.count, by: SentenceBlock.size) {
        let block = SentenceBlock(
          lines, start..<min(start + SentenceBlock.size, lines.count), first: report.lines,
          model.sums, dimension: model.dimension, removing: components)
        count(block, lines, start)
        try body(block)
      }
      progress?(report)
    }
  }

  private func count(_ block: SentenceBlock, _ lines: EncodedLines, _ start: Int) {
    report.lines += block.count
    for (place, known) in block.known.enumerated() {
      if known == 0 { report.unknownLines += 1 }
      // Rows that are no numbers were looked up and are left out.
      report.unknownTokens += lines.range(of: start + place).count - Int(known)
    }
  }
}
