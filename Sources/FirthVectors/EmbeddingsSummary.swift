internal import FirthNumerics
internal import FirthText

/// What `firth info` says about vectors; numbers for a program, `description` for a reader.
public struct EmbeddingsSummary: Codable, Equatable, Sendable {
  /// The number of words.
  public let words: Int
  /// The number of values in each vector.
  public let dimensions: Int
  /// The file that they were read from.
  public let file: VectorFile?
  /// The sum of the words' counts, where they are known.
  public let tokens: UInt64?
  /// What the vectors' norms are like.
  public let norms: NormSummary
  /// How many rows hold a word that an earlier row has too; no question finds them by name.
  public let duplicateWords: Int
  /// Where the vectors come from.
  public let metadata: [String: String]
}

extension Embeddings {
  /// What there is to say about these vectors; reads the whole matrix once and looks up every word.
  public var summary: EmbeddingsSummary {
    EmbeddingsSummary(
      words: vocabularySize, dimensions: dimension, file: source,
      tokens: vocabulary.counts?.reduce(0, +), norms: exactSearch.norms,
      duplicateWords: vocabulary.duplicateRows.count, metadata: metadata)
  }
}

extension EmbeddingsSummary: CustomStringConvertible {
  /// One line for each fact, its name first; metadata last, with JSON values as they are.
  public var description: String {
    var facts: [(String, String)] = []
    if let file {
      facts += [("file", file.path), ("format", file.format.rawValue), ("bytes", "\(file.bytes)")]
    }
    facts += [("words", "\(words)"), ("dimensions", "\(dimensions)")]
    if let tokens { facts.append(("tokens", "\(tokens)")) }
    let (least, mean, most) = (norms.minimum, norms.mean, norms.maximum)
    facts.append(("norms", "\(Float(least)) to \(Float(most)), mean \(Float(mean))"))
    if norms.zeroRows > 0 { facts.append(("zero rows", "\(norms.zeroRows)")) }
    if norms.notFiniteRows > 0 { facts.append(("NaN or infinite rows", "\(norms.notFiniteRows)")) }
    facts += (file?.repairs ?? []).map { ("repaired", $0) }
    if duplicateWords > 0 { facts.append(("duplicate words", "\(duplicateWords)")) }
    facts += (file?.tensors ?? []).map { ("tensor \($0.name)", "\($0.type) \($0.shape)") }
    facts += metadata.sorted { $0.key < $1.key }
    return facts.map { "\($0): \($1)" }.joined(separator: "\n")
  }
}
