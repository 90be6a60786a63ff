package import FirthCooccurrence
package import FirthFiles
import FirthNumerics
import FirthText
import Foundation

/// Brings the cells of a matrix from rows into tiles.
///
/// Every cell's place is known from a first pass that only counts, so threads write their parts of the
/// rows to their places, and tiles come out the same whatever the number of threads: by rows, then
/// columns.
package final class TileArranger: Sendable {
  private let matrix: CooccurrenceMatrix
  private let tiling: Tiling
  private let threads: Int
  private let stop: StopFlag?
  /// For each word its band and its number in it.
  private let bands: [UInt16]
  private let locals: [UInt16]
  /// The blocks of rows that a thread takes at a time.
  private let parts: [Range<Int>]

  /// How many parts there are, about.
  private static let partCount = 64
  /// The cells of a tile that a thread holds before it writes them.
  private static let buffer = 128

  package init(_ matrix: CooccurrenceMatrix, _ tiling: Tiling, threads: Int, stop: StopFlag?) {
    self.matrix = matrix
    self.tiling = tiling
    self.threads = threads
    self.stop = stop
    bands = (0..<tiling.words).map { UInt16($0 % tiling.bands) }
    locals = (0..<tiling.words).map { UInt16($0 / tiling.bands) }
    let share = matrix.storedCells / Self.partCount + 1
    var parts: [Range<Int>] = []
    var (first, cells) = (0, 0)
    for block in 0..<matrix.blockCount {
      cells += matrix.cells(ofBlock: block)
      if cells >= share || block == matrix.blockCount - 1 {
        parts.append(first..<(block + 1))
        (first, cells) = (block + 1, 0)
      }
    }
    self.parts = parts
  }

  /// The bytes that arranging holds.
  static func memory(_ tiling: Tiling, threads: Int) -> Int {
    tiling.stored * 8 * (partCount + 1 + threads * buffer)
  }

  /// Checks that the disk has room for the arranged matrix.
  ///
  /// - Throws: `CooccurrenceError.disk`.
  static func checkDisk(_ matrix: CooccurrenceMatrix) throws(CooccurrenceError) {
    let cells = matrix.storedCells + matrix.vocabulary.count
    try CooccurrenceEstimate(cells: cells, bytes: GloVe.disk(cells: cells)).check()
  }

  /// Arranges the matrix.
  ///
  /// - Parameter progress: Called about five times a second with the part that is done, 0 … 1.
  /// - Returns: The arranged matrix.
  /// - Throws: `FileError` when the disk fails or is full, `CooccurrenceError` for a damaged matrix.
  package func arrange(progress: ((Double) -> Void)?) throws -> TiledMatrix {
    let file = try TemporaryFile()
    let counts = PartTable(parts: parts.count, tiles: tiling.stored)
    try run(progress.map { progress in { progress($0 / 3) } }) { part in
      let row = unsafe counts.row(part)
      try self.forEachCell(of: part) { tile, _, _, _ in unsafe row[tile] &+= 1 }
    }
    let starts = counts.makeStarts()
    try run(progress.map { progress in { progress((1 + 2 * $0) / 3) } }) { part in
      let writer = unsafe TileWriter(
        file, places: counts.row(part), tiles: self.tiling.stored, buffer: Self.buffer)
      try self.forEachCell(of: part) { tile, row, column, logarithm in
        writer.append(
          UInt64(row) | UInt64(column) << 16 | UInt64(logarithm.bitPattern) << 32, to: tile)
      }
      try writer.flush()
    }
    return TiledMatrix(tiling: tiling, starts: starts, file: file)
  }

  /// Calls with every cell to be stored of a part: its tile, its place there, and `ln x`.
  @inline(__always)
  private func forEachCell(
    of part: Int, _ body: (_ tile: Int, _ row: UInt16, _ column: UInt16, _ logarithm: Float) -> Void
  ) throws {
    let unit = log(Double(matrix.unit))
    let isSymmetric = tiling.isSymmetric
    for block in parts[part] {
      try unsafe matrix.forEachRow(ofBlock: block) { row, columns, sums in
        let (band, local) = (Int(bands[row]), locals[row])
        for cell in columns.indices {
          let column = unsafe Int(columns[cell])
          let (otherBand, otherLocal) = (Int(bands[column]), locals[column])
          let logarithm = unsafe Float(log(Double(sums[cell])) - unit)
          if !isSymmetric || band > otherBand {
            body(tiling.number(band, otherBand), local, otherLocal, logarithm)
          } else if band < otherBand {
            body(tiling.number(otherBand, band), otherLocal, local, logarithm)
          } else {
            body(tiling.number(band, band), local, otherLocal, logarithm)
            if row != column { body(tiling.number(band, band), otherLocal, local, logarithm) }
          }
        }
      }
    }
  }

  private func run(
    _ progress: ((Double) -> Void)?, work: @escaping @Sendable (Int) throws -> Void
  ) throws {
    try NumberedWork.run(
      parts.count, threads: threads,
      tick: { fraction in
        if stop?.isRaised == true { throw CooccurrenceError.stopped }
        progress?(fraction)
      }, makeWorker: { work })
    progress?(1)
  }
}

