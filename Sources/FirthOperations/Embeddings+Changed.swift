import FirthNumerics
import FirthVectors

extension Embeddings {
  /// The key under which metadata keep what was done to the vectors.
  static let changesKey = "transforms"

  /// The same words with other vectors, and with what made them added to the metadata.
  ///
  /// Context vectors, biases and n-grams are left out, since they belong to the vectors as they were.
  func changed(to vectors: Matrix, by change: String) -> Embeddings {
    var metadata = metadata
    metadata[Self.changesKey] = (metadata[Self.changesKey].map { $0 + " " } ?? "") + change
    return Embeddings(vocabulary: vocabulary, vectors: vectors, metadata: metadata)
  }
}
