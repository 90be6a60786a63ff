internal import FirthNumerics

/// Vectors whose groups of dimensions are kept as the number of the nearest centroid.
///
/// This is product quantization (Jégou, Douze and Schmid 2011) as finalfusion writes it.
struct ProductQuantizer {
  /// The groups of dimensions.
  let codes: Int
  let columns: Int
  let centroids: Int
  /// Whether the vectors were turned by a [D × D] matrix first.
  let hasProjection: Bool
  let hasNorms: Bool
  let rows: Int

  private var projectionFloats: Int { hasProjection ? columns * columns : 0 }
  private var centroidFloats: Int { centroids * columns }

  /// The bytes of all parts; nil when they are no number.
  var bytes: Int? {
    // Columns are below 2^31 and centroids at most 256, so only rows can overflow.
    let (rowBytes, overflow) = rows.multipliedReportingOverflow(by: codes + (hasNorms ? 4 : 0))
    let (total, overflowing) = rowBytes.addingReportingOverflow(
      4 * (projectionFloats + centroidFloats))
    return overflow || overflowing ? nil : total
  }

  /// Reads the parts that start at a byte and puts the vectors together again.
  func reconstruct(_ source: VectorSource, at start: Int) throws(FormatError) -> Matrix {
    let projection = source.floats(at: start, count: projectionFloats)
    let centroidStart = start + 4 * projectionFloats
    let values = source.floats(at: centroidStart, count: centroidFloats)
    let normStart = centroidStart + 4 * centroidFloats
    let norms = source.floats(at: normStart, count: hasNorms ? rows : 0)
    let codeStart = normStart + 4 * norms.count
    let width = columns / codes
    let storage = try RowStorage(rows: rows, columns: columns, of: source.path)
    var vector = [Float](repeating: 0, count: columns)
    for row in 0..<rows {
      for group in 0..<codes {
        let code = Int(source.file.integer(at: codeStart + row * codes + group, as: UInt8.self))
        // A code without a centroid is no place in the table.
        let centroid = (group * centroids + min(code, centroids - 1)) * width
        for index in 0..<width { vector[group * width + index] = values[centroid + index] }
      }
      if hasProjection { vector = project(vector, by: projection) }
      if hasNorms { for index in vector.indices { vector[index] *= norms[row] } }
      for (column, value) in vector.enumerated() { storage.set(row, column, value) }
    }
    return storage.frozen()
  }

  /// Turns a vector back: its product with the transposed projection.
  private func project(_ vector: [Float], by projection: [Float]) -> [Float] {
    (0..<columns).map { row in
      var sum: Float = 0
      for column in 0..<columns { sum += vector[column] * projection[row * columns + column] }
      return sum
    }
  }
}
