package import FirthText

extension Embeddings {
  /// A row's vector made a unit vector: [D]; nil when it has no direction.
  package func unitVector(of id: WordID) -> [Double]? { UnitVector.ofRow(id.row, in: vectors) }

  /// The cosine of two unit vectors of the same length.
  package static func cosine(_ first: [Double], _ second: [Double]) -> Double {
    min(max(UnitVector.dot(first, second), -1), 1)
  }
}
