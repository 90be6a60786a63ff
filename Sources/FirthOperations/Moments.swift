import FirthNumerics

/// The mean and the covariance of some rows; rows with a NaN or an infinity are left out.
struct Moments {
  /// [D].
  let mean: [Double]
  /// [D × D], on and above the diagonal, divided by the number of rows; empty where not asked for.
  let covariance: [Double]

  /// Two passes over the rows: the second around the mean, so that nothing is lost to cancellation.
  init(_ rows: MovedRows, withCovariance: Bool = true) {
    let columns = rows.columns
    var sums = [Double](repeating: 0, count: columns)
    var count = 0
    rows.forEachBlock { range, values in
      for row in 0..<range.count where Self.isFinite(values, row, columns) {
        for column in 0..<columns { sums[column] += values[row * columns + column] }
        count += 1
      }
    }
    let mean = sums.map { $0 / Double(max(count, 1)) }
    var products: [Double] = []
    if withCovariance {
      products = [Double](repeating: 0, count: columns * columns)
      rows.forEachBlock { range, values in
        var centred = values
        for row in 0..<range.count {
          let isFinite = Self.isFinite(values, row, columns)
          for column in 0..<columns {
            let place = row * columns + column
            centred[place] = isFinite ? values[place] - mean[column] : 0
          }
        }
        BLAS.addProducts(ofColumns: centred, count: range.count, columns: columns, to: &products)
      }
      for place in products.indices { products[place] /= Double(max(count, 1)) }
    }
    (self.mean, covariance) = (mean, products)
  }

  private static func isFinite(_ values: [Double], _ row: Int, _ columns: Int) -> Bool {
    // A sum is finite if and only if all are, but for overflow, which Floats in Double can't reach.
    var sum = 0.0
    for column in 0..<columns { sum += abs(values[row * columns + column]) }
    return sum.isFinite
  }
}
