import FirthNumerics

/// The sum of `x · xᵀ` over rows, around zero: what their principal components are made from.
struct SecondMoments {
  private let dimension: Int
  /// On and above the diagonal.
  private var products: [Double]

  init(dimension: Int) {
    self.dimension = dimension
    products = [Double](repeating: 0, count: dimension * dimension)
  }

  /// Adds `count` rows, one after the other.
  mutating func add(_ rows: [Float], count: Int) {
    BLAS.addProducts(
      ofColumns: rows.map(Double.init), count: count, columns: dimension, to: &products)
  }

  /// The components with the largest second moments, as many as are asked for and are not zero.
  func components(_ count: Int) throws(LAPACKError) -> SentenceComponents {
    let (values, vectors) = try LAPACK.eigenvectors(ofSymmetric: products, order: dimension)
    // Beyond rounding there is nothing along the others: their directions mean nothing.
    let smallest = (values.first ?? 0) * 1e-12
    let found = values.prefix(count).prefix { $0 > smallest }.count
    return SentenceComponents(
      vectors: Array(vectors[..<(found * dimension)]), dimension: dimension)
  }
}
