/// A word and its weight in a question.
public struct WeightedWord: Equatable, Sendable {
  /// The word.
  public let word: String
  /// What its unit vector is multiplied by.
  public let weight: Double

  /// A word with a weight.
  public init(_ word: String, weight: Double = 1) {
    self.word = word
    self.weight = weight
  }
}
