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

  /// Calls with the cosines of these rows with all rows of a space, a strip of those at a time.
  ///
  /// - Parameters:
  ///   - other: The space.
  ///   - body: Called with the number of the strip's first row, the number of its rows, and the
  ///     cosines, row after row of these.
  func forEachCosine(with other: UnitSpace, _ body: (Int, Int, [Float]) -> Void) {
    let step = 2_048
    var cosines = [Float](repeating: 0, count: count * step)
    for start in stride(from: 0, to: other.count, by: step) {
      let width = min(step, other.count - start)
      let strip = other[start..<start + width]
      unsafe values.withUnsafeBufferPointer { left in
        unsafe strip.values.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress else { return }
          unsafe cosines.withUnsafeMutableBufferPointer { cosines in
            guard let result = cosines.baseAddress else { return }
            unsafe BLAS.multiply(
              left, leftRows: count, leftStride: columns, byTransposed: right, rightRows: width,
              rightStride: columns, columns: columns, into: result)
          }
        }
      }
      body(start, width, cosines)
    }
  }
}

/// The first rows of a matrix as unit vectors, which are made when they are looked at: against a
/// thousand others at a time that costs a tenth of the products, and no second matrix is held.
struct UnitSpace: Sendable {
  let matrix: Matrix
  let count: Int

  subscript(rows: Range<Int>) -> UnitRows { UnitRows(matrix, rows) }
}
