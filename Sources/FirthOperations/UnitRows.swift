import FirthNumerics

/// Rows as unit vectors in memory of their own, for many products with one another.
///
/// Rows without a direction are zero, so that they are near to nothing.
struct UnitRows: Sendable {
  let count: Int
  let columns: Int
  /// [count × columns].
  let values: [Float]

  /// Some rows of a matrix, in that order.
  init(_ matrix: Matrix, _ rows: some Collection<Int>) {
    var values: [Float] = []
    values.reserveCapacity(rows.count * matrix.columns)
    for row in rows {
      unsafe matrix.withRow(row) { row in
        let norm = unsafe row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let factor = norm > 0 && norm.isFinite ? 1 / norm : 0
        unsafe values.append(
          contentsOf: row.lazy.map { factor == 0 ? 0 : Float(Double($0) * factor) })
      }
    }
    (count, columns, self.values) = (rows.count, matrix.columns, values)
  }

  private init(count: Int, columns: Int, values: [Float]) {
    (self.count, self.columns, self.values) = (count, columns, values)
  }

  /// Some of these rows, in that order.
  func selecting(_ rows: some Collection<Int>) -> UnitRows {
    UnitRows(
      count: rows.count, columns: columns,
      values: rows.flatMap { values[$0 * columns..<($0 + 1) * columns] })
  }

  /// The cosine of one of these rows with one of another's.
  func cosine(_ row: Int, _ otherRow: Int, of other: UnitRows) -> Float {
    var sum: Float = 0
    for column in 0..<columns {
      sum += values[row * columns + column] * other.values[otherRow * columns + column]
    }
    return sum
  }

  /// The rows turned by an orthogonal matrix [columns × columns].
  func turned(by matrix: [Double]) -> UnitRows {
    var turned: [Float] = []
    turned.reserveCapacity(values.count)
    let step = 2_048
    for start in stride(from: 0, to: count, by: step) {
      let end = min(start + step, count)
      let block = values[start * columns..<end * columns].map(Double.init)
      var result = [Double](repeating: 0, count: block.count)
      BLAS.multiply(
        block, count: end - start, byTransposed: matrix, matrixRows: columns, columns: columns,
        into: &result)
      turned += result.map { Float($0) }
    }
    return UnitRows(count: count, columns: columns, values: turned)
  }

  /// Calls with the cosines of some of these rows with all rows of another, a strip of those at a time.
  ///
  /// - Parameters:
  ///   - range: The rows of these.
  ///   - other: The other rows.
  ///   - body: Called with the number of the strip's first row, the number of its rows, and the
  ///     cosines, row after row of `range`.
  func forEachCosine(
    _ range: Range<Int>, with other: UnitRows, _ body: (Int, Int, [Float]) -> Void
  ) {
    let step = 2_048
    var cosines = [Float](repeating: 0, count: range.count * step)
    for start in stride(from: 0, to: other.count, by: step) {
      let width = min(step, other.count - start)
      unsafe values.withUnsafeBufferPointer { left in
        unsafe other.values.withUnsafeBufferPointer { right in
          guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else { return }
          unsafe cosines.withUnsafeMutableBufferPointer { cosines in
            guard let result = cosines.baseAddress else { return }
            unsafe BLAS.multiply(
              leftBase + range.lowerBound * columns, leftRows: range.count, leftStride: columns,
              byTransposed: rightBase + start * columns, rightRows: width, rightStride: columns,
              columns: columns, into: result)
          }
        }
      }
      body(start, width, cosines)
    }
  }
}
