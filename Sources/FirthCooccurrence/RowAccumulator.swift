import CPUFeatures
import FirthText

/// One row of the matrix at a time, dense: adds up, and gives the cells that are not zero in order.
///
/// A row needs no hashing and no sorting: the columns met are marked in a set of bits, and a second
/// set says which words of the first have any.
@safe
final class RowAccumulator {
  private let columns: Int
  /// The sum of each column, and behind them places for what is not to be counted.
  private let sums: UnsafeMutablePointer<UInt64>
  private let touched: UnsafeMutablePointer<UInt32>
  private var touchedCount = 0
  private let bits: UnsafeMutablePointer<UInt64>
  private let summary: UnsafeMutablePointer<UInt64>
  private let summaryCount: Int

  init(columns: Int) {
    self.columns = columns
    let places = columns + ContextWindow.largest + 1
    unsafe sums = .allocate(capacity: places)
    unsafe sums.initialize(repeating: 0, count: places)
    // These never look untouched.
    for place in columns..<places { unsafe sums[place] = 1 }
    unsafe touched = .allocate(capacity: columns + 1)
    unsafe touched.initialize(repeating: 0, count: columns + 1)
    let words = columns / 64 + 1
    unsafe bits = .allocate(capacity: words)
    unsafe bits.initialize(repeating: 0, count: words)
    summaryCount = words / 64 + 1
    unsafe summary = .allocate(capacity: summaryCount)
    unsafe summary.initialize(repeating: 0, count: summaryCount)
  }

  deinit {
    unsafe sums.deallocate()
    unsafe touched.deallocate()
    unsafe bits.deallocate()
    unsafe summary.deallocate()
  }

  /// The bytes that a row of so many columns takes.
  static func memory(columns: Int) -> Int { columns * 13 + 16_384 }

  /// The number of cells that are not zero.
  var count: Int { touchedCount }

  /// Adds to a cell.
  @inline(__always)
  func add(_ column: Int, _ sum: UInt64) {
    let old = unsafe sums[column]
    unsafe sums[column] = old &+ sum
    unsafe touched[touchedCount] = UInt32(truncatingIfNeeded: column)
    touchedCount &+= old == 0 ? 1 : 0
  }

  /// Adds the neighbours of all occurrences of a word.
  ///
  /// - Parameters:
  ///   - row: The word.
  ///   - segment: The piece of the corpus.
  ///   - side: Symmetric: neighbours on both sides whose row is not below this one's, which makes
  ///     the lower triangle; else those behind, whose word before this one is.
  ///   - weights: What a neighbour at each distance adds; as many as the window reaches, and one.
  func addNeighbours(
    of row: Int, in segment: CorpusSegment, side: ContextWindow.Side, weights: [UInt64]
  ) {
    let (start, end) = (segment.starts[row], segment.starts[row + 1])
    guard start < end else { return }
    let size = weights.count - 1
    let limit = side == .symmetric ? UInt32(row) : EncodedCorpus.boundary - 1
    let isSymmetric = side == .symmetric
    var count = touchedCount
    unsafe weights.withUnsafeBufferPointer { weights in
      var k = start
      while k < end {
        let place = unsafe Int(segment.places[k])
        // Places of a rare word lie anywhere: their neighbours are asked for well ahead.
        let coming = unsafe segment.ids + Int(segment.places[min(k &+ 12, end &- 1)])
        unsafe firth_prefetch(coming - size)
        unsafe firth_prefetch(coming)
        unsafe firth_prefetch(coming + size)
        let here = unsafe segment.ids + place
        var distance = 1
        while distance <= size {
          let id = unsafe here[distance]
          if id == EncodedCorpus.boundary { break }
          // Not a branch: which of two words is more frequent cannot be foreseen.
          let column = id <= limit ? Int(id) : columns &+ distance
          let old = unsafe sums[column]
          unsafe sums[column] = old &+ weights[distance]
          unsafe touched[count] = UInt32(truncatingIfNeeded: column)
          count &+= old == 0 ? 1 : 0
          distance &+= 1
        }
        distance = isSymmetric ? 1 : size &+ 1
        while distance <= size {
          let id = unsafe here[0 &- distance]
          if id == EncodedCorpus.boundary { break }
          let column = id <= limit ? Int(id) : columns &+ distance
          let old = unsafe sums[column]
          unsafe sums[column] = old &+ weights[distance]
          unsafe touched[count] = UInt32(truncatingIfNeeded: column)
          count &+= old == 0 ? 1 : 0
          distance &+= 1
        }
        k &+= 1
      }
    }
    touchedCount = count
  }

  /// Calls with each cell that is not zero, by rising columns, and starts anew.
  @inline(__always)
  func drain(_ body: (_ column: Int, _ sum: UInt64) -> Void) {
    for i in 0..<touchedCount {
      let column = unsafe Int(touched[i])
      unsafe bits[column >> 6] |= 1 << UInt64(column & 63)
      unsafe summary[column >> 12] |= 1 << UInt64(column >> 6 & 63)
    }
    touchedCount = 0
    for group in 0..<summaryCount {
      var words = unsafe summary[group]
      unsafe summary[group] = 0
      while words != 0 {
        let word = group << 6 | words.trailingZeroBitCount
        words &= words &- 1
        var set = unsafe bits[word]
        unsafe bits[word] = 0
        while set != 0 {
          let column = word << 6 | set.trailingZeroBitCount
          set &= set &- 1
          body(column, unsafe sums[column])
          unsafe sums[column] = 0
        }
      }
    }
  }

  /// Starts anew.
  func clear() {
    for i in 0..<touchedCount { unsafe sums[Int(touched[i])] = 0 }
    touchedCount = 0
  }
}
