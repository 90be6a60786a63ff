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
  /// What there is to say about these vectors; reads the whole matrix once.
  public var summary: EmbeddingsSummary {
    let duplicates = (0..<vocabulary.count).count { row in
      vocabulary.id(of: Array(vocabulary.utf8(of: WordID(row)))) != WordID(row)
    }
    return EmbeddingsSummary(
      words: vocabularySize, dimensions: dimension, file: source,
      tokens: vocabulary.counts?.reduce(0, +), norms: exactSearch.norms,
      duplicateWords: duplicates, metadata: metadata)
  }
}
