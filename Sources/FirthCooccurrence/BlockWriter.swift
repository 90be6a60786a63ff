/// Writes the rows of a block in few bytes.
///
/// A row: how far it lies behind the row before (the first: behind the block's first), the number of
/// its cells, and for each how far its column lies behind the one before, and its sum. All are whole
/// numbers of seven bits a byte, the lowest first; a set eighth bit says that more follow (LEB128).
@safe
final class BlockWriter {
  private(set) var cells = 0
  private var row = 0
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var end = 0

  init() {
    capacity = 1 << 16
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// The bytes so far; valid until the next row.
  @unsafe var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: end)
  }

  /// Begins a block, in the same memory.
  func begin(firstRow: Int) {
    cells = 0
    end = 0
    row = firstRow
  }

  /// Appends what an accumulator holds as a row, and starts the accumulator anew.
  func append(_ row: Int, _ accumulator: RowAccumulator) {
    let count = accumulator.count
    guard count > 0 else { return }
    // A column and a sum take 5 and 10 bytes at most, as the row's two numbers.
    reserve(15 * (count + 1))
    cells += count
    put(UInt64(row - self.row))
    put(UInt64(count))
    self.row = row
    var last = 0
    accumulator.drain { column, sum in
      put(UInt64(truncatingIfNeeded: column &- last))
      put(sum)
      last = column
    }
  }

  private func reserve(_ count: Int) {
    guard end + count > capacity else { return }
    capacity = 2 * (end + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe larger.update(from: base, count: end)
    unsafe base.deallocate()
    unsafe base = larger
  }

  @inline(__always)
  private func put(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      unsafe base[end] = UInt8(truncatingIfNeeded: rest) | 0x80
      end &+= 1
      rest >>= 7
    }
    unsafe base[end] = UInt8(truncatingIfNeeded: rest)
    end &+= 1
  }
}
