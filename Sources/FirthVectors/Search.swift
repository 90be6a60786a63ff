public import FirthText

/// Finds the rows whose vectors point most nearly the same way as a query, by cosine.
///
/// Rows that have no direction (all zero, or holding a NaN or an infinity) are never found. Ties
/// are in the order of rows.
public protocol Search: Sendable {
  /// The number of dimensions that a query must have.
  var dimensions: Int { get }

  /// Answers many queries at once, which costs less than one by one.
  ///
  /// - Parameters:
  ///   - queries: vectors of any length (norm) and `dimensions` values.
  ///   - excluding: for each query, the rows that its answer must not have.
  ///   - limits: what else the answers must not have.
  /// - Returns: for each query its rows, the most similar first; none when the query itself has no
  ///   direction.
  /// - Precondition: there are as many sets as queries.
  func nearest(
    to queries: [[Float]], excluding: [Set<WordID>], limits: SearchLimits
  ) -> [[SearchHit]]
}

/// A row that a search found.
public struct SearchHit: Equatable, Sendable {
  /// The row's word.
  public let id: WordID
  /// The cosine of the angle between the query and the row, in −1...1.
  public let similarity: Float

  /// A row and its similarity.
  public init(id: WordID, similarity: Float) {
    self.id = id
    self.similarity = similarity
  }
}

extension Search {
  /// Answers one query.
  ///
  /// - Parameters:
  ///   - query: a vector of any length (norm) and `dimensions` values.
  ///   - count: how many rows the answer has at most.
  ///   - excluding: the rows that the answer must not have.
  /// - Returns: rows, the most similar first; none when the query has no direction.
  public func nearest(
    to query: [Float], count: Int, excluding: Set<WordID> = []
  ) -> [SearchHit] {
    nearest(to: [query], excluding: [excluding], limits: SearchLimits(count: count))[0]
  }
}
