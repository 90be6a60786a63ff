internal import Dispatch
internal import FirthNumerics
internal import FirthText
internal import Synchronization

/// One pass over rows that answers many questions: products, scores and a choice, block by block.
///
/// Few columns are multiplied by kernels that read the rows as they are kept, at the speed of
/// memory; many by OpenBLAS, which wants floats. All cores take blocks as they come.
struct Scan {
  let matrix: Matrix
  let kernels: SearchKernels
  /// What makes a row's product with a unit vector a cosine, NaN for a row without direction; with
  /// room for a register behind the last.
  let factors: [Float]
  /// The rows to look at, in rising order; nil for the first `count`.
  let rows: [WordID]?
  /// How many rows to look at.
  let count: Int
  /// The unit vectors of the columns, one after another.
  let columns: [Float]
  /// A question: how it scores rows, and which it must not find.
  let questions: [(scoring: Scoring, excluded: Set<WordID>)]
  /// How many rows to keep for each question.
  let limit: Int
  /// What a score must exceed.
  let threshold: Float
  /// For each question the score to which every row's is compared (see `ranks`); empty where ranks
  /// are not asked for.
  var targets: [Float] = []

  var columnCount: Int { columns.count / matrix.columns }

  /// Up to so many columns are multiplied by kernels: each row is read once and used from the cache.
  private static let mostByKernels = 8
  private static let registerRoom = 16

  var isByKernels: Bool { columnCount <= Self.mostByKernels }

  /// The rows of a block: they, their products and the products' scores stay in the cache.
  var blockRows: Int {
    let bytes = isByKernels ? 128 << 10 : 2 << 20
    let rows = bytes / (matrix.columns * (isByKernels ? matrix.precision.size : 4))
    return min(max(rows & ~(Self.registerRoom - 1), Self.registerRoom), 1024)
  }

  /// Answers the questions: the best rows of each, best first.
  func run() -> [[SearchHit]] {
    let finished = work()
    return questions.indices.map { question in
      TopRows.best(of: finished.map { $0.best[question] }, limit: limit)
    }
  }

  /// For each question how many rows score above its target, and the rows so near to it that only
  /// exact scores can tell.
  func comparisons() -> [(above: Int, near: [WordID])] {
    let finished = work()
    return questions.indices.map { question in
      (
        finished.reduce(0) { $0 + $1.above[question] },
        finished.flatMap { $0.near[question] }
      )
    }
  }

  /// Sends all cores over the rows.
  private func work() -> [ScanWorker] {
    // Blocks are handed out in runs, so that each core reads memory in order.
    let step = isByKernels ? blockRows * 16 : blockRows
    let runs = (count + step - 1) / step
    // Below this, waking other cores takes longer than the work.
    let isSmall = count * columns.count < 1 << 18
    let threads = isSmall ? 1 : min(Workers.cores, max(runs, 1))
    if !isByKernels { BLAS.threads = 1 }
    let next = Atomic<Int>(0)
    let workers = Mutex<[ScanWorker]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let worker = ScanWorker(self)
      while case let run = next.add(1, ordering: .relaxed).oldValue, run < runs {
        let end = min((run + 1) * step, count)
        for start in stride(from: run * step, to: end, by: blockRows) {
          worker.take(start..<min(start + blockRows, end))
        }
      }
      workers.withLock { $0.append(worker) }
    }
    return workers.withLock { $0 }
  }
}

/// One core's part of a scan.
@safe
private final class ScanWorker: @unchecked Sendable {
  private let scan: Scan
  /// The best rows of each question so far.
  private(set) var best: [TopRows]
  /// How many rows are above each question's target, and which are near it.
  private(set) var above: [Int]
  private(set) var near: [[WordID]]
  /// Copies of rows that can't be multiplied where they lie.
  private let copies: UnsafeMutableRawBufferPointer
  /// The columns of a block's products, one after another.
  private let products: UnsafeMutablePointer<Float>
  private let scores: UnsafeMutablePointer<Float>
  private let rowFactors: UnsafeMutablePointer<Float>
  private let places: UnsafeMutablePointer<Int32>

  init(_ scan: Scan) {
    self.scan = scan
    best = [TopRows](
      repeating: TopRows(limit: scan.limit, above: scan.threshold), count: scan.questions.count)
    above = [Int](repeating: 0, count: scan.targets.count)
    near = [[WordID]](repeating: [], count: scan.targets.count)
    let rows = scan.blockRows
    let rowBytes = scan.matrix.columns * MemoryLayout<Float>.stride
    let needsCopies = scan.rows != nil || !scan.isByKernels && scan.matrix.precision != .f32
    unsafe copies = .allocate(byteCount: needsCopies ? 2 * rows * rowBytes : 64, alignment: 64)
    unsafe products = Self.room(rows * max(scan.columnCount, 1) + 16)
    unsafe scores = Self.room(rows + 16)
    unsafe rowFactors = Self.room(rows + 16)
    unsafe places = .allocate(capacity: rows)
  }

  private static func room(_ count: Int) -> UnsafeMutablePointer<Float> {
    let room = UnsafeMutablePointer<Float>.allocate(capacity: count)
    unsafe room.initialize(repeating: 0, count: count)
    return unsafe room
  }

  deinit {
    unsafe copies.deallocate()
    unsafe products.deallocate()
    unsafe scores.deallocate()
    unsafe rowFactors.deallocate()
    unsafe places.deallocate()
  }

