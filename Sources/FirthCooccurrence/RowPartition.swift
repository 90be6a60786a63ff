/// The rows of a matrix in blocks of about the same work: what a thread takes at a time, and what is
/// stored and read together.
///
/// The blocks follow from the corpus alone, so files made of them do not depend on threads or memory.
struct RowPartition: Sendable {
  /// The row behind the last of each block.
  let ends: [Int]

  /// The most cells of a block, unless it is a single row.
  private static let cells = 1 << 16
  /// Into how many parts the corpus is cut at least, unless a single word takes more.
  private static let parts = 512

  init(ends: [Int]) { self.ends = ends }

  init(counts: [UInt64], window: ContextWindow) {
    let share = max(counts.reduce(0, +) / UInt64(Self.parts), 1)
    let reach = UInt64(window.side == .symmetric ? 2 * window.size : window.size)
    var ends: [Int] = []
    var (cells, occurrences) = (0, UInt64(0))
    for (row, count) in counts.enumerated() {
      let columns = window.side == .symmetric ? row + 1 : counts.count
      let most = Int(clamping: min(UInt64(columns), count.multipliedReportingOverflow(by: reach).0))
      if cells > 0, cells + most > Self.cells || occurrences + count > share {
        ends.append(row)
        (cells, occurrences) = (0, 0)
      }
      cells += max(most, 1)
      occurrences += count
    }
    ends.append(counts.count)
    self.ends = ends
  }

  /// The number of blocks.
  var count: Int { ends.count }

  /// The rows of a block.
  func rows(of block: Int) -> Range<Int> { (block == 0 ? 0 : ends[block - 1])..<ends[block] }
}
