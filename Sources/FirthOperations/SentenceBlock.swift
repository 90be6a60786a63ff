import Dispatch
import FirthNumerics
import FirthText

/// Vectors of some lines that follow one another.
package struct SentenceBlock {
  /// The number of the first line, from 0.
  package let first: Int
  /// The number of lines.
  package let count: Int
  /// The vectors [count × D]; zeros for a line without a known word.
  package var values: [Float]
  /// How many known words each line has.
  package let known: [Int32]

  /// Lines that are made at a time: a few megabytes.
  package static let size = 2_048

  /// Lines that one thread makes at a time.
  private static let slice = 64

  /// Makes the vectors of some lines on all cores.
  init(
    _ lines: EncodedLines, _ range: Range<Int>, first: Int, _ sums: SentenceSums, dimension: Int,
    removing components: SentenceComponents?
  ) {
    (self.first, count) = (first, range.count)
    var known = [Int32](repeating: 0, count: range.count)
    var values = [Float](repeating: 0, count: range.count * dimension)
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe known.withUnsafeMutableBufferPointer { known in
        guard let base = values.baseAddress else { return }
        nonisolated(unsafe) let (start, known) = unsafe (base, known)
        DispatchQueue.concurrentPerform(
          iterations: (range.count + Self.slice - 1) / Self.slice
        ) { slice in
          for place in slice * Self.slice..<min((slice + 1) * Self.slice, range.count) {
            let rows = lines.rows[lines.range(of: range.lowerBound + place)]
            let row = unsafe start + place * dimension
            let count = unsafe sums.mean(of: rows, into: row)
            unsafe known[place] = Int32(count)
            if count > 0 {
              unsafe components?.remove(from: .init(start: row, count: dimension))
            }
          }
        }
      }
    }
    (self.known, self.values) = (known, values)
  }
}
