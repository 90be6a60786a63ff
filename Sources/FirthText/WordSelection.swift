/// Words that are chosen by a file, one a line.
public struct WordSelection: Sendable {
  /// The file.
  public let path: String
  /// The words' bytes, each once, in the order of the file.
  package let words: [[UInt8]]

  /// Reads a file, plain or gzip, with a word a line.
  ///
  /// A count may follow the word, behind a tab or a space, as in the files of `firth vocabulary`,
  /// word2vec and GloVe. Spaces inside a word stand for the `_` of a phrase. Under
  /// `Tokenizer.words` a word is put into lower case and composed form, as those of the text are.
  ///
  /// - Throws: `FileError`, `CorpusError` for a file without words, or with a line that is too long
  ///   for a word.
  public init(contentsOf path: String, tokenizer: Tokenizer = .words) throws {
    self.path = path
    var words: [[UInt8]] = []
    var known: Set<[UInt8]> = []
    var lines = try LineReader(path)
    while let line = try lines.next() {
      guard let word = Self.word(of: line, tokenizer) else { continue }
      guard word.count <= CorpusReport.longestToken else {
        throw CorpusError.badLine(
          path: path, line: lines.number,
          expected: "a word of at most \(CorpusReport.longestToken) bytes",
          found: "\(word.count) bytes")
      }
      if known.insert(word).inserted { words.append(word) }
    }
    guard !words.isEmpty else {
      throw CorpusError.badLine(
        path: path, line: lines.number + 1, expected: "a word", found: "the end of the file")
    }
    self.words = words
  }

  /// The words.
  public var strings: [String] { words.map { String(decoding: $0, as: UTF8.self) } }

  /// The words of a vocabulary, which stands for a file.
  public init(_ vocabulary: Vocabulary, path: String) {
    self.path = path
    words = (0..<vocabulary.count).map { Array(vocabulary.utf8(of: WordID($0))) }
  }

  /// How many of the words a vocabulary lacks, and the first few of them.
  public func missing(in vocabulary: Vocabulary) -> (count: Int, first: [String]) {
    let missing = words.filter { vocabulary.id(of: $0) == nil }
    return (missing.count, missing.prefix(5).map { String(decoding: $0, as: UTF8.self) })
  }

  /// The word of a line; nil when the line is blank.
  private static func word(of line: [UInt8], _ tokenizer: Tokenizer) -> [UInt8]? {
    var fields = line.split(separator: 0x09, maxSplits: 1)[...]
    guard let first = fields.popFirst() else { return nil }
    var parts = first.split(separator: 0x20)
    let isCounted = fields.isEmpty && parts.count > 1
    if isCounted, parts.last?.allSatisfy({ (0x30...0x39).contains($0) }) == true {
      parts.removeLast()
    }
    guard !parts.isEmpty else { return nil }
    let word = Array(parts.joined(separator: [0x5f]))
    return tokenizer == .words ? WordForm.normalized(utf8: word) : word
  }
}
