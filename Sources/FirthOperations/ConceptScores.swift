public import FirthVectors

import FirthNumerics
import FirthText

extension Concept {
  /// A word's place in a concept.
  public struct Score: Codable, Equatable, Sendable {
    /// The word.
    public let word: String
    /// How far the word is along the way from the first of two groups to the second.
    ///
    /// For a direction it is the cosine with it; of more groups, the part of the vector's length that is in the concept.
    public let score: Double
    /// The same with the first group's mean at −1 and the second's at 1; nil of more groups.
    public let place: Double?
    /// The coordinates in the concept.
    public let coordinates: [Double]
  }

  /// The scores of some rows; of those without a direction, none.
  ///
  /// - Throws: `ConceptError.otherDimensions`.
  public func scores(
    of rows: some Sequence<Int>, in embeddings: Embeddings
  ) throws(ConceptError) -> [Score] {
    guard dimensions == embeddings.dimension else {
      throw .otherDimensions(concept: dimensions, vectors: embeddings.dimension)
    }
    return rows.compactMap { row in
      unsafe embeddings.vectors.withRow(row) { values in
        guard let scale = unsafe scale(values.lazy.map(Double.init)) else { return nil }
        return score(
          embeddings.vocabulary[WordID(row)], unsafe coordinates(values, scale: scale))
      }
    }
  }

  private func score(_ word: String, _ coordinates: [Double]) -> Score {
    guard let step else {
      let length = coordinates.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return Score(word: word, score: length, place: nil, coordinates: coordinates)
    }
    let square = UnitVector.dot(step, step)
    let along = UnitVector.dot(coordinates, step)
    let centre = UnitVector.dot(middle, step)
    return Score(
      word: word, score: square > 0 ? along / square.squareRoot() : 0,
      place: square > 0 ? 2 * (along - centre) / square : 0, coordinates: coordinates)
  }
}
