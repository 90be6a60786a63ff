/// A question about words, or about a vector.
public enum Question: Equatable, Sendable {
  /// Which words are nearest to the weighted sum of some words' unit vectors?
  case similar([WeightedWord])
  /// A is to B as C is to which words?
  case analogy(String, String, String, by: AnalogyMethod = .addition)
  /// Which words are nearest to a vector? [D], of any length; it was made of some words, which are not
  /// among the answers.
  case vector([Double], of: [String] = [])
}

/// How an analogy "a is to b as c is to x" is scored, all vectors taken as unit vectors.
public enum AnalogyMethod: String, CaseIterable, Sendable {
  /// cos(x, b − a + c): 3CosAdd, of Mikolov, Yih and Zweig (2013).
  case addition = "3cosadd"
  /// cos(x, b) · cos(x, c) / (cos(x, a) + 10⁻⁶), each cosine moved from −1...1 to 0...1: 3CosMul, of
  /// Levy and Goldberg (2014), with gensim's constant.
  case multiplication = "3cosmul"
  /// cos(x − c, b − a): PairDirection, of Levy and Goldberg (2014).
  case pairDirection = "pair-direction"
}
