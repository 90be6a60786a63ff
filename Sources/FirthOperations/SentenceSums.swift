import FirthNumerics

/// Weighted means of rows.
@safe
struct SentenceSums: Sendable {
  private let matrix: Matrix
  /// By row; nil where each counts 1.
  private let weights: [Float]?

  init(_ matrix: Matrix, weights: [Float]?) {
    precondition(weights.map { $0.count == matrix.rows } ?? true)
    self.matrix = matrix
    self.weights = weights
  }

  /// Puts the sum of some rows, each times its weight, divided by their number into `result`: D floats that
  /// hold numbers.
  ///
  /// Rows with a NaN or an infinity are left out.
  ///
  /// - Returns: how many rows it is the mean of; zeros for none.
  @unsafe func mean(of rows: ArraySlice<UInt32>, into result: UnsafeMutablePointer<Float>) -> Int {
    let columns = matrix.columns
    unsafe result.update(repeating: 0, count: columns)
    guard !rows.isEmpty else { return 0 }
    for row in rows {
      let weight = weights.map { $0[Int(row)] } ?? 1
      unsafe RowSum.add(Int(row), of: matrix, times: weight, to: result)
    }
    let factor = 1 / Float(rows.count)
    var check: Float = 0
    for column in 0..<columns {
      unsafe result[column] *= factor
      // Stays 0 unless a number is none.
      check += unsafe result[column] * 0
    }
    return unsafe check == 0 ? rows.count : finiteMean(of: rows, into: result)
  }

  /// The mean of the rows that are finite, in Double.
  private func finiteMean(
    of rows: ArraySlice<UInt32>, into result: UnsafeMutablePointer<Float>
  ) -> Int {
    var sums = [Double](repeating: 0, count: matrix.columns)
    var count = 0
    for row in rows {
      let weight = Double(weights.map { $0[Int(row)] } ?? 1)
      unsafe matrix.withRow(Int(row)) { values in
        guard unsafe values.allSatisfy(\.isFinite) else { return }
        for column in values.indices { unsafe sums[column] += weight * Double(values[column]) }
        count += 1
      }
    }
    for column in sums.indices {
      unsafe result[column] = count == 0 ? 0 : Float(sums[column] / Double(count))
    }
    return count
  }
}
