internal import FirthText

/// The best rows seen so far, in a heap of bounded size whose root is the worst of them.
struct TopRows {
  private let limit: Int
  private var heap: [SearchHit] = []

  /// Keeps at most `limit` rows, whose similarity exceeds a threshold.
  init(limit: Int, above threshold: Float = -.infinity) {
    self.limit = limit
    // Where none is kept, none is good enough.
    self.threshold = limit > 0 ? threshold : .infinity
  }

  /// The similarity that a row must exceed to be kept.
  ///
  /// Rows come in rising order, so one that only equals the worst comes after it and stays out.
  private(set) var threshold: Float

  /// Considers a row.
  ///
  /// - Precondition: rows come in rising order.
  mutating func insert(_ hit: SearchHit) {
    guard hit.similarity > threshold else { return }
    if heap.count < limit {
      heap.append(hit)
      siftUp()
    } else {
      heap[0] = hit
      siftDown()
    }
    if heap.count == limit { threshold = heap[0].similarity }
  }

  /// The best of what several heaps hold, best first.
  static func best(of heaps: [TopRows], limit: Int) -> [SearchHit] {
    let hits = heaps.count == 1 ? heaps[0].heap : heaps.flatMap(\.heap)
    return Array(hits.sorted(by: isBetter).prefix(max(0, limit)))
  }

  /// Whether a hit comes before another one in an answer.
  static func isBetter(_ left: SearchHit, _ right: SearchHit) -> Bool {
    left.similarity != right.similarity
      ? left.similarity > right.similarity : left.id < right.id
  }

  private mutating func siftUp() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBetter(heap[parent], heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var worst = parent
      let left = 2 * parent + 1
      for child in left..<left + 2 where child < heap.count {
        if Self.isBetter(heap[worst], heap[child]) { worst = child }
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
