internal import FirthNumerics

/// Memory for the rows of a file that can't be used where they lie, without gaps between rows.
///
/// Unlike a trainer's matrix it never takes more room than the values themselves, so a small file
/// can't ask for a large allocation.
@safe
final class RowStorage: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let rows: Int
  private let columns: Int
  private let precision: Precision
  private var scales: [Float]?

  private var rowBytes: Int { columns * precision.size }

  /// Allocates room for `rows · columns` numbers, all zero.
  init(rows: Int, columns: Int, precision: Precision = .f32) {
    self.rows = rows
    self.columns = columns
    self.precision = precision
    scales = precision == .i8 ? [Float](repeating: 0, count: rows) : nil
    let count = max(rows * columns * precision.size, 1)
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }

  /// Fills a row from little-endian numbers of the storage's precision; the scale counts for `i8`.
  func fill(_ row: Int, from bytes: UnsafeRawBufferPointer, scale: Float = 1) {
    precondition(
      row >= 0 && row < rows && bytes.count == rowBytes,
      "row \(row) of \(rows) with \(bytes.count) bytes for \(columns) columns")
    unsafe UnsafeMutableRawBufferPointer(start: base + row * rowBytes, count: bytes.count)
      .copyMemory(from: bytes)
    scales?[row] = scale
  }

  /// Fills a row with values, rounded to the storage's precision.
  func fill(_ row: Int, from values: UnsafeBufferPointer<Float>) {
    precondition(
      row >= 0 && row < rows && values.count == columns,
      "row \(row) of \(rows) with \(values.count) values for \(columns) columns")
    let scale = unsafe precision.encode(values, into: base + row * rowBytes)
    scales?[row] = scale
  }

  /// Sets one value.
  ///
  /// - Precondition: the storage keeps `f32`.
  func set(_ row: Int, _ column: Int, _ value: Float) {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns && precision == .f32)
    unsafe base.assumingMemoryBound(to: Float.self)[row * columns + column] = value
  }

  /// The same memory as a matrix that nobody changes any more.
  func frozen() -> Matrix {
    unsafe Matrix(
      viewing: base, precision: precision, scales: scales, rows: rows, columns: columns,
      stride: columns, owner: self)
  }

  deinit { unsafe base.deallocate() }
}
