/// A corpus that cannot be used.
public enum CorpusError: Error, Equatable, Sendable {
  /// A gzip file is damaged; `offset` is the byte of the (compressed) file where that shows.
  case damaged(path: String, offset: Int, problem: String)
  /// A file is in a form that is not read; `remedy` is a command that makes it readable.
  case unsupported(path: String, format: String, remedy: String)
  /// The corpus holds no word at all.
  case noWords
  /// A text to be encoded with the vocabulary of another holds none of its words.
  case noKnownWords
  /// No word occurs as often as `minimumCount` asks.
  case noFrequentWords(minimumCount: Int, highestCount: Int)
  /// No word of a list that `WordChoice.only` names occurs in the corpus.
  case noListedWords(path: String)
  /// A line of a list of words or phrases is none.
  case badLine(path: String, line: Int, expected: String, found: String)
  /// Finding phrases needs more memory than allowed; both are bytes.
  case phraseMemory(needed: Int, limit: Int)
  /// Counting the words needs more memory than allowed; `needed` and `limit` are bytes.
  ///
  /// `needed` is estimated for the whole corpus where its size is known (`isEstimate`), and
  /// otherwise what the next step takes.
  case memory(needed: Int, limit: Int, distinctWords: Int, isEstimate: Bool)
}

extension CorpusError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .damaged(let path, let offset, let problem):
      return "\(Self.name(path)): damaged at byte \(offset): \(problem); get the file again"
    case .unsupported(let path, let format, let remedy):
      return "\(Self.name(path)): holds \(format), not text or gzip; try: "
        + remedy.replacing("FILE", with: path)
    case .noKnownWords:
      return "the text held out holds no word of the training corpus"
    case .noWords:
      return "the corpus holds no words; check that the files hold text"
    case .noFrequentWords(let minimum, let highest):
      return "no word occurs \(minimum) times, the most frequent one occurs \(highest) times; "
        + "lower --min-count to \(highest) or less, or use a larger corpus"
    case .noListedWords(let path):
      return "no word of \(Self.name(path)) occurs in the corpus; check that its words are spelled "
        + "as the tokenizer makes them"
    case .badLine(let path, let line, let expected, let found):
      return "\(Self.name(path)):\(line): expected \(expected), found \(found)"
    case .phraseMemory(let needed, let limit):
      return "finding phrases needs at least \(Self.megabytes(needed)), more than the "
        + "\(Self.megabytes(limit)) allowed; raise --memory to \(Self.megabytes(needed))"
    case .memory(let needed, let limit, let words, let isEstimate):
      let amount = "\(isEstimate ? "about" : "at least") \(Self.megabytes(needed))"
      return "counting the words needs \(amount) (\(words) distinct words so far), more than the "
        + "\(Self.megabytes(limit)) allowed; raise --memory to \(amount), or use a smaller corpus"
    }
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  private static func megabytes(_ bytes: Int) -> String {
    "\((bytes + 999_999) / 1_000_000) MB"
  }
}
