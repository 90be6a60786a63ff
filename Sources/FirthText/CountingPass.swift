import FirthFiles
import Foundation

/// The one pass over a corpus: counts its words and, where asked, keeps their ids.
struct CountingPass: ~Copyable {
  private var scanner: TextScanner
  private var sink: CountingSink
  private let memory: Int
  private var storedBytes = 0
  private var bytesTotal: Int?
  private var growth = Growth()
  private var nextReport = ContinuousClock.now

  private static let reportInterval = Duration.milliseconds(200)

  /// A pass that has not begun; with a file, ids go there.
  init(
    tokenizer: Tokenizer, boundary: SentenceBoundary, memory: Int?,
    encodingInto file: TemporaryFile?
  ) {
    self.memory = memory ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 4 * 3)
    scanner = TextScanner(tokenizer: tokenizer, boundary: boundary)
    // Blocks of text and ids come on top of the table.
    sink = CountingSink(limit: max(0, self.memory - Self.fixedMemory), file: file)
  }

  /// The blocks of text and ids, and the tables of characters, roughly.
  private static let fixedMemory = 4 << 20

  /// The number of ids kept, boundaries included.
  var ids: Int { sink.ids }

  /// What was read; `keptTokens` is not known yet.
  var report: CorpusReport {
    var report = scanner.report
    report.tokens = sink.tokens
    report.distinctWords = sink.words.count
    report.sentences = sink.sentences
    return report
  }

  /// Reads the whole corpus.
  mutating func run(
    over corpus: Corpus, _ progress: (@Sendable (EncodingProgress) -> Void)?
  ) throws {
    try corpus.check()
    bytesTotal = corpus.storedBytes()
    do {
      try CorpusReader.read(corpus) { event in
        switch event {
        case .fileStart(let path): scanner.start(file: path)
        case .text(let text, let count, let stored):
          storedBytes = stored
          try unsafe scanner.scan(text, count: count, into: &sink)
          follow()
          if let progress { report(to: progress) }
        case .fileEnd(let file):
          try scanner.end(into: &sink)
          scanner.report.files.append(file)
        }
      }
      try sink.finish()
    } catch let error as WordTable.OutOfMemory {
      throw memoryError(error)
    }
  }

  /// The rows of the vocabulary for the ids, and the vocabulary.
  ///
  /// - Throws: `CorpusError` when no word is left.
  func ranking(minimumCount: Int, maximumVocabulary: Int?) throws(CorpusError) -> Ranking {
    guard sink.words.count > 0 else { throw .noWords }
    let ranking = sink.words.ranking(
      minimumCount: minimumCount, maximumVocabulary: maximumVocabulary)
    guard ranking.vocabulary.count > 0 else {
      throw .noFrequentWords(
        minimumCount: minimumCount, highestCount: Int(clamping: sink.words.highestCount))
    }
    return ranking
  }

  private mutating func report(to progress: (@Sendable (EncodingProgress) -> Void)) {
    let now = ContinuousClock.now
    guard now >= nextReport else { return }
    nextReport = now + Self.reportInterval
    progress(
      EncodingProgress(
        bytesRead: storedBytes, bytesTotal: bytesTotal, tokens: sink.tokens,
        distinctWords: sink.words.count))
  }

  /// What the whole corpus would need, by Heaps' law: distinct words grow with a power of the text.
  ///
  /// The power is that of the last half or more of what was read; it falls as a text goes on, so
  /// the estimate is rather too high than too low.
  private func memoryError(_ error: WordTable.OutOfMemory) -> CorpusError {
    var needed = error.needed
    var isEstimate = false
    if let bytesTotal, storedBytes > 0 {
      // Before there is anything to compare with, the worst: every token is a new word.
      let power =
        growth.earlier.map { earlier in
          log(Double(sink.words.count) / Double(earlier.words))
            / log(Double(textBytes) / Double(earlier.text))
        } ?? 1
      let rest = max(1, Double(bytesTotal) / Double(storedBytes))
      let factor = Self.margin * pow(rest, min(1, max(0, power)))
      needed = max(
        needed,
        WordTable.memory(
          words: Int(Double(sink.words.count) * factor),
          bytes: Int(Double(sink.words.wordBytes) * factor)))
      isEstimate = true
    }
    return .memory(
      needed: needed + Self.fixedMemory, limit: memory, distinctWords: sink.words.count,
      isEstimate: isEstimate)
  }

  private static let margin = 1.1

  private var textBytes: Int { scanner.report.textBytes + scanner.offset }

  /// Remembers how many words there were when the text was at most half as long.
  private mutating func follow() {
    let now = Growth.Point(text: textBytes, words: sink.words.count)
    guard now.words > 0, now.text >= 2 * (growth.latest?.text ?? 1) else { return }
    growth.earlier = growth.latest
    growth.latest = now
  }

  private struct Growth {
    struct Point {
      let text: Int
      let words: Int
    }
    var earlier: Point?
    var latest: Point?
  }
}
