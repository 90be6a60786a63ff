import FirthFiles
import Foundation

/// The one pass over a corpus: counts its words and, where asked, keeps their ids.
struct CountingPass: ~Copyable {
  private var scanner: TextScanner
  var sink: CountingSink
  /// The most bytes that the pass may take.
  let memory: Int
  /// Where ids are kept.
  private let file: TemporaryFile?
  /// How many ids there are since phrases were joined.
  private var joinedIDs: Int?
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
    self.file = file
    scanner = TextScanner(tokenizer: tokenizer, boundary: boundary)
    // Blocks of text and ids come on top of the table.
    sink = CountingSink(limit: max(0, self.memory - Self.fixedMemory), file: file)
  }

  /// The blocks of text and ids, and the tables of characters, roughly.
  static let fixedMemory = 4 << 20

  /// The number of ids kept, boundaries included.
  var ids: Int { joinedIDs ?? sink.ids }

  /// What was read; `keptTokens` is not known yet.
  var report: CorpusReport {
    var report = scanner.report
    report.tokens = sink.tokens
    report.distinctWords = sink.words.count
    report.sentences = sink.sentences
    return report
  }

  /// Reads the whole corpus, and then joins phrases where ids are kept.
  mutating func run(
    over corpus: Corpus, joining phrases: PhraseList? = nil,
    showing observer: (any TextObserver)? = nil, _ progress: (@Sendable (EncodingProgress) -> Void)?
  ) throws {
    try corpus.check()
    bytesTotal = corpus.storedBytes()
    do {
      try CorpusReader.read(corpus) { event in
        switch event {
        case .fileStart(let path):
          scanner.start(file: path)
          observer?.start(file: path)
        case .text(let text, let count, let stored):
          storedBytes = stored
          try unsafe scanner.scan(text, count: count, into: &sink)
          unsafe observer?.see(text, count: count)
          follow()
          if let progress { report(to: progress) }
        case .fileEnd(let file):
          try scanner.end(into: &sink)
          observer?.endFile()
          scanner.report.files.append(file)
        }
      }
      try sink.finish()
      if let phrases { try join(phrases) }
      observer?.counted(sink.words.bands, report)
    } catch let error as WordTable.OutOfMemory {
      throw memoryError(error)
    }
  }

  /// Joins the phrases of a list, wherever their words follow each other in a sentence.
  private mutating func join(_ phrases: PhraseList) throws {
    var trie = PhraseTrie(words: sink.words.count)
    for (index, phrase) in phrases.phrases.enumerated() {
      let ids = phrase.words.compactMap { sink.words.find(Array($0.utf8)) }
      if ids.count == phrase.words.count { trie.add(ids, phrase: index) }
    }
    let joined = phrases.phrases.map { Array($0.joined.utf8) }
    let joins = try join(trie) { joined[$0] }
    scanner.report.phrasesJoined = joins.reduce(0, +)
    scanner.report.phrasesFound = joins.count { $0 > 0 }
  }

  /// Joins the phrases of a trie: in place of their words' ids stands that of the phrase.
  ///
  /// - Parameters:
  ///   - trie: the phrases, as ids.
  ///   - word: the bytes of a phrase as one word.
  /// - Returns: how often each phrase was joined.
  /// - Throws: `FileError`, `WordTable.OutOfMemory`.
  mutating func join(_ trie: PhraseTrie, word: (Int) -> [UInt8]) throws -> [Int] {
    guard let file else { return [] }
    var joins = [Int](repeating: 0, count: trie.phrases)
    var ids = [UInt32](repeating: 0, count: trie.phrases)
    joinedIDs = try PhraseRewriter.rewrite(file, count: self.ids, trie) { phrase, parts in
      if joins[phrase] == 0 { ids[phrase] = try sink.words.insert(word(phrase)) }
      joins[phrase] += 1
      for part in parts { sink.words.add(-1, toCountOf: Int(part)) }
      sink.words.add(1, toCountOf: Int(ids[phrase]))
      sink.tokens -= parts.count - 1
      return ids[phrase]
    }
    return joins
  }

  /// The rows of the vocabulary for the ids, and the vocabulary.
  ///
  /// - Throws: `CorpusError` when no word is left.
  func ranking(_ choice: WordChoice) throws(CorpusError) -> Ranking {
    guard sink.words.count > 0 else { throw .noWords }
    let ranking = sink.words.ranking(choice)
    guard ranking.vocabulary.count > 0 else {
      if let list = choice.only { throw .noListedWords(path: list.path) }
      throw .noFrequentWords(
        minimumCount: choice.minimumCount, highestCount: Int(clamping: sink.words.highestCount))
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
