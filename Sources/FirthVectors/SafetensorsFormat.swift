/// Firth's own files: safetensors with the words, counts and provenance beside the vectors.
enum SafetensorsFormat {
  /// What `format` says in the metadata.
  static let name = "firth"
  /// The newest layout that this Firth writes and reads.
  static let version = 1
  /// Room for a header with the names of many corpus files.
  static let generousHeader = 1 << 20

  /// The keys that the writer sets.
  enum Key {
    static let format = "format"
    static let version = "format_version"
  }

  /// The tensors' names.
  enum Name {
    static let vectors = "vectors"
    static let context = "context"
    static let biases = "biases"
    static let contextBiases = "context_biases"
    static let counts = "counts"
    static let tokenOffsets = "token_offsets"
    static let tokens = "tokens"
  }
}
