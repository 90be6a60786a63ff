package import FirthNumerics

/// A vector of length 1, in Double: the squares of any Floats can be summed there.
package struct UnitVector {
  let values: [Double]

  /// The direction of a vector; nil when it has none, or is shorter than a length.
  init?(_ vector: [Double], atLeast shortest: Double = 0) {
    let norm = Self.dot(vector, vector).squareRoot()
    guard norm.isFinite, norm > shortest, (1 / norm).isFinite else { return nil }
    values = vector.map { $0 / norm }
  }

  /// The direction of a matrix's row; nil when it has none.
  package static func ofRow(_ row: Int, in matrix: Matrix) -> [Double]? {
    let values = unsafe matrix.withRow(row) { unsafe $0.map(Double.init) }
    guard isDirection(dot(values, values).squareRoot()) else { return nil }
    return Self(values)?.values
  }

  /// Whether a row of such a length can be found, by the same rule as for the norms of a search.
  static func isDirection(_ norm: Double) -> Bool { Norms.inverse(Float(norm)) > 0 }

  /// The dot product of two vectors of the same length.
  package static func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "\(left.count) values and \(right.count)")
    return unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        sum(left.count) { unsafe (left[$0], right[$0]) }
      }
    }
  }

  /// The dot product of a row with a vector of the same length.
  static func dot(_ row: UnsafeBufferPointer<Float>, _ vector: [Double]) -> Double {
    precondition(row.count == vector.count, "\(row.count) values and \(vector.count)")
    return unsafe vector.withUnsafeBufferPointer { vector in
      sum(row.count) { unsafe (Double(row[$0]), vector[$0]) }
    }
  }

  /// The dot product of two rows of the same length.
  static func dot(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>) -> Double
  {
    precondition(left.count == right.count, "\(left.count) values and \(right.count)")
    return sum(left.count) { unsafe (Double(left[$0]), Double(right[$0])) }
  }

  /// The sum of products, in four parts that need not wait for one another.
  @inline(__always)
  private static func sum(_ count: Int, _ factors: (Int) -> (Double, Double)) -> Double {
    var parts = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= count {
      let (a, b, c, d) = (
        factors(index), factors(index + 1), factors(index + 2), factors(index + 3)
      )
      parts += SIMD4(a.0, b.0, c.0, d.0) * SIMD4(a.1, b.1, c.1, d.1)
      index += 4
    }
    var sum = parts.sum()
    while index < count {
      let (left, right) = factors(index)
      sum += left * right
      index += 1
    }
    return sum
  }
}
