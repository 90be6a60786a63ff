internal import FirthNumerics

/// Memory for the rows of a file that can't be used where they lie, without gaps between rows.
///
/// Unlike a trainer's matrix it never takes more room than the values themselves, so a small file
/// can't ask for a large allocation.
@safe
final class RowStorage: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Float>
  private let rows: Int
  private let columns: Int

  /// Allocates room for `rows · columns` floats, all zero.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let count = max(rows * columns, 1)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    unsafe base = memory.initializeMemory(as: Float.self, repeating: 0, count: count)
  }

  /// Fills a row from little-endian bytes.
  func fill(_ row: Int, from bytes: UnsafeRawBufferPointer) {
    precondition(
      row >= 0 && row < rows && bytes.count == columns * MemoryLayout<Float>.stride,
      "row \(row) of \(rows) with \(bytes.count) bytes for \(columns) columns")
    unsafe UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(base + row * columns), count: bytes.count
    ).copyMemory(from: bytes)
  }

  /// Sets one value.
  func set(_ row: Int, _ column: Int, _ value: Float) {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns)
    unsafe base[row * columns + column] = value
  }

  /// The same memory as a matrix that nobody changes any more.
  func frozen() -> Matrix {
    unsafe Matrix(viewing: base, rows: rows, columns: columns, stride: columns, owner: self)
  }

  deinit { unsafe base.deallocate() }
}
