public import FirthFiles

/// Words that make up phrases: what is joined to one word when a corpus is read.
public struct PhraseList: Equatable, Sendable {
  /// Words that stand for one, such as `new york`.
  public struct Phrase: Equatable, Sendable {
    /// The words, two or more.
    public let words: [String]
    /// How strongly they hang together; nil where the file does not say.
    public let score: Double?
    /// How often they followed each other; nil where the file does not say.
    public let count: Int?

    /// A phrase.
    public init(words: [String], score: Double? = nil, count: Int? = nil) {
      self.words = words
      self.score = score
      self.count = count
    }

    /// The phrase as one word, joined by `_` as word2phrase does.
    public var joined: String { words.joined(separator: "_") }

    /// The phrase as it stands in a text.
    public var text: String { words.joined(separator: " ") }
  }

  /// The phrases, each once.
  public let phrases: [Phrase]
  /// Lines of the file that hold one word alone, so no phrase.
  public let singleWords: Int

  /// The most words of a phrase.
  public static let mostWords = 64

  /// A list of phrases; of those with the same words the first is kept.
  public init(_ phrases: [Phrase]) { self.init(phrases, singleWords: 0) }

  private init(_ phrases: [Phrase], singleWords: Int) {
    var known: Set<[String]> = []
    self.phrases = phrases.filter { $0.words.count > 1 && known.insert($0.words).inserted }
    self.singleWords = singleWords
  }

  /// Reads a file, plain or gzip, with a phrase a line, behind which a tab, a score, a tab and a
  /// count may stand.
  ///
  /// A phrase is cut into words as the text of the corpus is: under `Tokenizer.words`, `New York`
  /// and `new_york` are the same.
  ///
  /// - Throws: `FileError`, `CorpusError` for a line with more than `mostWords` words or over 1 KiB,
  ///   and for a file without a phrase.
  public init(contentsOf path: String, tokenizer: Tokenizer = .words) throws {
    var (phrases, singles): ([Phrase], Int) = ([], 0)
    var lines = try LineReader(path)
    while let line = try lines.next() {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      let words = tokenizer.tokens(in: fields[0])
      let phrase = Phrase(
        words: words, score: fields.count > 1 ? Double(fields[1]) : nil,
        count: fields.count > 2 ? Int(fields[2]) : nil)
      let size = phrase.joined.utf8.count
      guard words.count <= Self.mostWords, size <= CorpusReport.longestToken else {
        throw CorpusError.badLine(
          path: path, line: lines.number,
          expected: "a phrase of at most \(Self.mostWords) words and "
            + "\(CorpusReport.longestToken) bytes",
          found: "\(words.count) words, \(size) bytes")
      }
      if words.count == 1 { singles += 1 }
      if words.count > 1 { phrases.append(phrase) }
    }
    guard !phrases.isEmpty else {
      throw CorpusError.badLine(
        path: path, line: lines.number + 1, expected: "a phrase of two words or more a line",
        found: "the end of the file")
    }
    self.init(phrases, singleWords: singles)
  }

  /// Writes one `words<TAB>score<TAB>count` a line, in the order of the list.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public func write(to file: consuming OutputFile) throws(FileError) {
    for phrase in phrases { try file.write(Array("\(phrase.line)\n".utf8)) }
    try file.commit()
  }
}

extension PhraseList.Phrase {
  /// The phrase as a line of a list.
  public var line: String {
    ([text] + [score.map { "\($0)" }, count.map { "\($0)" }].compactMap(\.self))
      .joined(separator: "\t")
  }
}
