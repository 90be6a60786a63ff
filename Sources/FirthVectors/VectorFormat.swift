/// A file format for word vectors, read and written.
public enum VectorFormat: String, CaseIterable, Codable, Sendable {
  /// Firth's own: a safetensors file that also holds the words, counts and provenance.
  case safetensors
  /// word2vec's binary format: a line `words dimensions`, then word, space and floats in turn.
  case word2vecBinary = "word2vec-bin"
  /// word2vec's text format: a line `words dimensions`, then one word and its numbers a line.
  case word2vecText = "word2vec-text"

  /// The name endings that choose this format for writing.
  public var extensions: [String] {
    switch self {
    case .safetensors: ["safetensors"]
    case .word2vecBinary: ["bin"]
    case .word2vecText: ["txt", "vec"]
    }
  }

  /// The format that a path's ending stands for, in any case; nil when it stands for none.
  public init?(extensionOf path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    guard let format = Self.allCases.first(where: { $0.extensions.contains(ending) }) else {
      return nil
    }
    self = format
  }
}
