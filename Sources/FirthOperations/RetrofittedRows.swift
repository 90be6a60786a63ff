import FirthNumerics

/// Rows of a matrix of which some are being changed: only those are kept.
final class RetrofittedRows: ScatteredRows {
  private let matrix: Matrix
  private let isNormalizing: Bool
  private let changing: [Int]
  /// By row, its place among the changed ones; -1 for others.
  private var places: [Int32]
  /// The changed rows [changed × D].
  private var values: [Float]
  private var sums: [Float]

  /// Rows that are as they were at first.
  ///
  /// - Parameters:
  ///   - matrix: the rows.
  ///   - changing: the rows that will be changed, each once.
  ///   - normalizing: whether all are made unit vectors first.
  init(_ matrix: Matrix, changing: [Int], normalizing: Bool) {
    self.matrix = matrix
    self.changing = changing
    isNormalizing = normalizing
    places = [Int32](repeating: -1, count: matrix.rows)
    sums = [Float](repeating: 0, count: matrix.columns)
    values = []
    values.reserveCapacity(changing.count * matrix.columns)
    for (place, row) in changing.enumerated() {
      places[row] = Int32(place)
      values += first(row)
    }
  }

  /// Draws the row at a place of `changing` towards its neighbours.
  ///
  /// - Precondition: there is a neighbour.
  func update(_ place: Int, by neighbours: ArraySlice<UInt32>) {
    let (columns, count) = (matrix.columns, Float(neighbours.count))
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe values.withUnsafeMutableBufferPointer { values in
        guard let sums = sums.baseAddress, let values = values.baseAddress else { return }
        unsafe sums.update(repeating: 0, count: columns)
        unsafe RowSum.add(
          changing[place], of: matrix, times: count * factor(changing[place]), to: sums)
        for row in neighbours {
          let other = Int(places[Int(row)])
          if other >= 0 {
            unsafe RowSum.add(values + other * columns, columns, times: 1, to: sums)
          } else {
            unsafe RowSum.add(Int(row), of: matrix, times: factor(Int(row)), to: sums)
          }
        }
        for column in 0..<columns {
          unsafe values[place * columns + column] = sums[column] / (2 * count)
        }
      }
    }
  }

  func values(ofRow row: Int) -> [Float] {
    let place = Int(places[row])
    guard place >= 0 else { return first(row) }
    return Array(values[place * matrix.columns..<(place + 1) * matrix.columns])
  }

  /// A row as it was at first.
  private func first(_ row: Int) -> [Float] {
    let factor = factor(row)
    return unsafe matrix.withRow(row) { unsafe $0.map { $0 * factor } }
  }

  /// What a row is multiplied by at first; rows without a direction stay as they are.
  private func factor(_ row: Int) -> Float {
    guard isNormalizing else { return 1 }
    let norm = unsafe matrix.withRow(row) { unsafe $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
      .squareRoot()
    return norm > 0 && norm.isFinite ? Float(1 / norm) : 1
  }

  /// These rows to be read one after the other.
  func viewed() -> Matrix { Matrix(viewing: self, rows: matrix.rows, columns: matrix.columns) }

  /// These rows in memory of their own.
  func copied() -> Matrix { Matrix(copying: viewed()) }
}