  /// Looks at a block of the scan's rows.
  func take(_ block: Range<Int>) {
    multiply(block)
    unsafe scan.factors.withUnsafeBufferPointer { factors in
      guard let all = factors.baseAddress else { return }
      var blockFactors = unsafe all + block.lowerBound
      if let rows = scan.rows {
        for (place, row) in rows[block].enumerated() {
          unsafe rowFactors[place] = all[row.row]
        }
        unsafe blockFactors = UnsafePointer(rowFactors)
      }
      for question in scan.questions.indices {
        unsafe score(question, block.count, blockFactors)
        if scan.targets.isEmpty { choose(question, block) } else { compare(question, block) }
      }
    }
  }

  /// Fills `products` with each column's products with a block of rows.
  private func multiply(_ block: Range<Int>) {
    let (matrix, count) = (scan.matrix, block.count)
    var rowStride = matrix.stride * matrix.precision.size
    var rows = unsafe matrix.address(of: scan.rows == nil ? block.lowerBound : 0)
    if let chosen = scan.rows?[block] {
      rowStride = matrix.columns * matrix.precision.size
      let start = unsafe copies.baseAddress.unsafelyUnwrapped
      for (place, row) in chosen.enumerated() {
        unsafe (start + place * rowStride).copyMemory(
          from: matrix.address(of: row.row), byteCount: rowStride)
      }
      unsafe rows = UnsafeRawPointer(start)
    }
    unsafe scan.columns.withUnsafeBufferPointer { columns in
      guard let columns = columns.baseAddress else { return }
      if scan.isByKernels {
        for column in 0..<scan.columnCount {
          unsafe scan.kernels.products(
            rows, rowStride, count, matrix.columns, columns + column * matrix.columns,
            products + column * count)
        }
      } else {
        let (floats, stride) = unsafe self.floats(rows, rowStride, count)
        unsafe BLAS.multiply(
          columns, leftRows: scan.columnCount, leftStride: matrix.columns, byTransposed: floats,
          rightRows: count, rightStride: stride, columns: matrix.columns, into: products)
      }
    }
  }

  /// A block's rows as floats, with the floats from one to the next; i8 rows without their scales.
  private func floats(
    _ rows: UnsafeRawPointer, _ rowStride: Int, _ count: Int
  ) -> (UnsafePointer<Float>, Int) {
    let matrix = scan.matrix
    if matrix.precision == .f32 {
      return unsafe (rows.assumingMemoryBound(to: Float.self), rowStride / 4)
    }
    // Behind the room for rows that were gathered.
    let room = unsafe (copies.baseAddress.unsafelyUnwrapped + copies.count / 2)
      .assumingMemoryBound(to: Float.self)
    for row in 0..<count {
      unsafe scan.kernels.decode(
        rows + row * rowStride, matrix.columns, room + row * matrix.columns)
    }
    return unsafe (UnsafePointer(room), matrix.columns)
  }

  /// Fills `scores` with a question's scores of a block of `count` rows.
  private func score(_ question: Int, _ count: Int, _ factors: UnsafePointer<Float>) {
    let kernels = scan.kernels
    func column(_ index: Int) -> UnsafePointer<Float> {
      unsafe UnsafePointer(products + index * count)
    }
    switch scan.questions[question].scoring {
    case .sum(let terms):
      unsafe withColumns(terms.count, { unsafe column(terms[$0].column) }) { columns in
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: terms.count) { weights in
          for index in terms.indices {
            unsafe weights.initializeElement(at: index, to: terms[index].weight)
          }
          guard let weights = weights.baseAddress else { return }
          unsafe kernels.sumScores(columns, weights, terms.count, factors, count, scores)
        }
      }
    case .quotient(let above, let below):
      let all = above + below
      unsafe withColumns(all.count, { unsafe column(all[$0]) }) { columns in
        unsafe kernels.quotientScores(
          columns, above.count, all.count, Scoring.epsilon, factors, count, scores)
      }
    case .direction(let a, let b, let c, let offset, let scale):
      let all = [a, b, c]
      unsafe withColumns(3, { unsafe column(all[$0]) }) { columns in
        unsafe kernels.directionScores(columns, offset, scale, factors, count, scores)
      }
    }
  }

  private func withColumns(
    _ count: Int, _ column: (Int) -> UnsafePointer<Float>, _ body: (SearchKernels.Columns) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: count) { room in
      for index in 0..<count { unsafe room.initializeElement(at: index, to: column(index)) }
      guard let start = room.baseAddress else { return }
      unsafe body(UnsafePointer(start))
    }
  }

  /// Counts the rows of a block whose scores are above the question's target.
  private func compare(_ question: Int, _ block: Range<Int>) {
    let target = scan.targets[question]
    var above = 0
    let found = unsafe scan.kernels.placesBetween(
      scores, block.count, target - ExactSearch.tolerance, target + ExactSearch.tolerance, places,
      &above)
    self.above[question] += above
    guard found > 0 else { return }
    for index in 0..<found {
      let place = unsafe block.lowerBound + Int(places[index])
      near[question].append(scan.rows?[place] ?? WordID(place))
    }
  }

  /// Keeps the rows of a block whose scores are among the question's best.
  private func choose(_ question: Int, _ block: Range<Int>) {
    let found = unsafe scan.kernels.placesAbove(
      scores, block.count, best[question].threshold, places)
    guard found > 0 else { return }
    // Taken out, so that each insertion costs no look at who else holds the array.
    var top = TopRows(limit: 0)
    swap(&top, &best[question])
    let excluded = scan.questions[question].excluded
    for index in 0..<found {
      let place = unsafe Int(places[index])
      let score = unsafe scores[place]
      // The threshold may have risen since.
      guard score > top.threshold else { continue }
      let id = scan.rows?[block.lowerBound + place] ?? WordID(block.lowerBound + place)
      guard !excluded.contains(id) else { continue }
      top.insert(SearchHit(id: id, similarity: score))
    }
    swap(&top, &best[question])
  }
}
