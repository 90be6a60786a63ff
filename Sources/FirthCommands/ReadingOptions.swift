internal import ArgumentParser
internal import Firth

/// How a corpus is read and which words are kept.
struct ReadingOptions: ParsableArguments {
  @Option(help: "How text is cut into words.")
  var tokenizer = Tokenizer.words

  @Option(help: "The least number of times that a word must occur.")
  var minCount = 5

  @Option(help: "Keep only this many of the most frequent words.")
  var maxVocabulary: Int?

  @Option(help: ArgumentHelp("The most memory to use, such as 500MB or 2GiB.", valueName: "size"))
  var memory: ByteSize?

  mutating func validate() throws {
    try Limits.check("--min-count", minCount, 1...Int(Int32.max))
    if let maxVocabulary {
      try Limits.check("--max-vocabulary", maxVocabulary, 1...Int(Int32.max))
    }
  }

  /// Reads a corpus and encodes it, and says what was repaired or dropped.
  ///
  /// - Throws: `FileError`, `CorpusError`.
  func encode(
    _ corpus: Corpus, boundary: SentenceBoundary, _ display: ProgressDisplay
  ) throws -> EncodedCorpus {
    let encoded = try EncodedCorpus(
      encoding: corpus, tokenizer: tokenizer, boundary: boundary, minimumCount: minCount,
      maximumVocabulary: maxVocabulary, memory: memory?.bytes, progress: { display.show($0) })
    for note in encoded.report.notes { display.note("note: \(note)") }
    return encoded
  }
}
