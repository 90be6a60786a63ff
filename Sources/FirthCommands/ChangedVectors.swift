internal import Firth

/// What notes say about vectors that are changed.
enum ChangedVectors {
  /// What is left out since it belongs to the vectors as they were; empty where nothing is.
  static func losses(of embeddings: Embeddings) -> String {
    let lost = [
      embeddings.context == nil ? nil : "context vectors",
      embeddings.biases == nil ? nil : "biases", embeddings.subwords == nil ? nil : "n-grams",
    ].compactMap(\.self)
    return lost.isEmpty ? "" : "; left out: " + lost.joined(separator: ", ")
  }
}
