public import FirthNumerics
public import FirthText

/// Compares a query with every row: one matrix product by OpenBLAS, then a heap for the best.
///
/// Opening it reads the matrix once, for the norms; a query reads it once more.
public final class ExactSearch: Search {
  private let matrix: Matrix
  /// 1 / norm of each row; 0 for a row without direction.
  private let inverseNorms: [Float]
  /// What the norms are like over all rows.
  public let norms: NormSummary

  /// Rows whose products with one query fit well into a core's cache.
  private static let rowBlock = 1 << 15
  /// Queries multiplied at once; with fewer rows at a time, for the same room.
  private static let queryBlock = 64
  private static let rowBlockForMany = 1 << 12

  /// Prepares a search in a matrix.
  ///
  /// - Parameters:
  ///   - matrix: [V × D].
  ///   - norms: its rows' norms; computed where they are not given.
  public init(_ matrix: Matrix, norms: [Float]? = nil) {
    self.matrix = matrix.converted(to: .f32)
    let norms = norms ?? Norms.ofRows(matrix)
    inverseNorms = norms.map(Norms.inverse)
    self.norms = NormSummary(norms)
  }

  /// The number of dimensions that a query must have.
  public var dimensions: Int { matrix.columns }

  /// Answers many queries, by blocks of queries and rows.
  ///
  /// - Complexity: O(*queries · V · D*).
  public func nearest(
    to queries: [[Float]], count: Int, excluding: [Set<WordID>]
  ) -> [[SearchHit]] {
    precondition(
      queries.count == excluding.count,
      "\(queries.count) queries and \(excluding.count) sets of rows to leave out")
    var answers: [[SearchHit]] = []
    answers.reserveCapacity(queries.count)
    for start in stride(from: 0, to: queries.count, by: Self.queryBlock) {
      let block = start..<min(start + Self.queryBlock, queries.count)
      answers += nearest(toBlock: queries[block], count: count, excluding: excluding[block])
    }
    return answers
  }

  private func nearest(
    toBlock queries: ArraySlice<[Float]>, count: Int, excluding: ArraySlice<Set<WordID>>
  ) -> [[SearchHit]] {
    let units = queries.map { query in
      precondition(
        query.count == dimensions, "\(query.count) values given, \(dimensions) needed")
      return Norms.unit(query)
    }
    // A query without direction takes part as zeros, and gets no answer at the end.
    let left = units.flatMap { $0 ?? [Float](repeating: 0, count: dimensions) }
    let limit = min(count, matrix.rows)
    var best = [TopRows](repeating: TopRows(limit: limit), count: units.count)
    let excluding = Array(excluding)
    let step = units.count == 1 ? Self.rowBlock : Self.rowBlockForMany
    var products = [Float](repeating: 0, count: min(step, matrix.rows) * units.count)
    for start in stride(from: 0, to: matrix.rows, by: step) {
      let rows = start..<min(start + step, matrix.rows)
      multiply(left, queries: units.count, rows: rows, into: &products)
      for query in best.indices where units[query] != nil {
        let scores = products[query * rows.count..<(query + 1) * rows.count]
        collect(scores, of: rows, excluding: excluding[query], into: &best[query])
      }
    }
    return zip(best, units).map { best, unit in unit == nil ? [] : best.sorted }
  }

  /// Fills `products` with [queries × rows]: each query's dot products with a block of rows.
  private func multiply(
    _ left: [Float], queries: Int, rows: Range<Int>, into products: inout [Float]
  ) {
    do {
      let block = unsafe matrix.address(of: rows.lowerBound).assumingMemoryBound(to: Float.self)
      unsafe left.withUnsafeBufferPointer { left in
        unsafe products.withUnsafeMutableBufferPointer { products in
          guard let left = left.baseAddress, let products = products.baseAddress else { return }
          if queries == 1 {
            unsafe BLAS.multiply(
              block, rows: rows.count, columns: dimensions, stride: matrix.stride, by: left,
              into: products)
          } else {
            unsafe BLAS.multiply(
              left, leftRows: queries, leftStride: dimensions, byTransposed: block,
              rightRows: rows.count, rightStride: matrix.stride, columns: dimensions,
              into: products)
          }
        }
      }
    }
  }

  private func collect(
    _ products: ArraySlice<Float>, of rows: Range<Int>, excluding: Set<WordID>,
    into best: inout TopRows
  ) {
    for (row, product) in zip(rows, products) {
      let inverse = inverseNorms[row]
      let similarity = product * inverse
      // Also false for NaN, which only rows without direction and overflowing products give.
      guard similarity > best.threshold, inverse > 0, similarity.isFinite else { continue }
      let id = WordID(row)
      guard !excluding.contains(id) else { continue }
      best.insert(SearchHit(id: id, similarity: min(max(similarity, -1), 1)))
    }
  }
}
