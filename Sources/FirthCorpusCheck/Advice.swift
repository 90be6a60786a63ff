public import FirthText

/// Options that suit a corpus, and what is to be done before.
public struct Advice: Codable, Equatable, Sendable {
  /// An option, or a command for the text, with the reason.
  public let text: String
  /// Why.
  public let reason: String
  /// Whether the text is an option of the trainers.
  public let isOption: Bool

  /// What to do with a corpus.
  ///
  /// - Parameters:
  ///   - check: what is known of it.
  ///   - tokenizer: the tokenizer it was checked with.
  ///   - boundary: the boundary it was checked with.
  /// - Returns: options first.
  public static func advice(
    for check: CorpusCheck, tokenizer: Tokenizer, boundary: SentenceBoundary
  ) -> [Advice] {
    var advice: [Advice] = []
    func option(_ text: String, _ reason: String) {
      advice.append(Advice(text: text, reason: reason, isOption: true))
    }
    let wrapped = check.defect(.hardWrappedLine)?.count ?? 0
    let files = max(check.report.files.count, 1)
    let oneLine = check.defect(.oneLineFile)?.count ?? 0
    if wrapped * 2 > check.lines {
      option("--boundary blank-line", "most lines end where the next word did not fit")
    } else if oneLine * 2 > files {
      option("--boundary none", "the text stands in one line, so that lines end no sentence")
    } else if boundary != .line {
      option("--boundary line", "each line is a paragraph or a sentence of its own")
    }
    let isPrepared = check.isLowerCase && !check.scripts.isEmpty
    if tokenizer == .words, isPrepared, check.report.distinctWords > 0,
      check.defects.allSatisfy({ $0.kind == .oneLineFile || $0.kind == .repeatedLine })
    {
      option("--tokenizer whitespace", "no letter is a capital: the text seems to be prepared")
    } else if tokenizer == .whitespace, !isPrepared {
      option("--tokenizer words", "the text has capitals, so it was not prepared for cutting")
    }
    option("--min-count \(minimumCount(check))", "keeps words with contexts enough to learn from")
    func remedy(_ kind: Defect.Kind, _ text: String, _ reason: String) {
      guard check.defect(kind) != nil else { return }
      advice.append(Advice(text: text, reason: reason, isOption: false))
    }
    remedy(.malformedUTF8, "iconv -f WINDOWS-1252 -t UTF-8 FILE", "if the text is in that encoding")
    remedy(.markup, "sed -E 's/<[^>]*>/ /g' FILE", "tags are read as words")
    remedy(
      .repeatedLine, "awk '!NF || !seen[$0]++' FILE", "repeated lines count as evidence once more")
    remedy(.reservedWord, "sed -E 's#</?(s|unk|pad)>##g' FILE", "programs make up such words")
    if tokenizer == .whitespace {
      remedy(.softHyphen, "--tokenizer words", "soft hyphens split words from themselves")
      remedy(.nonBreakingSpace, "--tokenizer words", "it drops what is invisible")
      remedy(.mixedNormalization, "--tokenizer words", "it composes letters and marks")
    }
    return advice
  }

  /// The trainers' usual minimum, or a lower one where that leaves too few words of a small text.
  private static func minimumCount(_ check: CorpusCheck) -> Int {
    let enough = check.bands.filter { $0.minimumCount <= 5 && $0.types >= 2_000 }
    return enough.map(\.minimumCount).max() ?? 1
  }
}
