import FirthFiles
import FirthNumerics
import FirthText
import Foundation

/// Counts which words stand near each other.
///
/// The corpus is taken in pieces that fit the memory allowed. In each, a word's occurrences are
/// looked up and their neighbours added up in one dense row, word by word, so that cells come in
/// order and are never hashed or sorted; they go to disk as a run. Several runs are then merged.
/// Sums are of whole numbers, so neither the number of threads nor that of pieces changes them.
///
/// Of a symmetric matrix only the lower triangle is counted: a pair belongs to its rarer word.
final class CooccurrenceCounter: Sendable {
  private let corpus: EncodedCorpus
  private let window: ContextWindow
  private let threads: Int
  private let memory: Int
  private let stop: StopFlag?
  private let progress: (@Sendable (CooccurrenceProgress) -> Void)?
  private let partition: RowPartition
  private let weights: [UInt64]
  let unit: UInt64

  /// The bytes of a run that a merging thread holds: a block is seldom larger.
  private static let blockBytes = 1 << 19
  /// The program and the rest.
  private static let base = 16 << 20
  /// The fewest tokens of a piece that is worth a run.
  private static let smallestPiece = 1 << 16
  /// The most runs that are merged at once, however much memory there is.
  private static let widest = 64

  init(
    _ corpus: EncodedCorpus, _ window: ContextWindow, threads: Int, memory: Int?, stop: StopFlag?,
    progress: (@Sendable (CooccurrenceProgress) -> Void)?
  ) {
    self.corpus = corpus
    self.window = window
    self.threads = threads
    self.memory = memory ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 4 * 3)
    self.stop = stop
    self.progress = progress
    let counts = corpus.vocabulary.counts ?? []
    partition = RowPartition(counts: counts, window: window)
    unit = window.unit(highestCount: counts.max() ?? 0)
    weights = window.weights(unit: unit)
  }

  /// What a thread needs: a row and a block or two.
  private static func perThread(words: Int) -> Int {
    RowAccumulator.memory(columns: words) + 2 * blockBytes
  }

  /// What is needed besides the piece of the corpus.
  private var fixed: Int {
    let words = corpus.vocabulary.count
    return Self.base + words * 48 + corpus.vocabulary.bytes.count
      + threads * Self.perThread(words: words)
  }

  /// The bytes that counting holds at most.
  ///
  /// - Throws: `CooccurrenceError.memory` when hardly any tokens fit.
  func memoryNeeded() throws(CooccurrenceError) -> Int {
    fixed + (try pieceSize()) * CorpusSegment.bytesPerToken
  }

  /// The tokens of a piece.
  ///
  /// - Throws: `CooccurrenceError.memory` when hardly any fit.
  func pieceSize() throws(CooccurrenceError) -> Int {
    let wanted = min(corpus.count, Self.smallestPiece)
    let needed = fixed + wanted * CorpusSegment.bytesPerToken
    guard memory >= needed else { throw .memory(needed: needed, limit: memory) }
    return min((memory - fixed) / CorpusSegment.bytesPerToken, CorpusSegment.largest, corpus.count)
  }

  /// Counts.
  ///
  /// - Parameter plan: Called before the counting with what it will find.
  /// - Returns: The cells, in one run, and the blocks of rows that they are in.
  /// - Throws: `CooccurrenceError`, and `FileError` when the disk fails or is full.
  func count(
    plan: (CooccurrenceEstimate) throws -> Void
  ) throws -> (blocks: StoredBlocks, partition: RowPartition) {
    let size = try pieceSize()
    let pieces = (corpus.count + size - 1) / size
    let store = try BlockStore(blocks: partition.count)
    var runs: [StoredBlocks] = []
    for piece in 0..<pieces {
      let first = piece * size
      let range = first..<min(first + size, corpus.count)
      let segment = try CorpusSegment(corpus, range, reach: window.size)
      if piece == 0 {
        let estimate = estimate(segment, pieces: pieces)
        try estimate.check()
        try plan(estimate)
      }
      let before = runs.reduce(0) { $0 + $1.cells }
      try run(.counting) { done in
        (Double(piece) + done) / Double(pieces)
      } cells: {
        before + store.cells
      } work: { block, worker in
        let rows = self.partition.rows(of: block)
        worker.writer.begin(firstRow: rows.lowerBound)
        for row in rows {
          worker.accumulator.addNeighbours(
            of: row, in: segment, side: self.window.side, weights: self.weights)
          worker.writer.append(row, worker.accumulator)
        }
        try store.write(worker.writer, as: block)
      }
      runs.append(store.finish())
      try checkGrowth(of: runs, pieces: pieces)
    }
    while runs.count > 1 { runs = try merge(runs) }
    return (runs[0], partition)
  }

  /// Puts runs together, as many at a time as fit.
  private func merge(_ runs: [StoredBlocks]) throws -> [StoredBlocks] {
    let largest = max(runs.flatMap(\.blocks).map(\.bytes).max() ?? 0, 1)
    let fit = (memory - fixed) / (threads * largest)
    let width = min(max(fit, 2), Self.widest)
    let groups = stride(from: 0, to: runs.count, by: width).map {
      Array(runs[$0..<min($0 + width, runs.count)])
    }
    let store = try BlockStore(blocks: partition.count)
    let isTriangular = window.side == .symmetric
    var merged: [StoredBlocks] = []
    for (number, group) in groups.enumerated() {
      try run(.merging) { done in
        (Double(number) + done) / Double(groups.count)
      } cells: {
        store.cells
      } work: { block, worker in
        worker.writer.begin(firstRow: self.partition.rows(of: block).lowerBound)
        var sources: [RunCursor] = []
        for run in group {
          let cursor = RunCursor(
            run, BlockReader(columns: self.corpus.vocabulary.count, isTriangular: isTriangular))
          if try cursor.open(block, of: self.partition) { sources.append(cursor) }
        }
        while let row = sources.lazy.map(\.row).min() {
          for cursor in sources where cursor.row == row { try cursor.add(to: worker.accumulator) }
          sources = try sources.filter { try $0.row != row || $0.next() }
          worker.writer.append(row, worker.accumulator)
        }
        try store.write(worker.writer, as: block)
      }
      merged.append(store.finish())
    }
    return merged
  }

  // MARK: Disk

  /// Estimates the cells.
  ///
  /// A row in so many is counted, and what it holds taken so many times; the corpus's other pieces
  /// are taken to bring as many new cells as the first, which is too many rather than too few.
  private func estimate(_ segment: CorpusSegment, pieces: Int) -> CooccurrenceEstimate {
    let words = corpus.vocabulary.count
    let step = max(words / Self.sampledRows, 1)
    let accumulator = RowAccumulator(columns: words)
    var cells = 0
    for row in stride(from: step / 2, to: words, by: step) where step > 1 {
      accumulator.addNeighbours(of: row, in: segment, side: window.side, weights: weights)
      cells += step * accumulator.count
      accumulator.clear()
    }
    // Of few words, all pairs may well occur.
    if step == 1 { cells = min(words * words, corpus.tokens * window.size) }
    cells *= pieces
    return CooccurrenceEstimate(
      cells: cells, bytes: cells * Self.bytesPerCell * (pieces > 1 ? 2 : 1))
  }

  /// Checks that the disk has room for the pieces left, and for all of them once more, merged.
  private func checkGrowth(of runs: [StoredBlocks], pieces: Int) throws(CooccurrenceError) {
    guard pieces > 1 else { return }
    let (bytes, cells) = runs.reduce((0, 0)) { ($0.0 + $1.bytes, $0.1 + $1.cells) }
    let left = bytes / runs.count * (pieces - runs.count)
    try CooccurrenceEstimate(cells: cells, bytes: left + bytes).check()
  }

  /// How many rows are counted for the estimate, at least.
  private static let sampledRows = 1_024
  /// What a cell takes on disk, about.
  private static let bytesPerCell = 5

  // MARK: Threads

  /// What a thread works with.
  private final class Worker {
    let accumulator: RowAccumulator
    let writer = BlockWriter()

    init(columns: Int) { accumulator = RowAccumulator(columns: columns) }
  }

  /// Does something for every block, the threads taking one after the other.
  private func run(
    _ stage: CooccurrenceProgress.Stage, fraction: (Double) -> Double, cells: () -> Int,
    work: @escaping @Sendable (Int, Worker) throws -> Void
  ) throws {
    try NumberedWork.run(
      partition.count, threads: threads,
      tick: {
        if stop?.isRaised == true { throw CooccurrenceError.stopped }
        progress?(
          CooccurrenceProgress(stage: stage, fraction: fraction($0), cells: cells()))
      },
      makeWorker: {
        let worker = Worker(columns: self.corpus.vocabulary.count)
        return { try work($0, worker) }
      })
    progress?(CooccurrenceProgress(stage: stage, fraction: fraction(1), cells: cells()))
  }
}

/// The place in a run's block up to which it is merged.
private final class RunCursor {
  private let run: StoredBlocks
  private let reader: BlockReader
  private var block = 0

  init(_ run: StoredBlocks, _ reader: BlockReader) {
    self.run = run
    self.reader = reader
  }

  var row: Int { reader.row }

  /// Opens a block; false if it has no rows.
  func open(_ block: Int, of partition: RowPartition) throws -> Bool {
    self.block = block
    try run.open(block, of: partition, reader)
    return try next()
  }

  func next() throws -> Bool {
    do { return try reader.next() } catch { throw run.error(error, in: block) }
  }

  func add(to accumulator: RowAccumulator) throws {
    do {
      try reader.forEachCell { accumulator.add($0, $1) }
    } catch {
      throw run.error(error, in: block)
    }
  }
}
