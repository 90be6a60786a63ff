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

extension NormSummary {
  /// What there is to say about rows' norms.
  init(_ norms: [Float]) {
    var (sum, count) = (0.0, 0)
    for norm in norms {
      if !norm.isFinite {
        notFiniteRows += 1
      } else if Norms.inverse(norm) == 0 {
        zeroRows += 1
      } else {
        minimum = count == 0 ? Double(norm) : min(minimum, Double(norm))
        maximum = max(maximum, Double(norm))
        sum += Double(norm)
        count += 1
      }
    }
    if count > 0 { mean = sum / Double(count) }
  }
}

/// Euclidean lengths, summed in Double: squares of Floats can't overflow there.
enum Norms {
  /// 1 / norm; 0 for what has no direction: no length, an infinite one, or a NaN.
  static func inverse(_ norm: Float) -> Float {
    let inverse = 1 / norm
    return norm.isFinite && inverse.isFinite ? inverse : 0
  }

  /// The rows' norms, NaN or infinite for a row with such a value; all cores read the matrix.
  ///
  /// One core alone, from the first row to the last, where rows are made as they are read: they may be
  /// made by blocks, of which two readers would throw away each other's.
  static func ofRows(_ matrix: Matrix) -> [Float] {
    let step = matrix.isScattered ? max(matrix.rows, 1) : 1 << 14
    let blocks = (matrix.rows + step - 1) / step
    return unsafe [Float](unsafeUninitializedCapacity: matrix.rows) { norms, count in
      nonisolated(unsafe) let norms = unsafe norms
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        for row in block * step..<min((block + 1) * step, matrix.rows) {
          let norm = unsafe matrix.withRow(row) {
            unsafe Float(UnitVector.dot($0, $0).squareRoot())
          }
          unsafe norms.initializeElement(at: row, to: norm)
        }
      }
      count = matrix.rows
    }
  }
}
