package import FirthCooccurrence
package import FirthFiles
package import FirthNumerics
package import FirthVectors

import FirthText
import Foundation
import Synchronization

/// One training of GloVe: the parameters, the arranged matrix, and the strata that threads share.
///
/// A step is a stratum: as many tiles as there are bands, no two of which share a row or a column band.
/// Its tiles may be trained in any order and by any thread with the same result.
package final class GloVeRun: TrainingRun {
  let model: GloVe
  let kernels: Kernels
  let counts: CooccurrenceMatrix
  let matrix: TiledMatrix
  /// The parameters of words as rows of the matrix.
  let words: GloVeParameters
  /// The parameters of words as its columns.
  let contexts: GloVeParameters
  package let ledger: LossLedger
  /// A digest of the vectors that the run starts from; nil for random ones.
  private let startDigest: String?
  private let threads: Int
  private let state = Mutex(State())

  private struct State {
    var position = 0
    var isPaused = false
    /// The bound on `|f · d|` above which gradients are looked at, and the value that it rests on.
    var watch: Watch?
  }

  /// What keeps gradients from being looked at one by one.
  private struct Watch {
    /// The epoch.
    let epoch: Int
    /// A bound on all values until the epoch's end.
    let value: Float

    /// Values above it are not expected to grow fourfold in an epoch.
    private static let usual: Float = 4

    init(epoch: Int, largest: Float) {
      self.epoch = epoch
      value = 4 * max(Self.usual, largest)
    }

    /// Below this `|f · d|`, no gradient is above the largest allowed.
    var bound: Float { GloVe.largestGradient / value }
  }

  /// Arranges a matrix and fills the parameters.
  ///
  /// - Throws: `TrainingError`, `CooccurrenceError`, `FileError`.
  package init(
    _ model: GloVe, _ counts: CooccurrenceMatrix, _ kernels: Kernels, threads: Int,
    start: StartingVectors? = nil, stop: StopFlag? = nil, arranging: ((Double) -> Void)? = nil
  ) throws {
    self.model = model
    self.counts = counts
    self.kernels = kernels
    self.threads = threads
    let tiling = Tiling(
      words: counts.vocabulary.count,
      bytesPerWord: 8 * GloVeParameters.stride(dimensions: model.dimensions),
      isSymmetric: counts.isSymmetric)
    try TileArranger.checkDisk(counts)
    matrix = try TileArranger(counts, tiling, threads: threads, stop: stop).arrange(
      progress: arranging)
    words = GloVeParameters(tiling, dimensions: model.dimensions, seed: model.seed, side: 0)
    contexts = GloVeParameters(tiling, dimensions: model.dimensions, seed: model.seed, side: 1)
    ledger = LossLedger(epochs: model.epochs, chunksPerEpoch: tiling.bands)
    startDigest = start?.digest(counts.vocabulary)
    try start?.fill(counts.vocabulary, words, contexts)
  }

  // MARK: Steps

  package var epochs: Int { model.epochs }
  package var position: Int { state.withLock { $0.position } }
  package var totalTokens: Int { matrix.cells * model.epochs }
  package var unit: TrainingProgress.Unit { .cells }

  package func rate(after tokens: Int) -> Double { model.learningRate }

  package func pause() { state.withLock { $0.isPaused = true } }

  package func walk(until end: Int, tick: () -> Void) throws {
    state.withLock { $0.isPaused = false }
    let team = GloVeTeam(self, threads: threads)
    let bands = matrix.tiling.bands
    var order: StratumOrder?
    while position < min(end, stepCount), !state.withLock({ $0.isPaused }) {
      let (epoch, number) = position.quotientAndRemainder(dividingBy: bands)
      if order?.epoch != epoch {
        order = StratumOrder(epoch: epoch, bands: bands, seed: model.seed)
      }
      if watch?.epoch != epoch { try look(epoch) }
      guard let order, let watch else { break }
      let tiles = try team.train(
        order.tiles(of: number), epoch: epoch, bound: watch.bound, tick: tick)
      try enter(tiles, epoch: epoch)
      state.withLock { $0.position += 1 }
      if position % bands == 0 { try look(epoch) }
      tick()
    }
  }

  private var watch: Watch? { state.withLock { $0.watch } }

  /// Enters what a stratum gave, tile after tile.
  private func enter(_ tiles: [GloVeTeam.Tile], epoch: Int) throws(TrainingError) {
    var (loss, cells, gradient) = (0.0, 0, Float(0))
    for tile in tiles {
      loss += tile.loss
      cells += tile.cells
      gradient = max(gradient, tile.largest)
    }
    guard loss.isFinite else {
      throw unstable(epoch, "the loss is infinite or not a number")
    }
    guard gradient <= GloVe.largestGradient else {
      throw unstable(
        epoch, "a gradient of \(gradient), above \(Int(GloVe.largestGradient)), is no longer of use"
      )
    }
    ledger.enter(epoch: epoch, loss: loss, pairs: Double(cells), tokens: cells)
  }

  /// Looks at all values, before an epoch and after it.
  private func look(_ epoch: Int) throws(TrainingError) {
    let largest = max(words.largestValue(), contexts.largestValue())
    if let watch, watch.epoch == epoch, !(largest <= watch.value) {
      throw unstable(epoch, "a vector's value grew to \(largest)")
    }
    state.withLock { $0.watch = Watch(epoch: epoch, largest: largest) }
  }

  package func checkVectors() throws {
    guard words.isFinite, contexts.isFinite else {
      throw unstable(model.epochs - 1, "a vector is infinite or not a number")
    }
  }

  private func unstable(_ epoch: Int, _ problem: String) -> TrainingError {
    .unstable(epoch: epoch + 1, problem: problem, learningRate: model.learningRate)
  }

  // MARK: Checkpoints

  package var identity: [String: String] {
    var identity = [
      "architecture": "glove", "dimensions": "\(model.dimensions)", "epochs": "\(model.epochs)",
      "x-max": "\(model.maximum)", "weighting exponent": "\(model.weightingExponent)",
      "learning rate": "\(model.learningRate)", "bias update": model.biasUpdate.rawValue,
      "seed": "\(model.seed)", "window": "\(counts.window.size)",
      "context": counts.window.side.rawValue,
      "distance weighting": counts.window.weighting.rawValue,
    ]
    identity["instruction set"] = kernels.set.rawValue
    identity["tokenizer"] = counts.tokenizer.rawValue
    identity["boundary"] = counts.boundary.rawValue
    identity["corpus"] = RunIdentity.text(counts.report)
    identity["cells"] = "\(matrix.cells)"
    identity["vocabulary"] = RunIdentity.words(counts.vocabulary)
    identity["starting vectors"] = startDigest
    return identity
  }

  /// The records of words and contexts: values, bias, padding, and the sums of squared gradients.
  package var snapshot: Embeddings {
    Embeddings(
      vocabulary: counts.vocabulary, vectors: words.records(), context: contexts.records())
  }

  package func restore(_ snapshot: Embeddings, position: Int) -> Bool {
    guard snapshot.vocabulary.count == counts.vocabulary.count,
      snapshot.dimension == 2 * words.stride, let context = snapshot.context
    else { return false }
    for word in 0..<counts.vocabulary.count {
      unsafe snapshot.vectors.withRow(word) { unsafe words.setRecord(word, to: $0) }
      unsafe context.withRow(word) { unsafe contexts.setRecord(word, to: $0) }
    }
    state.withLock { $0.position = position }
    return true
  }
}

/// In which order an epoch's tiles come: the strata one after the other, each a set of tiles.
package struct StratumOrder {
  let epoch: Int
  private let columns: [Int]
  private let shifts: [Int]

  package init(epoch: Int, bands: Int, seed: UInt64) {
    self.epoch = epoch
    var random = RandomSource(seed, 5, UInt64(epoch))
    columns = Array(0..<bands).shuffled(using: &random)
    shifts = Array(0..<bands).shuffled(using: &random)
  }

  /// The row and column bands of a stratum's tiles: each band once.
  package func tiles(of stratum: Int) -> [(row: Int, column: Int)] {
    columns.indices.map { row in (row, columns[(row + shifts[stratum]) % columns.count]) }
  }
}
