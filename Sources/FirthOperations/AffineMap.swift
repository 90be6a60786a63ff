import FirthNumerics

/// Rows moved by a matrix: `y = matrix · (x − origin)`.
struct AffineMap: Sendable {
  /// [columns]; zeros where it is nil.
  let origin: [Double]?
  /// [rows × columns]; the identity where it is nil.
  let matrix: [Double]?
  let rows: Int
  let columns: Int

  /// - Precondition: the counts fit.
  init(origin: [Double]? = nil, matrix: [Double]? = nil, rows: Int, columns: Int) {
    precondition(origin.map { $0.count == columns } ?? true)
    precondition(matrix.map { $0.count == rows * columns } ?? (rows == columns))
    self.origin = origin
    self.matrix = matrix
    self.rows = rows
    self.columns = columns
  }

  /// Moves `count` rows, one after the other.
  func apply(to values: inout [Double], count: Int) {
    if let origin {
      for row in 0..<count {
        for column in 0..<columns { values[row * columns + column] -= origin[column] }
      }
    }
    guard let matrix else { return }
    var result = [Double](repeating: 0, count: count * rows)
    BLAS.multiply(
      values, count: count, byTransposed: matrix, matrixRows: rows, columns: columns,
      into: &result)
    values = result
  }
}
