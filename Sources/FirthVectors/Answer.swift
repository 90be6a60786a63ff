public import FirthText

/// What a question about words found, and which of its words are unknown.
public struct Answer: Equatable, Sendable {
  /// The words found, the most similar first (of the odd one out, the least similar).
  ///
  /// Empty when no word of the question is known, when an analogy lacks one of its three, and when
  /// the question's vectors cancel out (king − king).
  public let matches: [Match]
  /// The question's words that have a vector, in its order, each once.
  public let known: [String]
  /// The question's words that are not, in its order, each once.
  public let unknown: [String]

  /// Whether the question's known words leave no direction to look in: their vectors cancel out
  /// (king − king), or are zero.
  public let cancelsOut: Bool

  init(matches: [Match], known: [String], unknown: [String], cancelsOut: Bool = false) {
    self.matches = matches
    self.known = known
    self.unknown = unknown
    self.cancelsOut = cancelsOut
  }

  /// A word that a question found.
  public struct Match: Equatable, Sendable {
    /// The word; bytes that are no UTF-8 appear as U+FFFD.
    public let word: String
    /// The word's row; nil for a word of the question that has its vector from its n-grams.
    public let id: WordID?
    /// The cosine of the angle between the question's vector and the word's, in −1...1; by 3CosMul,
    /// the quotient, from 0 up.
    public let similarity: Float
  }
}
