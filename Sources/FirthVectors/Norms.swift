internal import Dispatch
internal import FirthNumerics

/// What the norms (Euclidean lengths) of a matrix's rows are like.
public struct NormSummary: Codable, Equatable, Sendable {
  /// The smallest norm of a row with a direction.
  public var minimum: Double = 0
  /// Their mean.
  public var mean: Double = 0
  /// The largest.
  public var maximum: Double = 0
  /// How many rows are zero; no query finds them.
  public var zeroRows = 0
  /// How many rows hold a NaN or an infinity; no query finds them.
  public var notFiniteRows = 0
}

/// Euclidean lengths, in Double: squares of Floats can't overflow there.
enum Norms {
  /// The inverse norm of each row, 0 for rows without direction, and what the norms are like.
  static func ofRows(_ matrix: Matrix) -> ([Float], NormSummary) {
    var summary = NormSummary()
    let norms = rowNorms(matrix)
    var inverses = [Float](repeating: 0, count: norms.count)
    var (sum, count) = (0.0, 0)
    for (row, norm) in norms.enumerated() {
      guard norm.isFinite else {
        summary.notFiniteRows += 1
        continue
      }
      let inverse = Float(1 / norm)
      guard inverse.isFinite else {
        summary.zeroRows += 1
        continue
      }
      inverses[row] = inverse
      summary.minimum = count == 0 ? norm : min(summary.minimum, norm)
      summary.maximum = max(summary.maximum, norm)
      sum += norm
      count += 1
    }
    if count > 0 { summary.mean = sum / Double(count) }
    return (inverses, summary)
  }

  /// A vector of length 1 with the same direction; nil when it has none.
  static func unit(_ vector: [Float]) -> [Float]? {
    let norm = unsafe vector.withUnsafeBufferPointer { unsafe Self.norm($0) }
    guard norm.isFinite, Float(1 / norm).isFinite else { return nil }
    return vector.map { Float(Double($0) / norm) }
  }

  /// The rows' norms; the matrix is read by all cores.
  private static func rowNorms(_ matrix: Matrix) -> [Double] {
    let step = 1 << 14
    let blocks = (matrix.rows + step - 1) / step
    return unsafe [Double](unsafeUninitializedCapacity: matrix.rows) { norms, count in
      nonisolated(unsafe) let norms = unsafe norms
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        for row in block * step..<min((block + 1) * step, matrix.rows) {
          unsafe norms.initializeElement(at: row, to: matrix.withRow(row) { unsafe norm($0) })
        }
      }
      count = matrix.rows
    }
  }

  private static func norm(_ values: UnsafeBufferPointer<Float>) -> Double {
    var sums = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= values.count {
      let part = unsafe SIMD8<Double>(
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(values)[(index * 4)...])
          .loadUnaligned(as: SIMD8<Float>.self))
      sums += part * part
      index += 8
    }
    var sum = sums.sum()
    while index < values.count {
      let value = unsafe Double(values[index])
      sum += value * value
      index += 1
    }
    return sum.squareRoot()
  }
}
