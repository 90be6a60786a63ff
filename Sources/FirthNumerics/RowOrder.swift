/// The order in which a matrix's rows lie in memory.
///
/// Spread, rows of neighbouring numbers lie far from each other: each of the first begins a group, whose
/// other rows are those a number of groups further on. When a processor has met a row's cache lines it
/// fetches those behind it too, unasked. Where these are of a row that another core writes all the time,
/// both cores wait: in plain order, in which the most frequent words are neighbours, two threads took 4 %
/// longer (skip-gram of wiki8, four pairs of runs).
@usableFromInline
struct RowOrder: Equatable, Sendable {
  /// The number of groups, a power of two, less 1.
  @usableFromInline let mask: Int
  /// Its logarithm.
  @usableFromInline let shift: Int
  /// The rows of a group.
  @usableFromInline let depth: Int

  /// Row after row.
  static let plain = RowOrder(mask: 0, shift: 0, depth: 0)

  private init(mask: Int, shift: Int, depth: Int) {
    (self.mask, self.shift, self.depth) = (mask, shift, depth)
  }

  /// An order of groups of 64 rows at least, and 1,024 groups at most.
  init(spreading rows: Int) {
    let shift = min(Int.bitWidth - 1 - max(rows / 64, 1).leadingZeroBitCount, 10)
    let groups = 1 << shift
    self.init(mask: groups - 1, shift: shift, depth: (rows + groups - 1) / groups)
  }

  /// The rows that there must be room for.
  func room(_ rows: Int) -> Int { max(rows, (mask + 1) * depth) }

  /// Where a row lies, in rows from the first.
  @inlinable
  func place(of row: Int) -> Int { (row & mask) &* depth &+ row &>> shift }
}
