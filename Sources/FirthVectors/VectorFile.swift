/// The file that vectors were read from, as `firth info` shows it.
public struct VectorFile: Codable, Equatable, Sendable {
  /// The path as given.
  public let path: String
  /// The file's format.
  public let format: VectorFormat
  /// The file's size; of a gzip file, that of what is in it.
  public let bytes: Int
  /// The tensors of a safetensors file, in the order of their data; empty for other formats.
  public let tensors: [Tensor]
  /// What was wrong with the file and repaired on the way in, such as "3 duplicate words: the first
  /// kept".
  public let repairs: [String]

  init(
    path: String, format: VectorFormat, bytes: Int, tensors: [Tensor] = [], repairs: [String] = []
  ) {
    self.path = path
    self.format = format
    self.bytes = bytes
    self.tensors = tensors
    self.repairs = repairs
  }

  /// A tensor of a safetensors file.
  public struct Tensor: Codable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// Its type of number in safetensors' spelling, such as `F32`.
    public let type: String
    /// Its dimensions, outermost first.
    public let shape: [Int]
    /// The size of its data.
    public let bytes: Int
  }
}
