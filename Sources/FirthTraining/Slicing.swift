import FirthNumerics

/// How the columns of a deterministic run are shared out.
///
/// They are cut into slices, the same for any number of threads, and what the slices give to a dot
/// product is always added pair by pair, and the pairs' sums then: so the result does not depend, to
/// the bit, on how many threads there are. Each thread owns a slice, a pair or all of them, and tells
/// the others their sum.
struct Slicing: Sendable {
  /// The slices.
  let slices: Int
  /// The threads that have work.
  let threads: Int
  private let lines: Int

  /// More slices would let more threads help, and cost every one of them more sums.
  private static let most = 4
  /// The floats of a cache line: no two threads write to the same.
  private static let line = 16

  init(columns: Int, threads: Int) {
    lines = SharedMatrix.stride(columns: columns) / Self.line
    // A power of two: made of pairs.
    slices = lines >= Self.most ? Self.most : lines >= 2 ? 2 : 1
    self.threads = min(threads, slices)
  }

  /// The slices of a thread.
  func slices(of thread: Int) -> Range<Int> {
    thread * slices / threads..<(thread + 1) * slices / threads
  }

  /// The first column of a slice; the number of columns, with padding, for that behind the last.
  func column(of slice: Int) -> Int { lines * slice / slices * Self.line }

  /// The columns of a thread.
  func columns(of thread: Int) -> Range<Int> {
    let slices = slices(of: thread)
    return column(of: slices.lowerBound)..<column(of: slices.upperBound)
  }

  /// The first column of each thread but the first.
  var cuts: [Int] { (1..<threads).map { column(of: slices(of: $0).lowerBound) } }
}
