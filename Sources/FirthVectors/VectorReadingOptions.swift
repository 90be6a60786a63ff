/// How a file of vectors is opened.
public struct VectorReadingOptions: Sendable {
  /// The file's format; nil finds it out by the file's content first and its name second.
  public var format: VectorFormat?
  /// A file of words, one a line in the order of the rows, for files that hold none; a count may
  /// follow each word.
  public var vocabulary: String?
  /// The matrix to take from a file that holds several.
  public var tensor: String?
  /// Whether what could be repaired is refused.
  public var isStrict: Bool

  /// Options, each with its default.
  public init(
    format: VectorFormat? = nil, vocabulary: String? = nil, tensor: String? = nil,
    isStrict: Bool = false
  ) {
    self.format = format
    self.vocabulary = vocabulary
    self.tensor = tensor
    self.isStrict = isStrict
  }
}
