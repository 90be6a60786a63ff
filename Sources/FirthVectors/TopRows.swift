internal import FirthText

/// The best rows seen so far, in a heap of bounded size whose root is the worst of them.
struct TopRows {
  private let limit: Int
  private var heap: [SearchHit] = []

  /// Keeps at most `limit` rows.
  init(limit: Int) {
    self.limit = limit
  }

  /// The similarity that a row must exceed to be kept, once the heap is full.
  ///
  /// Rows come in rising order, so one that only equals the worst comes after it and stays out.
  private(set) var threshold = -Float.infinity

  /// Considers a row.
  ///
  /// - Precondition: rows come in rising order.
  mutating func insert(_ hit: SearchHit) {
    guard limit > 0 else { return }
    if heap.count < limit {
      heap.append(hit)
      siftUp()
    } else if Self.isBetter(hit, heap[0]) {
      heap[0] = hit
      siftDown()
    }
    if heap.count == limit { threshold = heap[0].similarity }
  }

  /// The rows, best first.
  var sorted: [SearchHit] { heap.sorted(by: Self.isBetter) }

  private static func isBetter(_ left: SearchHit, _ right: SearchHit) -> Bool {
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
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if Self.isBetter(heap[worst], heap[child]) { worst = child }
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
