/// What was read of lines of text: everything is counted.
public struct SentenceReport: Codable, Equatable, Sendable {
  /// Lines read, empty ones too.
  public var lines = 0
  /// Lines without a known word, empty ones too: their vectors are zero.
  public var unknownLines = 0
  /// Tokens of all lines; a phrase counts one.
  public var tokens = 0
  /// Tokens whose word has no vector, or one that is no numbers.
  public var unknownTokens = 0
  /// Stored (compressed) bytes read.
  public var bytes = 0

  /// Nothing read yet.
  public init() {}
}
