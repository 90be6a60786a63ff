package import FirthText

extension Embeddings {
  /// A row's vector made a unit vector: [D]; nil when it has no direction.
  package func unitVector(of id: WordID) -> [Double]? { UnitVector.ofRow(id.row, in: vectors) }

  /// The cosine of two unit vectors of the same length.
  package static func cosine(_ first: [Double], _ second: [Double]) -> Double {
    min(max(UnitVector.dot(first, second), -1), 1)
  }

  /// The rows nearest to each of some rows, which is not among its own.
  package func neighbors(of ids: [WordID], limits: SearchLimits) -> [[SearchHit]] {
    let questions = ids.map { RowQuestion(.sum([($0.row, 1)]), excluding: [$0]) }
    return exactSearch.answers(to: questions, limits: limits).map { $0 ?? [] }
  }
}
