package import FirthNumerics
package import FirthText
import Synchronization

/// One training of word2vec: the matrices, what is drawn from, and the queue of chunks that the
/// threads share.
package final class Word2VecRun: Sendable {
  let model: Word2Vec
  let corpus: EncodedCorpus
  let kernels: Kernels
  /// The vectors that training is for, [V × D].
  package let inputs: SharedMatrix
  /// The vectors of the words as targets, or of the nodes of the tree, [V × D].
  package let outputs: SharedMatrix
  let subsampling: Subsampling
  let objective: Objective
  let schedule: LinearSchedule
  private let threads: Int
  /// How a deterministic run's columns are shared out; nil for Hogwild.
  private let slicing: Slicing?
  package let ledger: LossLedger
  private let nextChunk = Atomic<Int>(0)
  private let failure = Mutex<(any Error)?>(nil)

  /// What the targets are made from.
  enum Objective: Sendable {
    case negativeSampling(NegativeSampling)
    case hierarchicalSoftmax(HuffmanTree)

    /// The most targets of a block.
    func targets(centres: Int) -> Int {
      switch self {
      case .negativeSampling(let sampling): centres + sampling.samples
      case .hierarchicalSoftmax(let tree): tree.depth
      }
    }
  }

  /// The tokens of a chunk: as often as word2vec.c renews its learning rate.
  ///
  /// Unlike word2vec.c, which cuts sentences at 1,000 words, only the end of a chunk cuts one.
  package static let chunkSize = 10_000

  package init(
    _ model: Word2Vec, _ corpus: EncodedCorpus, _ kernels: Kernels, threads: Int
  ) {
    self.model = model
    self.corpus = corpus
    self.kernels = kernels
    let counts = corpus.vocabulary.counts ?? []
    self.threads = threads
    slicing = model.isDeterministic ? Slicing(columns: model.dimensions, threads: threads) : nil
    let cuts = slicing?.cuts ?? []
    inputs = SharedMatrix(rows: counts.count, columns: model.dimensions, cuts: cuts)
    outputs = SharedMatrix(rows: counts.count, columns: model.dimensions, cuts: cuts)
    inputs.fillAround0(width: 1 / Float(model.dimensions), seed: model.seed)
    subsampling = Subsampling(counts: counts, sample: model.subsampling)
    objective =
      switch model.objective {
      case .negativeSampling:
        .negativeSampling(
          NegativeSampling(
            counts: counts, samples: model.negativeSamples, exponent: model.negativeExponent))
      case .hierarchicalSoftmax: .hierarchicalSoftmax(HuffmanTree(counts: counts))
      }
    schedule = LinearSchedule(
      start: model.learningRate, totalTokens: model.epochs * corpus.tokens)
    ledger = LossLedger(
      epochs: model.epochs, chunksPerEpoch: (corpus.count + Self.chunkSize - 1) / Self.chunkSize)
  }

  /// Trains all chunks.
  ///
  /// - Parameter progress: Called now and then, and at the end.
  /// - Throws: `TrainingError.diverged`, or `FileError` from reading the encoded corpus.
  package func train(progress: (@Sendable (TrainingProgress) -> Void)?) throws {
    let start = ContinuousClock.now
    let tick = { progress?(self.progress(since: start)) ?? () }
    if let slicing {
      let team = SlicedTeam(self, slicing)
      Workers.run(slicing.threads, tick: tick) { SlicedWorker(team, number: $0).work() }
    } else {
      Workers.run(threads, tick: tick) { _ in
        let worker = Word2VecWorker(self)
        while !self.hasFailed, let chunk = self.takeChunk() {
          do { try worker.train(chunk) } catch { self.fail(error) }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    guard inputs.isFinite else {
      throw TrainingError.diverged(
        epoch: model.epochs, tokens: schedule.totalTokens, learningRate: model.learningRate)
    }
    progress?(self.progress(since: start))
  }

  // MARK: Chunks

  private func takeChunk() -> Chunk? {
    chunk(nextChunk.add(1, ordering: .relaxed).oldValue)
  }

  /// A chunk by its number; nil behind the last.
  func chunk(_ number: Int) -> Chunk? {
    let perEpoch = ledger.chunksPerEpoch
    guard number < perEpoch * model.epochs else { return nil }
    let first = number % perEpoch * Self.chunkSize
    return Chunk(
      number: number, epoch: number / perEpoch,
      range: first..<min(first + Self.chunkSize, corpus.count))
  }

  /// The learning rate of a chunk: that of the tokens of the run that come before it, as if
  /// boundaries were spread evenly.
  func rate(of chunk: Chunk) -> Double {
    let tokens =
      chunk.epoch * corpus.tokens + chunk.range.lowerBound * corpus.tokens / corpus.count
    return schedule.rate(after: tokens)
  }

  /// Enters what a chunk gave.
  ///
  /// - Throws: `TrainingError.diverged` when the loss is no finite number.
  func enter(_ chunk: Chunk, loss: Double, pairs: Double, tokens: Int) throws(TrainingError) {
    guard loss.isFinite else {
      throw TrainingError.diverged(
        epoch: chunk.epoch + 1, tokens: ledger.state.tokens, learningRate: rate(of: chunk))
    }
    ledger.enter(epoch: chunk.epoch, loss: loss, pairs: pairs, tokens: tokens)
  }

  // MARK: State

  /// Notes why the run cannot go on; the first reason counts.
  func fail(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }

  /// Whether the run cannot go on.
  var hasFailed: Bool { failure.withLock { $0 != nil } }

  private func progress(since start: ContinuousClock.Instant) -> TrainingProgress {
    let state = ledger.state
    return TrainingProgress(
      epoch: min(state.chunks / ledger.chunksPerEpoch + 1, model.epochs), epochs: model.epochs,
      tokens: state.tokens, totalTokens: schedule.totalTokens, loss: state.recentLoss,
      epochLosses: state.epochLosses, learningRate: schedule.rate(after: state.tokens),
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

/// A piece of one epoch: the unit of work, and of the random numbers.
struct Chunk {
  /// The place in the whole run, counted from 0 over all epochs.
  let number: Int
  /// The epoch, from 0.
  let epoch: Int
  /// The ids, boundaries included.
  let range: Range<Int>
}
