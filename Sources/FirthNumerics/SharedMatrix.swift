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
@safe
public final class SharedMatrix: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns that mean something.
  public let columns: Int
  /// `columns` rounded up to 16 floats, one cache line.
  public let stride: Int
  /// The first float of the first row.
  @unsafe public let base: UnsafeMutablePointer<Float>

  /// Allocates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    stride = Self.stride(columns: columns)
    let count = max(rows * stride, 16)
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
  /// - Precondition: the row exists; not checked in the trainers' inner loops.
  @unsafe public func row(_ row: Int) -> UnsafeMutablePointer<Float> {
    assert(row >= 0 && row < rows, "row \(row) is outside 0..<\(rows)")
    return unsafe base + row * stride
  }

  /// The same memory as a matrix nobody changes any more.
  ///
  /// - Precondition: all threads that update it have ended.
  public func frozen() -> Matrix {
    unsafe Matrix(viewing: base, rows: rows, columns: columns, stride: stride, owner: self)
  }

  deinit { unsafe base.deallocate() }
}

extension SharedMatrix {
  /// Fills the columns with uniform random numbers in `−width/2 … width/2`.
  ///
  /// With `width` 1/D this is word2vec.c's start; unlike word2vec.c, the numbers derive from a seed.
  public func fillAround0(width: Float, seed: UInt64) {
    for row in 0..<rows {
      var random = RandomSource(seed, 0, UInt64(row))
      let values = unsafe self.row(row)
      for column in 0..<columns { unsafe values[column] = (random.uniform() - 0.5) * width }
    }
  }

  /// Whether every value is a finite number.
  public var isFinite: Bool {
    for row in 0..<rows {
      let values = unsafe self.row(row)
      // Zero times a finite number is zero; anything else gives NaN.
      var sum: Float = 0
      for column in 0..<columns { unsafe sum += values[column] * 0 }
      if sum != 0 { return false }
    }
    return true
  }
}
