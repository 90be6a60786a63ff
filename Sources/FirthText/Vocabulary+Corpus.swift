public import FirthFiles

extension Vocabulary {
  /// Counts the words of a corpus without keeping its text.
  ///
  /// The parameters are those of `EncodedCorpus.init(encoding:…)`.
  ///
  /// - Returns: the words by descending count, those of equal count by their bytes, and the report.
  /// - Throws: `FileError` and `CorpusError`.
  public static func counting(
    _ corpus: Corpus, tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line,
    minimumCount: Int = 5, maximumVocabulary: Int? = nil, phrases: PhraseList? = nil,
    vocabulary: WordSelection? = nil, keeping always: WordSelection? = nil, memory: Int? = nil,
    progress: (@Sendable (EncodingProgress) -> Void)? = nil
  ) throws -> (vocabulary: Vocabulary, report: CorpusReport) {
    // Phrases are found among ids, which are kept for them alone.
    let file = try phrases.map { _ throws(FileError) in try TemporaryFile() }
    var counting = CountingPass(
      tokenizer: tokenizer, boundary: boundary, memory: memory, encodingInto: file)
    try counting.run(over: corpus, joining: phrases, progress)
    let vocabulary = try counting.ranking(
      WordChoice(
        minimumCount: minimumCount, maximumVocabulary: maximumVocabulary, only: vocabulary,
        always: always)
    ).vocabulary
    var report = counting.report
    report.keptTokens = Int(clamping: vocabulary.counts?.reduce(0, +) ?? 0)
    return (vocabulary, report)
  }

  /// Writes one `word<TAB>count` a line, in the order of the rows; the word alone without counts.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public func write(to path: String) throws(FileError) {
    var file = try OutputFile(path)
    for row in 0..<count {
      var line = Array(utf8(of: WordID(row)))
      if let counts { line += Array("\t\(counts[row])".utf8) }
      line.append(0x0a)
      try file.write(line)
    }
    try file.commit()
  }
}
