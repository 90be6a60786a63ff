/// How far the reading of a corpus has come.
public struct EncodingProgress: Equatable, Sendable {
  /// Stored (compressed) bytes read so far.
  public let bytesRead: Int
  /// Stored bytes of all files; nil when an input is a pipe.
  public let bytesTotal: Int?
  /// Tokens seen so far.
  public let tokens: Int
  /// Distinct words seen so far.
  public let distinctWords: Int
}
