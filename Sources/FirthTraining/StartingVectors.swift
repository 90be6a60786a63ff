public import FirthText
public import FirthVectors

import FirthFiles
import FirthNumerics

/// Vectors that a training starts from, in place of random ones.
public struct StartingVectors: Sendable {
  /// The vectors; words that the corpus has too give their rows.
  ///
  /// Where they hold context vectors, negative sampling starts from those too.
  public let embeddings: Embeddings
  /// Whether the vectors of the words in common stay as they are.
  public let isFrozen: Bool

  /// Vectors to start from.
  public init(_ embeddings: Embeddings, isFrozen: Bool = false) {
    self.embeddings = embeddings
    self.isFrozen = isFrozen
  }

  /// How many words of a vocabulary these vectors hold.
  public func wordsInCommon(with vocabulary: Vocabulary) -> Int {
    (0..<vocabulary.count).count { row(of: WordID($0), in: vocabulary) != nil }
  }

  /// The row of a word of another vocabulary.
  func row(of word: WordID, in vocabulary: Vocabulary) -> Int? {
    embeddings.vocabulary.id(of: Array(vocabulary.utf8(of: word)))?.row
  }

  /// Copies the rows of the words in common.
  ///
  /// - Parameters:
  ///   - vocabulary: The words of the rows to fill.
  ///   - inputs: Their vectors.
  ///   - outputs: Their vectors as targets; nil where targets are no words.
  /// - Returns: For each word whether it is in common.
  /// - Throws: `TrainingError.otherDimensions`.
  func fill(
    _ vocabulary: Vocabulary, _ inputs: SharedMatrix, _ outputs: SharedMatrix?
  ) throws(TrainingError) -> [Bool] {
    guard embeddings.dimension == inputs.columns else {
      throw .otherDimensions(start: embeddings.dimension, model: inputs.columns)
    }
    return (0..<vocabulary.count).map { word in
      guard let row = row(of: WordID(word), in: vocabulary) else { return false }
      unsafe embeddings.vectors.withRow(row) { unsafe inputs.setRow(word, to: $0) }
      unsafe embeddings.context?.withRow(row) { unsafe outputs?.setRow(word, to: $0) }
      return true
    }
  }

  /// Copies the vectors of the words in common into GloVe's parameters, and the biases where there
  /// are any.
  ///
  /// Without context vectors, words and contexts get half a vector each: their sum is the vector.
  ///
  /// - Throws: `TrainingError.otherDimensions`.
  func fill(
    _ vocabulary: Vocabulary, _ words: GloVeParameters, _ contexts: GloVeParameters
  ) throws(TrainingError) {
    guard embeddings.dimension == words.dimensions else {
      throw .otherDimensions(start: embeddings.dimension, model: words.dimensions)
    }
    let factor: Float = embeddings.context == nil ? 0.5 : 1
    for word in 0..<vocabulary.count {
      guard let row = row(of: WordID(word), in: vocabulary) else { continue }
      unsafe embeddings.vectors.withRow(row) {
        unsafe words.set(word, to: $0, times: factor, bias: embeddings.biases?[row])
      }
      unsafe (embeddings.context ?? embeddings.vectors).withRow(row) {
        unsafe contexts.set(word, to: $0, times: factor, bias: embeddings.contextBiases?[row])
      }
    }
  }

  /// A digest of what the words in common start from.
  func digest(_ vocabulary: Vocabulary) -> String {
    var hash = SHA256()
    for word in 0..<vocabulary.count {
      guard let row = row(of: WordID(word), in: vocabulary) else { continue }
      unsafe withUnsafeBytes(of: UInt64(word)) { unsafe hash.update($0) }
      unsafe embeddings.vectors.withRow(row) { unsafe hash.update(UnsafeRawBufferPointer($0)) }
      unsafe embeddings.context?.withRow(row) { unsafe hash.update(UnsafeRawBufferPointer($0)) }
    }
    return (isFrozen ? "frozen " : "") + hash.hexadecimal()
  }
}