/// A number for each part and tile: first cells, then the place of the part's next cell in the file.
///
/// Unchecked: a thread touches only the row of its part.
@safe
private final class PartTable: @unchecked Sendable {
  private let parts: Int
  private let tiles: Int
  private let numbers: UnsafeMutablePointer<Int>

  init(parts: Int, tiles: Int) {
    (self.parts, self.tiles) = (parts, tiles)
    unsafe numbers = .allocate(capacity: parts * tiles)
    unsafe numbers.initialize(repeating: 0, count: parts * tiles)
  }

  deinit { unsafe numbers.deallocate() }

  @unsafe func row(_ part: Int) -> UnsafeMutablePointer<Int> { unsafe numbers + part * tiles }

  /// Turns counts into places; returns where each tile begins, and where the last one ends.
  func makeStarts() -> [Int] {
    var starts = [0]
    var end = 0
    for tile in 0..<tiles {
      for part in 0..<parts {
        let place = part * tiles + tile
        let count = unsafe numbers[place]
        unsafe numbers[place] = end
        end += count
      }
      starts.append(end)
    }
    return starts
  }
}

/// Collects a part's cells by tile and writes them to their places, some at a time.
@safe
private final class TileWriter {
  private let file: TemporaryFile
  private let places: UnsafeMutablePointer<Int>
  private let tiles: Int
  private let capacity: Int
  private let cells: UnsafeMutablePointer<UInt64>
  private let counts: UnsafeMutablePointer<Int>
  private var failure: FileError?

  @unsafe init(
    _ file: TemporaryFile, places: UnsafeMutablePointer<Int>, tiles: Int, buffer: Int
  ) {
    self.file = file
    unsafe self.places = places
    self.tiles = tiles
    capacity = buffer
    unsafe cells = .allocate(capacity: tiles * buffer)
    unsafe counts = .allocate(capacity: tiles)
    unsafe counts.initialize(repeating: 0, count: tiles)
  }

  deinit {
    unsafe cells.deallocate()
    unsafe counts.deallocate()
  }

  @inline(__always)
  func append(_ cell: UInt64, to tile: Int) {
    let count = unsafe counts[tile]
    unsafe cells[tile &* capacity &+ count] = cell
    unsafe counts[tile] = count &+ 1
    if count &+ 1 == capacity { write(tile) }
  }

  /// Writes what is left.
  ///
  /// - Throws: The first `FileError` of the part.
  func flush() throws(FileError) {
    for tile in 0..<tiles where unsafe counts[tile] > 0 { write(tile) }
    if let failure { throw failure }
  }

  private func write(_ tile: Int) {
    let count = unsafe counts[tile]
    unsafe counts[tile] = 0
    guard failure == nil else { return }
    let bytes = unsafe UnsafeRawBufferPointer(start: cells + tile * capacity, count: 8 * count)
    do {
      try unsafe file.write(bytes, at: 8 * places[tile])
      unsafe places[tile] += count
    } catch {
      failure = error
    }
  }
}
