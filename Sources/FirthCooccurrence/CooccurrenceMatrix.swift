public import FirthFiles
public import FirthText

import FirthNumerics

/// How often each word stood near each other: [V × V], sparse, on disk.
///
/// Of a symmetric matrix the lower triangle is stored. A cell is a whole number of units, so that it
/// is exact whatever the order of adding: `sum / unit`.
public struct CooccurrenceMatrix: Sendable {
  /// The words of rows and columns.
  public let vocabulary: Vocabulary
  /// What was counted.
  public let window: ContextWindow
  /// How the text was cut into tokens.
  public let tokenizer: Tokenizer
  /// Where sentences end.
  public let boundary: SentenceBoundary
  /// What was read of the corpus.
  public let report: CorpusReport
  /// How many units make one.
  public let unit: UInt64
  let blocks: StoredBlocks
  let partition: RowPartition

  /// Counts the pairs of a corpus.
  ///
  /// - Parameters:
  ///   - corpus: The encoded corpus.
  ///   - window: Which neighbours count.
  ///   - threads: The number of threads; by default one per core.
  ///   - memory: The most bytes to use; nil for three quarters of the machine's.
  ///   - plan: Called before the counting with what it will find and take; may throw to prevent it.
  ///   - stop: A flag that ends the counting when it is raised.
  ///   - progress: Called about five times a second on the calling thread.
  /// - Throws: `CooccurrenceError`, `FileError` when the disk fails or is full, and what `plan`
  ///   throws.
  public init(
    counting corpus: EncodedCorpus, window: ContextWindow = ContextWindow(), threads: Int? = nil,
    memory: Int? = nil, plan: (CooccurrenceEstimate) throws -> Void = { _ in },
    stop: StopFlag? = nil,
    progress: (@Sendable (CooccurrenceProgress) -> Void)? = nil
  ) throws {
    guard (1...ContextWindow.largest).contains(window.size) else {
      throw CooccurrenceError.window(window.size)
    }
    let counter = CooccurrenceCounter(
      corpus, window, threads: threads ?? Workers.cores, memory: memory, stop: stop,
      progress: progress)
    let (blocks, partition) = try counter.count(plan: plan)
    guard blocks.cells > 0 else { throw CooccurrenceError.noPairs }
    self.init(
      vocabulary: corpus.vocabulary, window: window, tokenizer: corpus.tokenizer,
      boundary: corpus.boundary, report: corpus.report, unit: counter.unit, blocks: blocks,
      partition: partition)
  }

  /// The bytes that counting the pairs of a corpus will hold, with the parameters of
  /// `init(counting:)`.
  ///
  /// - Throws: `CooccurrenceError.memory` when it does not fit the memory.
  public static func memory(
    counting corpus: EncodedCorpus, window: ContextWindow = ContextWindow(), threads: Int? = nil,
    memory: Int? = nil
  ) throws(CooccurrenceError) -> Int {
    try CooccurrenceCounter(
      corpus, window, threads: threads ?? Workers.cores, memory: memory, stop: nil, progress: nil
    ).memoryNeeded()
  }

  init(
    vocabulary: Vocabulary, window: ContextWindow, tokenizer: Tokenizer, boundary: SentenceBoundary,
    report: CorpusReport, unit: UInt64, blocks: StoredBlocks, partition: RowPartition
  ) {
    self.vocabulary = vocabulary
    self.window = window
    self.tokenizer = tokenizer
    self.boundary = boundary
    self.report = report
    self.unit = unit
    self.blocks = blocks
    self.partition = partition
  }

  /// Whether the matrix equals its transpose, so that the lower triangle is all there is stored.
  public var isSymmetric: Bool { window.side == .symmetric }

  /// The number of cells stored.
  public var storedCells: Int { blocks.cells }

  /// The bytes that they take on disk.
  public var storedBytes: Int { blocks.bytes }

  /// The number of blocks of rows, which can be read apart.
  package var blockCount: Int { partition.count }

  /// The number of cells stored of a block.
  package func cells(ofBlock number: Int) -> Int { blocks.blocks[number].cells }

  /// Calls with each row of a block that has cells, by rising rows; safe from many threads at once.
  ///
  /// - Parameters:
  ///   - number: The block.
  ///   - body: Gets the row, its columns by rising number, and their sums in units.
  /// - Throws: `CooccurrenceError.damaged`, `FileError`, and what `body` throws.
  package func forEachRow(
    ofBlock number: Int,
    _ body: (Int, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt64>) throws -> Void
  ) throws {
    let reader = BlockReader(columns: vocabulary.count, isTriangular: isSymmetric)
    try blocks.open(number, of: partition, reader)
    let cells = RowCells()
    do {
      while try reader.next() {
        cells.reserve(reader.count)
        var count = 0
        let (columns, sums) = unsafe (cells.columns, cells.sums)
        try reader.forEachCell { column, sum in
          unsafe columns[count] = UInt32(truncatingIfNeeded: column)
          unsafe sums[count] = sum
          count &+= 1
        }
        try unsafe body(
          reader.row, UnsafeBufferPointer(start: columns, count: count),
          UnsafeBufferPointer(start: sums, count: count))
      }
    } catch let damage as BlockReader.Damage {
      throw blocks.error(damage, in: number)
    }
  }
}

/// Room for the cells of a row.
@safe
private final class RowCells {
  private(set) var columns: UnsafeMutablePointer<UInt32>
  private(set) var sums: UnsafeMutablePointer<UInt64>
  private var capacity = 4_096

  init() {
    unsafe columns = .allocate(capacity: capacity)
    unsafe sums = .allocate(capacity: capacity)
  }

  deinit { free() }

  func reserve(_ count: Int) {
    guard count > capacity else { return }
    free()
    capacity = 2 * count
    unsafe columns = .allocate(capacity: capacity)
    unsafe sums = .allocate(capacity: capacity)
  }

  private func free() {
    unsafe columns.deallocate()
    unsafe sums.deallocate()
  }
}
