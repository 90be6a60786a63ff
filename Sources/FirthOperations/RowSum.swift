import FirthNumerics

/// Sums of rows.
enum RowSum {
  private typealias Lane = SIMD16<Float>

  /// Adds `weight` times a row of a matrix to `sums`: as many floats as there are columns.
  @unsafe static func add(
    _ row: Int, of matrix: Matrix, times weight: Float, to sums: UnsafeMutablePointer<Float>
  ) {
    if matrix.precision == .f32, !matrix.isScattered {
      unsafe add(matrix.address(of: row), matrix.columns, times: weight, to: sums)
    } else {
      unsafe matrix.withRow(row) { values in
        guard let base = values.baseAddress else { return }
        unsafe add(base, values.count, times: weight, to: sums)
      }
    }
  }

  /// Adds `weight` times some floats to others.
  @unsafe static func add(
    _ values: UnsafeRawPointer, _ count: Int, times weight: Float,
    to sums: UnsafeMutablePointer<Float>
  ) {
    let raw = UnsafeMutableRawPointer(sums)
    let whole = count & ~(Lane.scalarCount - 1)
    for place in stride(from: 0, to: 4 * whole, by: 4 * Lane.scalarCount) {
      let sum = unsafe raw.loadUnaligned(fromByteOffset: place, as: Lane.self)
      let value = unsafe values.loadUnaligned(fromByteOffset: place, as: Lane.self)
      unsafe raw.storeBytes(of: sum + weight * value, toByteOffset: place, as: Lane.self)
    }
    for index in whole..<count {
      unsafe sums[index] += weight * values.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
    }
  }
}
