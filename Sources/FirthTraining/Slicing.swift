import FirthNumerics

/// How the columns of a deterministic run are shared out.
///
/// They are cut into slices, the same for any number of threads, and what the slices give to a dot
/// product is added in their order: so the result does not depend, to the bit, on how many threads
/// there are. Each thread owns some slices that follow one another.
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
    slices = min(Self.most, lines)
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
