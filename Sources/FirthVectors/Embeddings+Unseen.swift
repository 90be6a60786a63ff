internal import FirthText

extension Embeddings {
  /// The vector that a word without a row gets from its n-grams; nil where the model has none.
  func unseenVector(of word: String) -> [Float]? {
    subwords?.vector(of: Array(word.utf8))
  }
}
