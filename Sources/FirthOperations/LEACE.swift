import FirthNumerics

/// Least-squares concept erasure: `x' = x − W⁺·U·Uᵀ·W·(x − μ)`, with `W` the inverse square root of the
/// covariance of the examples and `U` the left singular vectors of `W·Σ_xz`, where `z` says the group
/// (Belrose and others 2023, theorem 4.2).
///
/// The covariance is estimated with the linear shrinkage of Bodnar, Gupta and Parolya (2014), as the
/// paper's own program does: with fewer examples than dimensions, the plain one says nothing of most
/// directions.
enum LEACE {
  /// Below this a singular value is noise; that of the paper's program.
  private static let tolerance = 0.01

  static func projection(
    _ groups: [[[Double]]], columns: Int
  ) throws -> Concept.Projection {
    let rows = groups.flatMap(\.self)
    let count = Double(rows.count)
    let mean = ConceptVectors.mean(rows, columns)
    let centred = rows.flatMap { row in zip(row, mean).map { $0 - $1 } }
    var covariance = [Double](repeating: 0, count: columns * columns)
    BLAS.addProducts(ofColumns: centred, count: rows.count, columns: columns, to: &covariance)
    for place in covariance.indices { covariance[place] /= count }
    shrink(&covariance, columns, count)
    let (values, vectors) = try LAPACK.eigenvectors(ofSymmetric: covariance, order: columns)
    let least = (values.first ?? 0) * Double(columns) * Double.ulpOfOne
    /// `V·diag(value^power)·Vᵀ` of the part that is not nought.
    func power(_ exponent: Double) -> [Double] {
      var scaled = [Double](repeating: 0, count: columns * columns)
      for axis in 0..<columns where values[axis] > max(least, 0) {
        let factor = exponent > 0 ? values[axis].squareRoot() : 1 / values[axis].squareRoot()
        for column in 0..<columns {
          scaled[column * columns + axis] = factor * vectors[axis * columns + column]
        }
      }
      var transposed = [Double](repeating: 0, count: columns * columns)
      for axis in 0..<columns {
        for column in 0..<columns {
          transposed[column * columns + axis] = vectors[axis * columns + column]
        }
      }
      return product(scaled, columns, byTransposed: transposed, columns, columns)
    }
    let (whitening, unwhitening) = (power(-1), power(1))
    // One row for each group: the sum of its centred vectors over n − 1 is its column of Σ_xz.
    var cross: [Double] = []
    for group in groups {
      let sum = ConceptVectors.mean(group, columns).enumerated().map { column, value in
        (value - mean[column]) * Double(group.count) / (count - 1)
      }
      cross += sum
    }
    // Of two groups the one's column is the other's with another sign, and one says it all.
    let labels = groups.count == 2 ? 1 : groups.count
    cross = Array(cross.suffix(labels * columns))
    let white = product(cross, labels, byTransposed: whitening, columns, columns)
    var gram = [Double](repeating: 0, count: columns * columns)
    BLAS.addProducts(ofColumns: white, count: labels, columns: columns, to: &gram)
    let (squares, axes) = try LAPACK.eigenvectors(ofSymmetric: gram, order: columns)
    let rank = squares.prefix(labels).count { $0 > tolerance * tolerance }
    guard rank > 0 else { throw ConceptError.noDifference }
    let left = Array(axes[..<(rank * columns)])
    // Both are symmetric, so a row of U times one is its transpose times the column.
    let probes = product(left, rank, byTransposed: whitening, columns, columns)
    let directions = product(left, rank, byTransposed: unwhitening, columns, columns)
    let origin = (0..<rank).map { axis in
      (0..<columns).reduce(0.0) { $0 + probes[axis * columns + $1] * mean[$1] }
    }
    return Concept.Projection(
      probes: probes, directions: directions, rank: rank, origin: origin)
  }

  /// Mixes a covariance with the identity, as much as makes the expected squared error least.
  private static func shrink(_ covariance: inout [Double], _ columns: Int, _ count: Double) {
    var (trace, square) = (0.0, 0.0)
    for row in 0..<columns {
      trace += covariance[row * columns + row]
      for column in row..<columns {
        let value = covariance[row * columns + column]
        square += (row == column ? 1 : 2) * value * value
      }
    }
    let target = trace * trace / Double(columns)
    let excess = square * target - target * target
    guard excess > 0 else { return }
    let kept = 1 - trace * trace * target / count / excess
    for place in covariance.indices { covariance[place] *= kept }
    for row in 0..<columns {
      covariance[row * columns + row] += (1 - kept) * trace / Double(columns)
    }
  }

  private static func product(
    _ left: [Double], _ count: Int, byTransposed right: [Double], _ rows: Int, _ columns: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: count * rows)
    BLAS.multiply(
      left, count: count, byTransposed: right, matrixRows: rows, columns: columns, into: &result)
    return result
  }
}
