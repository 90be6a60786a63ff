public import FirthVectors

import FirthNumerics

/// Changes of all vectors, one after the other, each by what the vectors are like after the ones
/// before.
///
/// ```swift
/// let better = try Transform([.allButTheTop(nil), .normalize]).apply(to: embeddings)
/// ```
public struct Transform: Sendable {
  /// The changes, in their order.
  public let steps: [TransformStep]

  /// Changes in an order.
  public init(_ steps: [TransformStep]) { self.steps = steps }

  /// The changed vectors.
  ///
  /// Context vectors, biases and n-grams are left out, since they belong to the vectors as they were.
  ///
  /// - Returns: the vectors in single precision, with the steps added to their metadata.
  /// - Throws: `TransformError` for a step that these vectors can't take, `LAPACKError`.
  public func apply(to embeddings: Embeddings) throws -> Embeddings {
    embeddings.changed(to: try rows(of: embeddings).copied(), by: text)
  }

  /// The changed vectors to be written only: their rows are made as they are read.
  ///
  /// - Throws: as `apply`.
  package func stream(_ embeddings: Embeddings) throws -> Embeddings {
    embeddings.changed(to: try rows(of: embeddings).viewed(), by: text)
  }

  private var text: String { steps.map(\.description).joined(separator: " ") }

  private func rows(of embeddings: Embeddings) throws -> MovedRows {
    let threads = BLAS.threads
    BLAS.threads = Workers.cores
    defer { BLAS.threads = threads }
    var rows = MovedRows(embeddings.vectors, [])
    for step in steps { rows = rows.moved(try move(step, rows)) }
    return rows
  }

  private func move(_ step: TransformStep, _ rows: MovedRows) throws -> MovedRows.Move {
    let columns = rows.columns
    switch step {
    case .normalize: return .normalize
    case .center:
      let moments = Moments(rows, withCovariance: false)
      return .affine(AffineMap(origin: moments.mean, rows: columns, columns: columns))
    case .allButTheTop(let count):
      let count = count ?? max(1, Int((Double(columns) / 100).rounded()))
      guard count < columns else { throw TransformError(step: step, dimensions: columns) }
      let (moments, axes) = try Self.axes(rows)
      var matrix = [Double](repeating: 0, count: columns * columns)
      for i in 0..<columns {
        matrix[i * columns + i] = 1
        for axis in 0..<count {
          let factor = axes.vectors[axis * columns + i]
          for j in 0..<columns {
            matrix[i * columns + j] -= factor * axes.vectors[axis * columns + j]
          }
        }
      }
      return .affine(
        AffineMap(origin: moments.mean, matrix: matrix, rows: columns, columns: columns))
    case .pca(let dimensions):
      guard dimensions <= columns else { throw TransformError(step: step, dimensions: columns) }
      let (moments, axes) = try Self.axes(rows)
      return .affine(
        AffineMap(
          origin: moments.mean, matrix: Array(axes.vectors[..<(dimensions * columns)]),
          rows: dimensions, columns: columns))
    case .whiten:
      let (moments, axes) = try Self.axes(rows)
      let smallest = (axes.values.first ?? 0) * 1e-12
      var matrix = [Double](repeating: 0, count: columns * columns)
      for (axis, value) in axes.values.enumerated() where value > smallest {
        let row = axes.vectors[axis * columns..<(axis + 1) * columns]
        let scaled = row.map { $0 / value.squareRoot() }
        for (i, factor) in row.enumerated() {
          for j in 0..<columns { matrix[i * columns + j] += factor * scaled[j] }
        }
      }
      return .affine(
        AffineMap(origin: moments.mean, matrix: matrix, rows: columns, columns: columns))
    }
  }

  /// The principal components of rows.
  private static func axes(
    _ rows: MovedRows
  ) throws -> (Moments, (values: [Double], vectors: [Double])) {
    let moments = Moments(rows)
    return (
      moments, try LAPACK.eigenvectors(ofSymmetric: moments.covariance, order: rows.columns)
    )
  }
}

/// A step that vectors can't take.
public struct TransformError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The step.
  public let step: TransformStep
  /// The dimensions that it met.
  public let dimensions: Int

  /// One sentence that says what is wrong and what to do.
  public var description: String {
    "\(step) needs more dimensions than the \(dimensions) that the vectors have there; give a smaller "
      + "number"
  }
}
