import Foundation

/// How strongly two words of a text hang together.
public enum PhraseScore: String, CaseIterable, Codable, Sendable {
  /// (n(ab) − minimum) / n(a) / n(b) · tokens: word2phrase.c's (Mikolov et al. 2013); default
  /// threshold 100.
  case word2phrase
  /// The same with gensim's factor, the number of its vocabulary's entries, in place of the tokens:
  /// distinct words (connectors left out) and distinct pairs, rare ones too; default threshold 10.
  case gensim
  /// Normalised pointwise mutual information, ln(p(ab) / p(a) p(b)) / −ln p(ab), in −1...1 (Bouma
  /// 2009), as gensim's; default threshold 0.5.
  case npmi

  /// The score that a pair must exceed where nothing else is said.
  public var usualThreshold: Double {
    switch self {
    case .word2phrase: 100
    case .gensim: 10
    case .npmi: 0.5
    }
  }

  /// What the whole text contributes to scores.
  struct Totals {
    var tokens = 0
    /// Distinct words that are no connectors.
    var words = 0
    /// Distinct pairs.
    var pairs = 0
  }

  /// The score of a pair that occurs at least `minimum` times.
  func score(pair: Int, first: Int, second: Int, minimum: Int, _ totals: Totals) -> Double {
    let (pair, first, second) = (Double(pair), Double(first), Double(second))
    switch self {
    case .word2phrase:
      return (pair - Double(minimum)) / first / second * Double(totals.tokens)
    case .gensim:
      return (pair - Double(minimum)) / (first * second) * Double(totals.words + totals.pairs)
    case .npmi:
      let all = Double(totals.tokens)
      // Where every two tokens are this pair, its probability is 1.
      guard pair < all else { return 1 }
      return log(pair / all / (first / all * (second / all))) / -log(pair / all)
    }
  }
}
