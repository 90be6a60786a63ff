public import FirthFiles

import FirthNumerics
import FirthVectors

/// Directions that are taken out of sentences' vectors, since all sentences share them.
///
/// Vectors can be compared where the same components were taken out, so those of one text are kept
/// for other texts and for questions.
public struct SentenceComponents: Equatable, Sendable {
  /// Unit vectors at right angles to one another [count × dimension].
  public let vectors: [Double]
  /// The numbers of each.
  public let dimension: Int

  /// How many there are.
  public var count: Int { vectors.count / dimension }

  /// Some directions.
  ///
  /// - Precondition: the numbers are whole vectors.
  public init(vectors: [Double], dimension: Int) {
    precondition(dimension > 0 && vectors.count % dimension == 0)
    self.vectors = vectors
    self.dimension = dimension
  }

  /// Reads the rows of a `.npy` file, one at least.
  ///
  /// - Throws: `FileError`; `FormatError`; `SentenceError.components` where the rows are no unit
  ///   vectors at right angles of so many dimensions.
  public init(contentsOf path: String, dimension: Int) throws {
    let matrix = try NumPyMatrix.read(path)
    guard matrix.columns == dimension else {
      throw SentenceError.components(
        path: path, "their dimensions are \(matrix.columns), those of the vectors \(dimension)")
    }
    guard matrix.rows <= dimension else {
      throw SentenceError.components(
        path: path, "\(matrix.rows) directions of \(dimension) dimensions can't be at right angles")
    }
    let rows = (0..<matrix.rows).map { matrix[$0].map(Double.init) }
    for (i, row) in rows.enumerated() {
      for j in 0...i {
        let product = zip(row, rows[j]).reduce(0) { $0 + $1.0 * $1.1 }
        guard abs(product - (i == j ? 1 : 0)) < 1e-4 else {
          throw SentenceError.components(
            path: path, "rows \(j) and \(i) are no unit vectors at right angles")
        }
      }
    }
    self.init(vectors: rows.flatMap(\.self), dimension: dimension)
  }

  /// Writes them as a `.npy` file of single precision.
  ///
  /// - Throws: `FileError`.
  public func write(to file: consuming OutputFile) throws(FileError) {
    try file.write(NumPyHeader.bytes(type: "<f4", shape: [count, dimension]))
    let values = vectors.map { Float($0) }
    try file.write(values.flatMap { Self.bytes($0) })
    try file.commit()
  }

  private static func bytes(_ value: Float) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
  }

  /// Subtracts what a vector [dimension] has along each of the directions: `x − Σ (x · u) u`.
  ///
  /// - Precondition: the vector has as many numbers.
  public func remove(from vector: inout [Float]) {
    unsafe vector.withUnsafeMutableBufferPointer { unsafe remove(from: $0) }
  }

  func remove(from vector: UnsafeMutableBufferPointer<Float>) {
    precondition(vector.count == dimension, "\(vector.count) numbers, not \(dimension)")
    for start in stride(from: 0, to: vectors.count, by: dimension) {
      var product = 0.0
      for column in 0..<dimension {
        product += unsafe vectors[start + column] * Double(vector[column])
      }
      for column in 0..<dimension {
        unsafe vector[column] = Float(
          Double(vector[column]) - product * vectors[start + column])
      }
    }
  }
}

/// What can't be used for vectors of sentences.
public enum SentenceError: Error, Equatable, Sendable {
  /// A file of components does not fit.
  case components(path: String, String)
  /// A list of words that is to tell how frequent they are has no counts.
  case noCounts(path: String)
}

extension SentenceError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .components(let path, let problem):
      "\(path): \(problem); give the file that was written with these vectors"
    case .noCounts(let path):
      "\(path): its words have no counts; write one word<TAB>count a line, as firth vocabulary does"
    }
  }
}
