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

  @Option(
    help: ArgumentHelp(
      "Join phrases to words such as new_york: a phrase a line, as firth phrases writes them.",
      valueName: "file"))
  var phrases: String?

  @Option(
    help: ArgumentHelp(
      "Keep the words of this file, one a line, however rare, and no others.", valueName: "file"))
  var vocabulary: String?

  @Option(
    help: ArgumentHelp(
      "Keep the words of this file, one a line, however rare, besides the others.",
      valueName: "file"))
  var keep: String?

  @Option(help: ArgumentHelp("The most memory to use, such as 500MB or 2GiB.", valueName: "size"))
  var memory: ByteSize?

  mutating func validate() throws {
    try Limits.check("--min-count", minCount, 1...Int(Int32.max))
    if let maxVocabulary {
      try Limits.check("--max-vocabulary", maxVocabulary, 1...Int(Int32.max))
    }
    guard vocabulary == nil || (minCount == 5 && maxVocabulary == nil) else {
      throw ValidationError(
        "--vocabulary names the words to keep: --min-count and --max-vocabulary do not go with it.")
    }
  }

  /// Whether no option chooses anything but the usual words.
  var isPlain: Bool {
    minCount == 5 && tokenizer == .words && maxVocabulary == nil && lists.isEmpty
  }

  /// The files of words and phrases.
  var lists: [String] { [phrases, vocabulary, keep].compactMap(\.self) }

  /// What the files of words and phrases hold.
  struct Lists {
    let phrases: PhraseList?
    let vocabulary: WordSelection?
    let keep: WordSelection?

    /// Says what of the lists is not in the text.
    func note(_ words: Vocabulary, _ report: CorpusReport, _ display: ProgressDisplay) {
      if let phrases, let joined = report.phrasesJoined {
        display.note(
          "\(report.phrasesFound ?? 0) of \(phrases.phrases.count) phrases joined, \(joined) times")
        if phrases.singleWords > 0 {
          display.note("note: \(phrases.singleWords) lines of phrases are single words: left aside")
        }
      }
      for list in [vocabulary, keep].compactMap(\.self) {
        let (count, first) = list.missing(in: words)
        guard count > 0 else { continue }
        display.note(
          "note: \(count) of \(list.strings.count) words of \(list.path) do not occur: "
            + first.joined(separator: ", ") + (count > first.count ? ", …" : ""))
      }
    }
  }

  /// Reads the files of words and phrases.
  ///
  /// - Throws: `FileError`, `CorpusError`.
  func readLists() throws -> Lists {
    Lists(
      phrases: try phrases.map { try PhraseList(contentsOf: $0, tokenizer: tokenizer) },
      vocabulary: try vocabulary.map { try WordSelection(contentsOf: $0, tokenizer: tokenizer) },
      keep: try keep.map { try WordSelection(contentsOf: $0, tokenizer: tokenizer) })
  }

  /// Reads a corpus and encodes it, and says what was repaired or dropped.
  ///
  /// - Throws: `FileError`, `CorpusError`.
  func encode(
    _ corpus: Corpus, boundary: SentenceBoundary, _ display: ProgressDisplay,
    observer: (any TextObserver)? = nil
  ) throws -> EncodedCorpus {
    let lists = try readLists()
    let encoded = try EncodedCorpus(
      encoding: corpus, tokenizer: tokenizer, boundary: boundary, minimumCount: minCount,
      maximumVocabulary: maxVocabulary, phrases: lists.phrases, vocabulary: lists.vocabulary,
      keeping: lists.keep, memory: memory?.bytes, observer: observer,
      progress: { display.show($0) })
    for note in encoded.report.notes { display.note("note: \(note)") }
    lists.note(encoded.vocabulary, encoded.report, display)
    return encoded
  }
}
