import Dispatch
import FirthNumerics
import Synchronization

/// How near rows are to their nearest rows in another space: high for hubs, which are near to
/// everything.
enum Hubness {
  /// The mean cosine of each of some rows, turned by an orthogonal matrix, with the `neighbours` rows of
  /// another space that are nearest to it.
  static func means(
    of rows: UnitSpace, turnedBy matrix: [Double], in other: UnitSpace, neighbours: Int
  ) -> [Float] {
    // Products of fewer rows at a time are slower by a third.
    let step = 1_024
    let parts = (rows.count + step - 1) / step
    let result = Mutex([Float](repeating: 0, count: rows.count))
    let threads = BLAS.threads
    BLAS.threads = 1
    defer { BLAS.threads = threads }
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = part * step..<min((part + 1) * step, rows.count)
      var nearest = [NearestCosines](repeating: NearestCosines(neighbours), count: range.count)
      rows[range].turned(by: matrix).forEachCosine(with: other) { _, width, cosines in
        for row in 0..<range.count {
          nearest[row].add(cosines, row * width..<(row + 1) * width)
        }
      }
      let means = nearest.map(\.mean)
      result.withLock { $0.replaceSubrange(range, with: means) }
    }
    return result.withLock { $0 }
  }
}

/// The highest of many cosines.
private struct NearestCosines {
  private var highest: [Float]
  private var lowest: Float = -.infinity
  private let capacity: Int
  private static let kernels = SearchKernels.preferred(.f32)

  init(_ capacity: Int) {
    self.capacity = capacity
    highest = []
    highest.reserveCapacity(capacity)
  }

  var mean: Float { highest.isEmpty ? 0 : highest.reduce(0, +) / Float(highest.count) }

  mutating func add(_ cosines: [Float], _ range: Range<Int>) {
    unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count) { places in
      unsafe cosines.withUnsafeBufferPointer { cosines in
        guard let base = cosines.baseAddress, let room = places.baseAddress else { return }
        let start = unsafe base + range.lowerBound
        // Nearly all are below; those that were above may be so no longer.
        let count = unsafe Self.kernels.placesAbove(start, range.count, lowest, room)
        for place in 0..<count {
          let cosine = unsafe start[Int(room[place])]
          if cosine > lowest { insert(cosine) }
        }
      }
    }
  }

  private mutating func insert(_ cosine: Float) {
    if highest.count == capacity { highest.removeLast() }
    let place = highest.firstIndex { $0 < cosine } ?? highest.count
    highest.insert(cosine, at: place)
    if highest.count == capacity { lowest = highest[capacity - 1] }
  }
}
