import FirthFiles
import FirthNumerics
import Foundation

/// One thread's share of a GloVe run: takes a tile, puts its cells in this epoch's order, and hands
/// them to the kernel.
///
/// The cells of sixteen rows come together, so that these stay in the first-level cache while columns
/// come from the second; which sixteen come first is drawn anew for every epoch, and so is the order
/// of the cells among them.
@safe
final class GloVeWorker {
  private let run: GloVeRun
  private let stored: UnsafeMutablePointer<UInt64>
  private let ordered: UnsafeMutablePointer<UInt64>
  private let weights: UnsafeMutablePointer<Float>
  /// Where the next cell of each group of rows goes, and how many it has.
  private var places: [Int]
  private var counts: [Int]

  private static let groupBits: UInt64 = 4

  init(_ run: GloVeRun) {
    self.run = run
    let most = run.matrix.largestTile
    unsafe stored = .allocate(capacity: most)
    unsafe ordered = .allocate(capacity: most)
    unsafe weights = Scratch.allocate(most + 16)
    let groups = (run.matrix.tiling.wordsPerBand >> Int(Self.groupBits)) + 1
    places = Array(repeating: 0, count: groups)
    counts = places
  }

  deinit {
    unsafe stored.deallocate()
    unsafe ordered.deallocate()
    unsafe weights.deallocate()
  }

  /// The bytes that a worker takes for tiles of so many cells.
  static func memory(largestTile: Int) -> Int { largestTile * 20 }

  /// Trains the cells of a band of rows by a band of columns.
  ///
  /// - Parameters:
  ///   - row: The band of rows.
  ///   - column: The band of columns.
  ///   - epoch: The epoch, from 0.
  ///   - bound: Cells with `|f · d|` above it have their gradients looked at.
  /// - Returns: The sum of the losses, and the largest gradient of those looked at.
  /// - Throws: `FileError` when the disk fails.
  func train(
    row: Int, column: Int, epoch: Int, bound: Float
  ) throws(FileError) -> (loss: Double, largest: Float) {
    let (matrix, model) = (run.matrix, run.model)
    let tile = matrix.tiling.tile(row, column)
    let count = try unsafe matrix.read(tile.number, into: stored)
    guard count > 0 else { return (0, 0) }
    var random = RandomSource(
      model.seed, 4, UInt64(epoch), UInt64(row), UInt64(column))
    order(count, isTransposed: tile.isTransposed, &random)
    let (words, contexts) = (run.words, run.contexts)
    let rate = Float(model.learningRate)
    unsafe run.kernels.cellWeights(
      ordered, count, Float(model.weightingExponent), Float(log(model.maximum)), weights)
    let result = unsafe run.kernels.adaGradCells(
      ordered, weights, count, words.band(row), contexts.band(column), words.stride,
      words.dimensions, rate, model.biasUpdate == .stanford2024 ? 1 / rate : 1, bound)
    return result
  }

  private func order(_ count: Int, isTransposed: Bool, _ random: inout RandomSource) {
    let shift: UInt64 = (isTransposed ? 16 : 0) + Self.groupBits
    let mask: UInt64 = 0xffff >> Self.groupBits
    let groups = counts.count
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      for group in 0..<groups { unsafe counts[group] = 0 }
      for i in 0..<count {
        unsafe counts[Int(truncatingIfNeeded: stored[i] >> shift & mask)] &+= 1
      }
    }
    var order = Array(0..<groups)
    order.shuffle(using: &random)
    var place = 0
    for group in order {
      places[group] = place
      place += counts[group]
      counts[group] = 0
    }
    unsafe places.withUnsafeBufferPointer { places in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        for i in 0..<count {
          let cell = unsafe stored[i]
          let group = Int(truncatingIfNeeded: cell >> shift & mask)
          let turned = cell & ~0xffff_ffff | (cell & 0xffff) << 16 | (cell >> 16 & 0xffff)
          // Fisher and Yates' shuffle, inside out: the new cell changes places with one of those
          // before, or itself.
          let (start, size) = unsafe (places[group], counts[group])
          let other = start &+ Int(random.below(UInt32(truncatingIfNeeded: size &+ 1)))
          unsafe ordered[start &+ size] = ordered[other]
          unsafe ordered[other] = isTransposed ? turned : cell
          unsafe counts[group] = size &+ 1
        }
      }
    }
  }
}
