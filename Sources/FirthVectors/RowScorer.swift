internal import FirthNumerics

/// A question's score of one row, with all sums in Double.
enum RowScorer {
  /// The cosine with a unit vector.
  case cosine([Double])
  /// 3CosMul over unit vectors.
  case quotient(above: [[Double]], below: [[Double]])
  /// The cosine between a unit vector and what leads from another one to the row.
  case direction([Double], from: [Double])

  /// The score of a row; nil when the row has no direction, or none from the question's word.
  func score(_ matrix: Matrix, _ row: Int) -> Float? {
    unsafe matrix.withRow(row) { values in
      let norm = unsafe UnitVector.dot(values, values).squareRoot()
      guard UnitVector.isDirection(norm) else { return nil }
      func cosine(_ unit: [Double]) -> Double {
        unsafe min(max(UnitVector.dot(values, unit) / norm, -1), 1)
      }
      switch self {
      case .cosine(let query): return Float(cosine(query))
      case .quotient(let above, let below):
        let numerator = above.reduce(1) { $0 * (1 + cosine($1)) / 2 }
        let denominator = below.reduce(1) { $0 * (1 + cosine($1)) / 2 }
        return Float(numerator / (denominator + Double(Scoring.epsilon)))
      case .direction(let direction, let start):
        // Of unit vectors, |x − c|² = 2 − 2 x · c.
        let length = (2 - 2 * cosine(start)).squareRoot()
        guard length > 1e-6 else { return nil }
        return Float((cosine(direction) - UnitVector.dot(start, direction)) / length)
      }
    }
  }
}
