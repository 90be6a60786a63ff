import FirthFiles

/// Finds words that follow each other more often than chance has it, in passes for longer phrases.
///
/// Each pass counts all pairs of neighbouring words, keeps those whose score exceeds the threshold,
/// and joins them in the text, from left to right and without overlap, so that the next pass may
/// make them longer. Counts are exact whatever the memory.
///
/// Unlike word2phrase.c, no pair reaches from the end of a line to the second word of the next.
/// Unlike gensim, at most 8 connectors stand between two words.
public struct PhraseFinder: Sendable {
  /// How pairs are scored.
  public var score: PhraseScore
  /// What a pair's score must exceed, by pass; the last one holds for all further passes.
  public var thresholds: [Double]
  /// Pairs, and words, that occur less often make no phrase.
  public var minimumCount: Int
  /// How often pairs are joined: 2 for phrases of up to four words (connectors left out).
  public var passes: Int
  /// Words that may stand inside a phrase and not at its ends; they play no part in its score.
  public var connectors: Set<String>

  /// Articles, prepositions and conjunctions of English: gensim's list.
  public static let englishConnectors: Set<String> = [
    "a", "an", "the", "for", "of", "with", "without", "at", "from", "to", "in", "on", "by", "and",
    "or",
  ]

  /// A finder; without thresholds, the score's usual one.
  public init(
    score: PhraseScore = .word2phrase, thresholds: [Double] = [], minimumCount: Int = 5,
    passes: Int = 2, connectors: Set<String> = []
  ) {
    self.score = score
    self.thresholds = thresholds.isEmpty ? [score.usualThreshold] : thresholds
    self.minimumCount = minimumCount
    self.passes = passes
    self.connectors = connectors
  }

  /// Finds the phrases of a corpus, which is read once.
  ///
  /// - Parameters:
  ///   - corpus: the files.
  ///   - tokenizer: how the text is cut into tokens.
  ///   - boundary: where sentences end; no phrase reaches beyond.
  ///   - memory: the most bytes to use; nil for three quarters of the machine's.
  ///   - progress: called about five times a second while the text is read.
  /// - Returns: the phrases, the most frequent first, those of equal count by their bytes, and what
  ///   was read.
  /// - Throws: `FileError`, `CorpusError`.
  public func phrases(
    in corpus: Corpus, tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line,
    memory: Int? = nil, progress: (@Sendable (EncodingProgress) -> Void)? = nil
  ) throws -> (phrases: PhraseList, report: CorpusReport) {
    let file = try TemporaryFile()
    var counting = CountingPass(
      tokenizer: tokenizer, boundary: boundary, memory: memory, encodingInto: file)
    try counting.run(over: corpus, progress)
    guard counting.sink.words.count > 0 else { throw CorpusError.noWords }
    let report = counting.report
    var found: [PhraseList.Phrase] = []
    var parts: [UInt32: [UInt32]] = [:]
    for pass in 0..<passes {
      let new = try counting.pairs(
        for: self, threshold: thresholds[min(pass, thresholds.count - 1)], file)
      guard !new.isEmpty else { break }
      try counting.join(new, &parts, into: &found)
    }
    let sorted = found.sorted {
      ($1.count ?? 0, $0.text) < ($0.count ?? 0, $1.text)
    }
    return (PhraseList(sorted), report)
  }
}

/// A pair whose score exceeds the threshold.
private struct FoundPair {
  /// The words, with the connectors between them.
  let ids: [UInt32]
  let score: Double
  let count: Int
}

extension CountingPass {
  /// The pairs that a pass of the finder keeps, in the order of their ids.
  fileprivate mutating func pairs(
    for finder: PhraseFinder, threshold: Double, _ file: TemporaryFile
  ) throws -> [FoundPair] {
    let words = sink.words.count
    var isConnector = [Bool](repeating: false, count: words)
    for connector in finder.connectors {
      if let id = sink.words.find(Array(connector.utf8)) { isConnector[Int(id)] = true }
    }
    // The totals of gensim's score count all pairs, other scores those that can exceed it.
    let minimum = UInt64(finder.score == .gensim ? 1 : finder.minimumCount)
    let isOfUse = (0..<words).map { sink.words.count(of: $0) >= minimum }
    let left = memory - Self.fixedMemory - sink.words.memory - 2 * words
    guard left >= PairTable.leastMemory else {
      throw CorpusError.phraseMemory(
        needed: memory - left + PairTable.leastMemory, limit: memory)
    }
    var counter = PairCounter(
      file: file, ids: ids, isConnector: isConnector, isOfUse: isOfUse, memory: left)
    var kept: [(pair: PairTable.Pair, count: Int)] = []
    var totals = PhraseScore.Totals(tokens: sink.tokens)
    totals.words = (0..<words).count { !isConnector[$0] && sink.words.count(of: $0) > 0 }
    totals.pairs = try counter.count { pair, count in
      if count >= finder.minimumCount { kept.append((pair, count)) }
    }
    return kept.compactMap { pair, count in
      let score = finder.score.score(
        pair: count, first: Int(sink.words.count(of: Int(pair.first))),
        second: Int(sink.words.count(of: Int(pair.second))), minimum: finder.minimumCount, totals)
      let ids = [pair.first] + counter.sequences[Int(pair.between)] + [pair.second]
      return score > threshold ? FoundPair(ids: ids, score: score, count: count) : nil
    }.sorted { $0.ids.lexicographicallyPrecedes($1.ids) }
  }

  /// Joins pairs in the text and adds them to the phrases found.
  ///
  /// - Parameters:
  ///   - pairs: the pairs.
  ///   - parts: the words that phrases of earlier passes are made of, by the phrases' ids.
  ///   - found: the phrases.
  /// - Throws: `FileError`, `CorpusError`.
  fileprivate mutating func join(
    _ pairs: [FoundPair], _ parts: inout [UInt32: [UInt32]],
    into found: inout [PhraseList.Phrase]
  ) throws {
    var trie = PhraseTrie(words: sink.words.count)
    var joined: [[UInt8]] = []
    var all: [[UInt32]] = []
    for pair in pairs {
      let ids = pair.ids.flatMap { parts[$0] ?? [$0] }
      let words = ids.map { id in
        unsafe sink.words.withBytes(of: Int(id)) { unsafe Array($0) }
      }
      let phrase = PhraseList.Phrase(
        words: words.map { String(decoding: $0, as: UTF8.self) }, score: pair.score,
        count: pair.count)
      let bytes = Array(phrase.joined.utf8)
      guard ids.count <= PhraseList.mostWords, bytes.count <= CorpusReport.longestToken else {
        continue
      }
      trie.add(pair.ids, phrase: joined.count)
      joined.append(bytes)
      all.append(ids)
      found.append(phrase)
    }
    let joins = try join(trie) { joined[$0] }
    for (index, count) in joins.enumerated() where count > 0 {
      if let id = sink.words.find(joined[index]) { parts[id] = all[index] }
    }
  }
}
