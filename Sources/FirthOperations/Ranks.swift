import Dispatch
import FirthNumerics
import Synchronization

/// How many rows of one space come before the right one, for rows of another.
struct Ranks {
  /// By the cosine.
  let byCosine: [Int]
  /// By `2 cos(x, y) − r(y)`: a row's own `r(x)` moves none of its candidates.
  let byCSLS: [Int]

  /// The ranks of the best of the right rows.
  ///
  /// - Parameters:
  ///   - right: The right rows of `to` for each of the rows asked for.
  ///   - asked: Rows of `from`.
  ///   - from: The space that is asked.
  ///   - matrix: What its rows are turned by.
  ///   - to: The space that is searched.
  ///   - hubness: `r` of the rows of `to`.
  init(
    of right: [Set<Int>], _ asked: [Int], _ from: UnitSpace, turnedBy matrix: [Double],
    _ to: UnitSpace, _ hubness: [Float]
  ) {
    let step = 512
    let result = Mutex(
      (
        cosine: [Int](repeating: 0, count: asked.count),
        csls: [Int](repeating: 0, count: asked.count)
      ))
    let threads = BLAS.threads
    BLAS.threads = 1
    defer { BLAS.threads = threads }
    DispatchQueue.concurrentPerform(iterations: (asked.count + step - 1) / step) { part in
      let places = part * step..<min((part + 1) * step, asked.count)
      let block = UnitRows(from.matrix, asked[places]).turned(by: matrix)
      let best = places.map { place in
        let cosines = right[place].map { row in
          (row, block.cosine(place - places.lowerBound, 0, of: to[row..<row + 1]))
        }
        return (
          cosine: cosines.map(\.1).max() ?? 1,
          csls: cosines.map { 2 * $0.1 - hubness[$0.0] }.max() ?? 2
        )
      }
      var ranks = [(cosine: Int, csls: Int)](repeating: (0, 0), count: places.count)
      block.forEachCosine(with: to) { start, width, cosines in
        for row in 0..<places.count {
          let (rightRows, best) = (right[places.lowerBound + row], best[row])
          for column in 0..<width {
            let cosine = cosines[row * width + column]
            let csls = 2 * cosine - hubness[start + column]
            guard cosine > best.cosine || csls > best.csls, !rightRows.contains(start + column)
            else { continue }
            if cosine > best.cosine { ranks[row].cosine += 1 }
            if csls > best.csls { ranks[row].csls += 1 }
          }
        }
      }
      result.withLock { result in
        for (place, rank) in zip(places, ranks) {
          result.cosine[place] = rank.cosine
          result.csls[place] = rank.csls
        }
      }
    }
    (byCosine, byCSLS) = result.withLock { ($0.cosine, $0.csls) }
  }
}
