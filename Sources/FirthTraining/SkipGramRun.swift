package import FirthNumerics
package import FirthText
import Foundation
import Synchronization

/// One training of skip-gram with negative sampling: the matrices, what is drawn from, and the
/// queue of chunks that the threads share.
package final class SkipGramRun: Sendable {
  let model: Word2Vec
  let corpus: EncodedCorpus
  let kernels: Kernels
  /// The vectors that training is for, [V × D].
  package let inputs: SharedMatrix
  /// The vectors of the words as targets, [V × D].
  package let outputs: SharedMatrix
  let subsampling: Subsampling
  let negatives: AliasTable
  let schedule: LinearSchedule
  package let ledger: LossLedger
  private let nextChunk = Atomic<Int>(0)
  private let failure = Mutex<(any Error)?>(nil)

  /// The tokens of a chunk: as often as word2vec.c renews its learning rate.
  ///
  /// Unlike word2vec.c, which cuts sentences at 1,000 words, only the end of a chunk cuts one.
  package static let chunkSize = 10_000

  /// The power of its count with which a word is drawn as a negative sample, as in word2vec.c.
  static let negativeExponent = 0.75

  package init(_ model: Word2Vec, _ corpus: EncodedCorpus, _ kernels: Kernels) {
    self.model = model
    self.corpus = corpus
    self.kernels = kernels
    let counts = corpus.vocabulary.counts ?? []
    inputs = SharedMatrix(rows: counts.count, columns: model.dimensions)
    outputs = SharedMatrix(rows: counts.count, columns: model.dimensions)
    inputs.fillAround0(width: 1 / Float(model.dimensions), seed: model.seed)
    subsampling = Subsampling(counts: counts, sample: model.subsampling)
    negatives = AliasTable(weights: counts.map { pow(Double($0), Self.negativeExponent) })
    schedule = LinearSchedule(
      start: model.learningRate, totalTokens: model.epochs * corpus.tokens)
    ledger = LossLedger(epochs: model.epochs, chunksPerEpoch: Self.chunks(of: corpus))
  }

  private static func chunks(of corpus: EncodedCorpus) -> Int {
    (corpus.count + chunkSize - 1) / chunkSize
  }

  package func train(threads: Int, progress: (@Sendable (TrainingProgress) -> Void)?) throws {
    let start = ContinuousClock.now
    Workers.run(
      threads, tick: { progress?(self.progress(since: start)) },
      work: { _ in
        let worker = SkipGramWorker(self)
        while self.failure.withLock({ $0 == nil }), let chunk = self.takeChunk() {
          do { try worker.train(chunk) } catch { self.failure.withLock { $0 = $0 ?? error } }
        }
      })
    if let error = failure.withLock({ $0 }) { throw error }
    guard inputs.isFinite else {
      throw TrainingError.diverged(
        epoch: model.epochs, tokens: schedule.totalTokens, learningRate: model.learningRate)
    }
    progress?(self.progress(since: start))
  }

  private func takeChunk() -> Chunk? {
    let perEpoch = ledger.chunksPerEpoch
    let taken = nextChunk.add(1, ordering: .relaxed).oldValue
    guard taken < perEpoch * model.epochs else { return nil }
    let first = taken % perEpoch * Self.chunkSize
    return Chunk(
      number: taken, epoch: taken / perEpoch,
      range: first..<min(first + Self.chunkSize, corpus.count))
  }

  /// The tokens of the run that come before a chunk, as if boundaries were spread evenly.
  func tokens(before chunk: Chunk) -> Int {
    chunk.epoch * corpus.tokens + chunk.range.lowerBound * corpus.tokens / corpus.count
  }

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
