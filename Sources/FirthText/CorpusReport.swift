/// What was read from a corpus and what was dropped: everything is counted.
public struct CorpusReport: Codable, Equatable, Sendable {
  /// One file as it was read.
  public struct File: Codable, Equatable, Sendable {
    /// The path as given; "-" is standard input.
    public let name: String
    /// The number of bytes as stored, so of the compressed file.
    public let bytes: Int
    /// The SHA-256 of the stored bytes, in hexadecimal.
    public let sha256: String
  }

  /// A place in the text of a corpus.
  public struct Place: Codable, Equatable, Sendable {
    /// The file; "-" is standard input.
    public let file: String
    /// The byte in the file's text (after inflating), from 0.
    public let offset: Int
  }

  /// The files in the order read.
  public var files: [File] = []
  /// Bytes of text, after inflating.
  public var textBytes = 0
  /// Tokens seen, those outside the vocabulary too.
  public var tokens = 0
  /// Tokens whose word is in the vocabulary.
  public var keptTokens = 0
  /// Distinct words, before rare ones were dropped.
  public var distinctWords = 0
  /// Sentences that hold at least one word of the vocabulary; where no ids were kept, any word.
  public var sentences = 0
  /// Malformed UTF-8 sequences (maximal subparts), each replaced by U+FFFD.
  public var malformedSequences = 0
  /// Where the first malformed sequence stands.
  public var firstMalformed: Place?
  /// Tokens over `longestToken` bytes, dropped.
  public var longTokensDropped = 0
  /// Where the first dropped token begins.
  public var firstLongToken: Place?
  /// NUL bytes: separators for `words`, part of a token for `whitespace`.
  public var nulBytes = 0

  /// How often phrases were joined; nil where none were looked for.
  public var phrasesJoined: Int?
  /// How many of the phrases looked for were joined at least once.
  public var phrasesFound: Int?

  /// The most bytes that a token may have in the text: 1 KiB.
  public static let longestToken = 1024

  /// Nothing read yet.
  public init() {}

  /// Sentences for standard error about what was replaced or dropped; none when nothing was.
  public var notes: [String] {
    var notes: [String] = []
    if malformedSequences > 0 {
      notes.append(
        "\(malformedSequences) malformed UTF-8 sequences were replaced by U+FFFD"
          + Self.first(firstMalformed))
    }
    if longTokensDropped > 0 {
      notes.append(
        "\(longTokensDropped) tokens of more than \(Self.longestToken) bytes were dropped"
          + Self.first(firstLongToken))
    }
    if nulBytes > 0 {
      notes.append("the text holds \(nulBytes) NUL bytes; is it really text?")
    }
    return notes
  }

  private static func first(_ place: Place?) -> String {
    guard let place else { return "" }
    let name = place.file == "-" ? "standard input" : place.file
    return ", the first at byte \(place.offset) of the text of \(name)"
  }
}
