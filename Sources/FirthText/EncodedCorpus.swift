public import FirthFiles

/// A corpus as the rows of its words, on disk: what every pass of training reads.
///
/// The ids lie in a temporary file without a name, four bytes a token, and are read in chunks, so
/// that a corpus of any size takes no memory. Words outside the vocabulary are gone. Each sentence
/// that holds a word is followed by one `boundary`; under `SentenceBoundary.none` there are none.
public final class EncodedCorpus: Sendable {
  /// The words by descending count, those of equal count by their bytes.
  public let vocabulary: Vocabulary
  /// What was read and what was dropped.
  public let report: CorpusReport
  /// How the text was cut into tokens.
  public let tokenizer: Tokenizer
  /// Where sentences end.
  public let boundary: SentenceBoundary
  /// The number of ids, boundaries included.
  public let count: Int
  /// The phrases that were joined to words; nil when none were looked for.
  public let phrases: PhraseList?
  private let file: TemporaryFile

  /// The id that stands after a sentence.
  public static let boundary = UInt32.max

  /// The number of words in all sentences.
  public var tokens: Int { report.keptTokens }

  /// Reads a corpus once and encodes it.
  ///
  /// - Parameters:
  ///   - corpus: the files; all are checked before the first is read.
  ///   - tokenizer: how the text is cut into tokens.
  ///   - boundary: where sentences end.
  ///   - minimumCount: words that occur less often are left out; 5 as in word2vec.
  ///   - maximumVocabulary: how many of the most frequent words are kept; nil for all.
  ///   - phrases: what is joined to words such as `new_york` wherever its words follow each other
  ///     in a sentence.
  ///   - vocabulary: the words to keep, whatever their counts; nil for those that the counts choose.
  ///   - always: words that are kept even where the counts would leave them out.
  ///   - memory: the most bytes that counting may take; nil for three quarters of the machine's.
  ///   - progress: called about five times a second.
  /// - Throws: `FileError` for a file that cannot be read or a full folder for temporary files,
  ///   `CorpusError` for damaged data, too little memory, or a corpus that leaves no word.
  public convenience init(
    encoding corpus: Corpus, tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line,
    minimumCount: Int = 5, maximumVocabulary: Int? = nil, phrases: PhraseList? = nil,
    vocabulary: WordSelection? = nil, keeping always: WordSelection? = nil, memory: Int? = nil,
    progress: (@Sendable (EncodingProgress) -> Void)? = nil
  ) throws {
    try self.init(
      encoding: corpus, tokenizer: tokenizer, boundary: boundary, minimumCount: minimumCount,
      maximumVocabulary: maximumVocabulary, phrases: phrases, vocabulary: vocabulary,
      keeping: always, memory: memory, observer: nil, progress: progress)
  }

  /// Reads a corpus once, encodes it, and shows its text to an observer.
  package init(
    encoding corpus: Corpus, tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line,
    minimumCount: Int = 5, maximumVocabulary: Int? = nil, phrases: PhraseList? = nil,
    vocabulary: WordSelection? = nil, keeping always: WordSelection? = nil, memory: Int? = nil,
    observer: (any TextObserver)?, progress: (@Sendable (EncodingProgress) -> Void)? = nil
  ) throws {
    let file = try TemporaryFile()
    var counting = CountingPass(
      tokenizer: tokenizer, boundary: boundary, memory: memory, encodingInto: file)
    try counting.run(over: corpus, joining: phrases, showing: observer, progress)
    let ranking = try counting.ranking(
      WordChoice(
        minimumCount: minimumCount, maximumVocabulary: maximumVocabulary, only: vocabulary,
        always: always))
    var report = counting.report
    let encoded = try RankedIDs.rewrite(file, count: counting.ids, rows: ranking.rows)
    report.keptTokens = encoded.tokens
    report.sentences =
      boundary == .none ? (encoded.tokens > 0 ? 1 : 0) : encoded.count - encoded.tokens
    self.vocabulary = ranking.vocabulary
    self.report = report
    self.tokenizer = tokenizer
    self.boundary = boundary
    self.phrases = phrases
    count = encoded.count
    self.file = file
  }

