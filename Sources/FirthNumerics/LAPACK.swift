internal import COpenBLAS

/// The few routines of LAPACK that Firth calls, on square row-major matrices of Double.
public enum LAPACK {
  /// The eigenvalues and eigenvectors of a symmetric matrix.
  ///
  /// - Parameters:
  ///   - matrix: [n × n]; only what is on and above the diagonal counts.
  ///   - order: n.
  /// - Returns: the eigenvalues, the largest first, and as rows [n × n] the unit eigenvectors that
  ///   belong to them, each with a positive sum or, where that is 0, as it comes.
  /// - Precondition: every number is finite.
  /// - Throws: `LAPACKError` when the iteration does not converge.
  public static func eigenvectors(
    ofSymmetric matrix: [Double], order: Int
  ) throws(LAPACKError) -> (values: [Double], vectors: [Double]) {
    precondition(matrix.count == order * order && order > 0, "\(matrix.count) for order \(order)")
    var vectors = matrix
    var values = [Double](repeating: 0, count: order)
    var n = Int32(order)
    var status: Int32 = 0
    // Asked for sizes first, as LAPACK has it.
    var work = [0.0]
    var integers: [Int32] = [0]
    var (workSize, integersSize): (Int32, Int32) = (-1, -1)
    for _ in 0..<2 {
      // Column by column, the upper triangle is the lower one.
      unsafe dsyevd_(
        "V", "L", &n, &vectors, &n, &values, &work, &workSize, &integers, &integersSize, &status, 1,
        1)
      if workSize > 0 { break }
      (workSize, integersSize) = (Int32(work[0]), integers[0])
      work = [Double](repeating: 0, count: Int(workSize))
      integers = [Int32](repeating: 0, count: Int(integersSize))
    }
    guard status == 0 else { throw LAPACKError(status: Int(status)) }
    var sorted = [Double](repeating: 0, count: order * order)
    for (place, vector) in (0..<order).reversed().enumerated() {
      let row = vectors[vector * order..<(vector + 1) * order]
      // The sign is free: fixed, so that results do not hang on the routine's.
      let sign: Double = row.reduce(0, +) < 0 ? -1 : 1
      for (column, value) in row.enumerated() { sorted[place * order + column] = sign * value }
    }
    return (values.reversed(), sorted)
  }

  /// The singular value decomposition `matrix = left · diag(values) · right`.
  ///
  /// - Parameters:
  ///   - matrix: [n × n].
  ///   - order: n.
  /// - Returns: `left` [n × n], the singular values, the largest first, and `right` [n × n].
  /// - Precondition: every number is finite.
  /// - Throws: `LAPACKError` when the iteration does not converge.
  public static func singularValues(
    ofSquare matrix: [Double], order: Int
  ) throws(LAPACKError) -> (left: [Double], values: [Double], right: [Double]) {
    precondition(matrix.count == order * order && order > 0, "\(matrix.count) for order \(order)")
    // Column by column the matrix is transposed: `right` comes as the left side, and the reverse.
    var copy = matrix
    var values = [Double](repeating: 0, count: order)
    var (left, right) = (copy, copy)
    var n = Int32(order)
    var status: Int32 = 0
    var work = [0.0]
    var workSize: Int32 = -1
    var integers = [Int32](repeating: 0, count: 8 * order)
    for _ in 0..<2 {
      unsafe dgesdd_(
        "A", &n, &n, &copy, &n, &values, &right, &n, &left, &n, &work, &workSize, &integers,
        &status,
        1)
      if workSize > 0 { break }
      workSize = Int32(work[0])
      work = [Double](repeating: 0, count: Int(workSize))
    }
    guard status == 0 else { throw LAPACKError(status: Int(status)) }
    return (left, values, right)
  }
}

/// LAPACK found no answer.
public struct LAPACKError: Error, CustomStringConvertible, Sendable {
  /// What LAPACK says: above 0, how much did not converge.
  public let status: Int

  /// One sentence that says what is wrong and what to do.
  public var description: String {
    "the decomposition of a matrix did not converge (LAPACK's status \(status)); check the vectors "
      + "with firth info"
  }
}
