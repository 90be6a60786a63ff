internal import FirthNumerics
internal import Foundation

/// Memory for the rows of a file that can't be used where they lie, without gaps between rows.
///
/// Unlike a trainer's matrix it never takes more room than the values themselves, so a small file
/// can't ask for a large allocation.
@safe
final class RowStorage: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let allocation: UnsafeMutableRawPointer
  private(set) var rows: Int
  private let columns: Int
  private let precision: Precision
  /// The scale of each row; nil but for `i8`.
  private let scales: UnsafeMutablePointer<Float>?
  /// How `i8` numbers are rounded; to the nearest when nil.
  var feedback: ErrorFeedback?

  private var rowBytes: Int { columns * precision.size }

  /// Allocates room for `rows · columns` numbers, all zero.
  ///
  /// - Precondition: there is memory for them: who copies what may be a mapped file's asks `check`
  ///   first, and what is in memory already stops the program as any array of Swift's would.
  convenience init(rows: Int, columns: Int, precision: Precision = .f32) {
    guard let memory = unsafe Self.allocate(rows, columns, precision) else {
      fatalError("no memory for \(rows) rows of \(columns * precision.size) bytes")
    }
    unsafe self.init(memory, rows, columns, precision)
  }

  /// Allocates room for what a file says that it holds.
  ///
  /// - Throws: `FormatError.memory` where that is more than this machine has: codes of a quantizer may
  ///   stand for thousands of times their size.
  convenience init(
    rows: Int, columns: Int, precision: Precision = .f32, of path: String
  ) throws(FormatError) {
    try Self.check(rows: rows, columns: columns, precision: precision, of: path)
    guard let memory = unsafe Self.allocate(rows, columns, precision)
    else { throw .memory(path: path, rows: rows, columns: columns) }
    unsafe self.init(memory, rows, columns, precision)
  }

  /// Checks that this machine has memory for so many rows.
  ///
  /// - Throws: `FormatError.memory`.
  static func check(
    rows: Int, columns: Int, precision: Precision, of path: String
  ) throws(FormatError) {
    let (numbers, overflow) = rows.multipliedReportingOverflow(by: columns)
    let most = Int(clamping: ProcessInfo.processInfo.physicalMemory) / precision.size
    guard !overflow, numbers <= most else {
      throw .memory(path: path, rows: rows, columns: columns)
    }
  }

  private init(
    _ memory: UnsafeMutableRawPointer, _ rows: Int, _ columns: Int, _ precision: Precision
  ) {
    self.rows = rows
    self.columns = columns
    self.precision = precision
    unsafe scales = precision == .i8 ? .allocate(capacity: rows) : nil
    unsafe scales?.initialize(repeating: 0, count: rows)
    unsafe allocation = memory
    unsafe base = memory.alignedUp(toMultipleOf: Self.alignment)
  }

  private static func allocate(
    _ rows: Int, _ columns: Int, _ precision: Precision
  ) -> UnsafeMutableRawPointer? {
    // Fresh pages are zero already, and are taken up by the threads that fill them.
    unsafe calloc(rows * columns * precision.size + alignment, 1)
  }

  private static let alignment = 64

  /// Where a row starts; rows may be filled by several threads, each row by one.
  ///
  /// - Precondition: the row exists.
  @unsafe func address(of row: Int) -> UnsafeMutableRawPointer {
    precondition(row >= 0 && row < rows, "row \(row) is outside 0..<\(rows)")
    return unsafe base + row * rowBytes
  }

  /// Removes rows; those behind them move up.
  ///
  /// - Precondition: the rows rise, and each exists.
  func remove(_ removed: [Int]) {
    guard var kept = removed.first else { return }
    for (index, row) in removed.enumerated() {
      let next = index + 1 < removed.count ? removed[index + 1] : rows
      precondition(row < next && next <= rows, "row \(row) before \(next) of \(rows)")
      unsafe (base + kept * rowBytes).copyMemory(
        from: base + (row + 1) * rowBytes, byteCount: (next - row - 1) * rowBytes)
      if let scales = unsafe scales {
        unsafe (scales + kept).update(from: scales + row + 1, count: next - row - 1)
      }
      kept += next - row - 1
    }
    rows = kept
  }

  /// Fills a row from little-endian numbers of the storage's precision; the scale counts for `i8`.
  func fill(_ row: Int, from bytes: UnsafeRawBufferPointer, scale: Float = 1) {
    precondition(
      row >= 0 && row < rows && bytes.count == rowBytes,
      "row \(row) of \(rows) with \(bytes.count) bytes for \(columns) columns")
    unsafe UnsafeMutableRawBufferPointer(start: base + row * rowBytes, count: bytes.count)
      .copyMemory(from: bytes)
    unsafe scales?[row] = scale
  }

  /// Fills a row with values, rounded to the storage's precision.
  func fill(_ row: Int, from values: UnsafeBufferPointer<Float>) {
    precondition(
      row >= 0 && row < rows && values.count == columns,
      "row \(row) of \(rows) with \(values.count) values for \(columns) columns")
    let scale = unsafe precision.encode(
      values, into: base + row * rowBytes, feedback: feedback)
    unsafe scales?[row] = scale
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
    let scales = unsafe scales.map { unsafe Array(UnsafeBufferPointer(start: $0, count: rows)) }
    return unsafe Matrix(
      viewing: base, precision: precision, scales: scales, rows: rows, columns: columns,
      stride: columns, owner: self)
  }

  deinit {
    unsafe free(allocation)
    unsafe scales?.deallocate()
  }
}