  /// Reads a text once and encodes it with the vocabulary of another, cut in the same way.
  ///
  /// - Parameters:
  ///   - corpus: the files.
  ///   - other: the corpus whose vocabulary, tokenizer and boundary are taken.
  ///   - memory: the most bytes that counting may take; nil for three quarters of the machine's.
  ///   - progress: called about five times a second.
  /// - Throws: as the reading of any corpus, and `CorpusError.noKnownWords`.
  public convenience init(
    encoding corpus: Corpus, as other: EncodedCorpus, memory: Int? = nil,
    progress: (@Sendable (EncodingProgress) -> Void)? = nil
  ) throws {
    let own = try EncodedCorpus(
      encoding: corpus, tokenizer: other.tokenizer, boundary: other.boundary, minimumCount: 1,
      phrases: other.phrases, memory: memory, progress: progress)
    let rows = (0..<own.vocabulary.count).map { row in
      let word = Array(own.vocabulary.utf8(of: WordID(row)))
      return other.vocabulary.id(of: word)?.rawValue ?? RankedIDs.dropped
    }
    let encoded = try RankedIDs.rewrite(own.file, count: own.count, rows: rows)
    guard encoded.tokens > 0 else { throw CorpusError.noKnownWords }
    var report = own.report
    report.keptTokens = encoded.tokens
    report.sentences = own.boundary == .none ? 1 : encoded.count - encoded.tokens
    self.init(
      vocabulary: other.vocabulary, report: report, count: encoded.count, file: own.file,
      tokenizer: own.tokenizer, boundary: own.boundary, phrases: own.phrases)
  }

  /// The first ids, with the same vocabulary: a part on which something can be tried.
  package func prefix(_ ids: Int) -> EncodedCorpus {
    let part = Double(min(ids, count)) / Double(max(count, 1))
    var report = report
    report.keptTokens = Int(Double(report.keptTokens) * part)
    report.sentences = Int(Double(report.sentences) * part)
    return EncodedCorpus(
      vocabulary: vocabulary, report: report, count: min(ids, count), file: file,
      tokenizer: tokenizer, boundary: boundary, phrases: phrases)
  }

  /// A corpus of given sentences, for tests.
  package convenience init(vocabulary: Vocabulary, sentences: [[WordID]]) throws(FileError) {
    var report = CorpusReport()
    var ids: [UInt32] = []
    for sentence in sentences where !sentence.isEmpty {
      ids += sentence.map(\.rawValue) + [Self.boundary]
      report.keptTokens += sentence.count
      report.sentences += 1
    }
    report.tokens = report.keptTokens
    report.distinctWords = vocabulary.count
    let file = try TemporaryFile()
    try Self.write(ids, to: file)
    self.init(vocabulary: vocabulary, report: report, count: ids.count, file: file)
  }

  private init(
    vocabulary: Vocabulary, report: CorpusReport, count: Int, file: TemporaryFile,
    tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line, phrases: PhraseList? = nil
  ) {
    self.vocabulary = vocabulary
    self.report = report
    self.count = count
    self.file = file
    self.tokenizer = tokenizer
    self.boundary = boundary
    self.phrases = phrases
  }

  private static func write(_ ids: [UInt32], to file: TemporaryFile) throws(FileError) {
    var result: Result<Void, FileError> = .success(())
    unsafe ids.withUnsafeBytes { bytes in
      result = Result { () throws(FileError) in try unsafe file.write(bytes, at: 0) }
    }
    try result.get()
  }

  /// Copies the ids of a range to the start of a buffer; safe from many threads at once.
  ///
  /// - Throws: `FileError` when the disk fails.
  /// - Precondition: the range lies in `0..<count` and fits the buffer.
  public func read(
    _ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<UInt32>
  ) throws(FileError) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside 0..<\(count)")
    precondition(range.count <= buffer.count, "\(range.count) ids do not fit \(buffer.count)")
    let size = MemoryLayout<UInt32>.stride
    let bytes = unsafe UnsafeMutableRawBufferPointer(
      rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(range.count * size)])
    try unsafe file.read(into: bytes, at: range.lowerBound * size)
  }
}
