public import FirthText

/// What the answers of a search are restricted to.
public struct SearchLimits: Equatable, Sendable {
  /// How many rows an answer has at most.
  public var count: Int
  /// What a row's similarity must reach.
  public var minimumSimilarity: Float
  /// The rows that may be found.
  public var scope: SearchScope

  /// Limits; without arguments the ten most similar of all rows.
  public init(
    count: Int = 10, minimumSimilarity: Float = -.infinity, scope: SearchScope = .all
  ) {
    self.count = count
    self.minimumSimilarity = minimumSimilarity
    self.scope = scope
  }
}

/// The rows that a search may find.
public enum SearchScope: Equatable, Sendable {
  /// All of them.
  case all
  /// So many from the first on: in a vocabulary by frequency, the most frequent words.
  case first(Int)
  /// These, in any order; only they are read.
  case rows([WordID])
}
