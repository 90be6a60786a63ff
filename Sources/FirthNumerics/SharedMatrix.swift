import Foundation

/// A matrix of `Float` that several threads update without locks (Hogwild).
///
/// The rule that all of Firth's lock-free training rests on: threads may read and write the same
/// row at the same time, an update may be lost, and a row may be read half old and half new. Every
/// update touches few rows of many, so losses are rare and training converges all the same (Recht,
/// Ré, Wright and Niu, "Hogwild!", NIPS 2011). Only kernels touch rows while threads run.
///
/// Rows are 64-byte aligned: the stride is `columns` rounded up to 16 floats, and the padding is
/// zero and stays zero under the kernels' updates.
///
/// Where each thread owns some columns of all rows, these lie in a pane of their own: were they
/// neighbours in memory, one thread's cache would fetch ahead what another writes, and both would
/// wait. For the same reason rows of neighbouring numbers, as those of frequent words, can lie far apart.
@safe
public final class SharedMatrix: ScatteredRows, @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns that mean something.
  public let columns: Int
  /// `columns` rounded up to 16 floats, one cache line.
  public let stride: Int
  /// The first column of each pane, and `stride`.
  private let starts: [Int]
  /// How the rows follow one another.
  private let order: RowOrder
  /// The first float of the first row.
  @unsafe public let base: UnsafeMutablePointer<Float>

  /// Allocates a matrix of zeros.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - cuts: The columns at which a pane other than the first begins: rising multiples of 16.
  ///   - isSpread: Whether rows of neighbouring numbers lie far apart; takes room for up to a 64th more rows.
  public init(rows: Int, columns: Int, cuts: [Int] = [], isSpread: Bool = false) {
    self.rows = rows
    self.columns = columns
    order = isSpread ? RowOrder(spreading: rows) : .plain
    stride = Self.stride(columns: columns)
    starts = [0] + cuts + [stride]
    precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 && $0 % 16 == 0 })
    let count = max(order.room(rows) * stride, 16)
    let bytes = count * MemoryLayout<Float>.stride
    let isLarge = bytes >= Self.largePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePage : 64)
    #if os(Linux)
      // Rows are met at random: with pages of 4 KiB most of them would cost a walk of the page table.
      if isLarge { unsafe _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    unsafe base = memory.initializeMemory(as: Float.self, repeating: 0, count: count)
  }

  private static let largePage = 2 << 20

  /// The stride of a matrix with that many columns.
  public static func stride(columns: Int) -> Int { (columns + 15) & ~15 }

  /// The first float of a row.
  ///
  /// - Precondition: the row exists and there is one pane; not checked in the trainers' inner loops.
  @unsafe public func row(_ row: Int) -> UnsafeMutablePointer<Float> {
    assert(row >= 0 && row < rows, "row \(row) is outside 0..<\(rows)")
    return unsafe base + order.place(of: row) * stride
  }

  /// Where a pane's rows lie.
  @unsafe public func rows(ofPane pane: Int) -> RowAddresses {
    let width = starts[pane + 1] - starts[pane]
    return unsafe RowAddresses(
      base: base + order.room(rows) * starts[pane] - starts[pane], stride: width, order: order)
  }

  /// The values as they are now, to be read row by row while nobody changes them.
  public func viewed() -> Matrix {
    isInOneRun ? frozen() : Matrix(viewing: self, rows: rows, columns: columns)
  }

  /// A row's values, put together from its panes.
  public func values(ofRow row: Int) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(stride)
    unsafe forEachPiece(ofRow: row) { _, piece in unsafe values.append(contentsOf: piece) }
    return Array(values.prefix(columns))
  }

  /// Copies values into the start of a row, whatever panes it lies in.
  public func setRow(_ row: Int, to values: UnsafeBufferPointer<Float>) {
    unsafe forEachPiece(ofRow: row) { start, piece in
      for column in start..<min(start + piece.count, values.count) {
        unsafe piece[column - start] = values[column]
      }
    }
  }

  /// The same memory as a matrix nobody changes any more.
  ///
  /// - Precondition: all threads that update it have ended, there is one pane, and the rows are not
  ///   spread.
  public func frozen() -> Matrix {
    precondition(isInOneRun, "the matrix lies in panes, or its rows apart")
    return unsafe Matrix(
      viewing: base, rows: rows, columns: columns, stride: stride, owner: self)
  }

  /// The same values as a matrix nobody changes any more: in the same memory if they lie there row
  /// after row, else in that of another matrix of the same size, whose values are lost.
  ///
  /// - Precondition: all threads that update either have ended.
  public func frozen(overwriting other: SharedMatrix) -> Matrix {
    guard !isInOneRun else { return frozen() }
    precondition(other.rows == rows && other.stride == stride)
    for row in 0..<rows {
      unsafe forEachPiece(ofRow: row) { start, values in
        let place = unsafe other.base + row * stride + start
        for column in 0..<values.count { unsafe place[column] = values[column] }
      }
    }
    return unsafe Matrix(
      viewing: other.base, rows: rows, columns: columns, stride: stride, owner: other)
  }

  /// Whether the values lie row after row.
  private var isInOneRun: Bool { starts.count == 2 && order == .plain }

  /// Calls for each pane with its first column and what it holds of a row, padding included.
  private func forEachPiece(
    ofRow row: Int, _ body: (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    for (start, end) in zip(starts, starts.dropFirst()) {
      let first = unsafe base + order.room(rows) * start + order.place(of: row) * (end - start)
      unsafe body(start, UnsafeMutableBufferPointer(start: first, count: end - start))
    }
  }

  deinit { unsafe base.deallocate() }
}

extension SharedMatrix {
  /// Fills the columns with uniform random numbers in `−width/2 … width/2`, which derive from a seed.
  public func fillAround0(width: Float, seed: UInt64) {
    for row in 0..<rows {
      var random = RandomSource(seed, 0, UInt64(row))
      unsafe forEachPiece(ofRow: row) { start, values in
        for column in start..<min(start + values.count, columns) {
          unsafe values[column - start] = (random.uniform() - 0.5) * width
        }
      }
    }
  }

  /// Whether every value is a finite number.
  public var isFinite: Bool {
    for place in 0..<order.room(rows) * stride {
      if unsafe !base[place].isFinite { return false }
    }
    return true
  }
}

/// Where the rows of a pane of a matrix lie.
///
/// An address is that of a row's column 0, also where the pane begins at another: only the pane's
/// columns may be touched.
@unsafe
public struct RowAddresses {
  @usableFromInline let base: UnsafeMutablePointer<Float>
  @usableFromInline let stride: Int
  @usableFromInline let order: RowOrder

  /// The address of a row's column 0.
  @inlinable
  public func row(_ row: Int) -> UnsafeMutablePointer<Float> {
    unsafe base + order.place(of: row) &* stride
  }
}
