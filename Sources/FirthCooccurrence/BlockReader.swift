/// Reads the rows that a `BlockWriter` wrote; nothing in the bytes is taken on trust.
@safe
final class BlockReader {
  /// What is wrong with a block, and where.
  struct Damage: Error {
    let offset: Int
    let problem: String
  }

  /// The row at work.
  private(set) var row = 0
  /// The number of its cells.
  private(set) var count = 0
  private let columns: Int
  private let isTriangular: Bool
  private var rows = 0..<0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 0
  private var position = 0
  private var end = 0

  /// A reader of matrices with so many columns, or of lower triangles.
  init(columns: Int, isTriangular: Bool) {
    self.columns = columns
    self.isTriangular = isTriangular
    unsafe bytes = .allocate(capacity: 1)
  }

  deinit { unsafe bytes.deallocate() }

  /// Begins a block, whose bytes `fill` writes.
  func begin(
    rows: Range<Int>, count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    if count > capacity {
      unsafe bytes.deallocate()
      capacity = count
      unsafe bytes = .allocate(capacity: count)
    }
    try unsafe fill(UnsafeMutableRawBufferPointer(start: bytes, count: count))
    self.rows = rows
    row = -1
    position = 0
    end = count
  }

  /// Goes to the next row; false if there is none.
  ///
  /// - Throws: `Damage`.
  func next() throws(Damage) -> Bool {
    guard position < end else { return false }
    let distance = try take()
    let cells = try take()
    let isFirst = row < 0
    let most = isTriangular ? rows.upperBound : columns
    guard isFirst || distance > 0, distance < UInt64(rows.count), cells > 0, cells <= UInt64(most)
    else {
      throw Damage(offset: position, problem: "a row \(distance) further with \(cells) cells")
    }
    row = (isFirst ? rows.lowerBound : row) + Int(distance)
    count = Int(cells)
    guard row < rows.upperBound, count <= (isTriangular ? row + 1 : columns) else {
      throw Damage(offset: position, problem: "row \(row) with \(count) cells")
    }
    return true
  }

  /// Calls with every cell of the row, by rising columns; once for each row.
  ///
  /// - Throws: `Damage`.
  @inline(__always)
  func forEachCell(_ body: (_ column: Int, _ sum: UInt64) -> Void) throws(Damage) {
    let limit = UInt64(isTriangular ? row + 1 : columns)
    var column: UInt64 = 0
    for cell in 0..<count {
      let step = try take()
      let sum = try take()
      guard cell == 0 || step > 0, step < limit, column &+ step < limit, sum > 0 else {
        throw Damage(offset: position, problem: "a column \(step) further with sum \(sum)")
      }
      column &+= step
      body(Int(truncatingIfNeeded: column), sum)
    }
  }

  @inline(__always)
  private func take() throws(Damage) -> UInt64 {
    guard position < end else { throw Damage(offset: position, problem: "a row ends too early") }
    var byte = unsafe bytes[position]
    position &+= 1
    if byte < 0x80 { return UInt64(byte) }
    var value = UInt64(byte & 0x7f)
    var shift: UInt64 = 7
    repeat {
      guard position < end, shift < 63 else {
        throw Damage(offset: position, problem: "a number does not end")
      }
      byte = unsafe bytes[position]
      position &+= 1
      value |= UInt64(byte & 0x7f) << shift
      shift &+= 7
    } while byte >= 0x80
    return value
  }
}
