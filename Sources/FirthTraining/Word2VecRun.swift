package import FirthNumerics
package import FirthText
import Synchronization

/// One training of word2vec: the matrices, what is drawn from, and the queue of chunks that the
/// threads share.
package final class Word2VecRun: TrainingRun {
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
  let threads: Int
  /// How a deterministic run's columns are shared out; nil for Hogwild.
  let slicing: Slicing?
  package let training: Pass
  /// For each word whether its vector stays as it is; nil if none does.
  let isFrozen: [Bool]?
  /// A digest of the vectors that the run starts from; nil for random ones.
  let startDigest: String?
  /// Held by the thread that brings its copies of the tree's upper nodes together with the others'.
  let exchange = Mutex(())
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

  /// The width of the random numbers around 0 that vectors start from, 1/√D: their length is 0.29 at any
  /// number of dimensions.
  ///
  /// Unlike word2vec.c, whose width is 1/D: a length of 0.02 at 200 dimensions, from which the targets,
  /// which start at 0, learn next to nothing for a while. On wiki8 (100 MB, five epochs, three seeds)
  /// skip-gram has 40.1 % of the analogies for 39.1, WordSim-353 67.7 for 67.4, SimLex-999 33.1 for 32.5;
  /// CBOW by the original gradient gains as much, by the true one nothing. Short texts gain most:
  /// WordSim-353 after one epoch of 30 MB is 33.5 for 26.1. Twice the width is no better.
  private static func startWidth(_ dimensions: Int) -> Float { 1 / Float(dimensions).squareRoot() }

  package init(
    _ model: Word2Vec, _ corpus: EncodedCorpus, _ kernels: Kernels, threads: Int,
    start: StartingVectors? = nil
  ) throws(TrainingError) {
    self.model = model
    self.corpus = corpus
    self.kernels = kernels
    let counts = corpus.vocabulary.counts ?? []
    self.threads = threads
    slicing = model.isDeterministic ? Slicing(columns: model.dimensions, threads: threads) : nil
    let cuts = slicing?.cuts ?? []
    inputs = SharedMatrix(rows: counts.count, columns: model.dimensions, cuts: cuts)
    // Targets are met all over the matrix. Inputs stay in a thread's cache for a window, and gain nothing.
    outputs = SharedMatrix(
      rows: counts.count, columns: model.dimensions, cuts: cuts, isSpread: true)
    inputs.fillAround0(width: Self.startWidth(model.dimensions), seed: model.seed)
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
    let isKnown = try start?.fill(
      corpus.vocabulary, inputs, model.objective == .negativeSampling ? outputs : nil)
    isFrozen = start?.isFrozen == true ? isKnown : nil
    startDigest = start?.digest(corpus.vocabulary)
    training = Pass(
      training: corpus, epochs: model.epochs, pieces: model.centresOfBlock, seed: model.seed)
  }

  /// The losses of the training.
  package var ledger: LossLedger { training.ledger }

  /// Works through the chunks of a pass up to one, or until it is paused.
  ///
  /// - Parameters:
  ///   - pass: The pass.
  ///   - end: The number of the first chunk to leave.
  ///   - tick: Called now and then on the calling thread.
  /// - Throws: `TrainingError.diverged`, or `FileError` from reading the encoded corpus.
  package func walk(_ pass: Pass, until end: Int, tick: () -> Void = {}) throws {
    pass.open(until: end)
    if let slicing {
      let team = SlicedTeam(self, pass, slicing)
      Workers.run(slicing.threads, tick: tick) { team.work(thread: $0) }
    } else {
      let start = Meeting(threads: threads)
      Workers.run(threads, tick: tick) { thread in
        let worker = Word2VecWorker(self, pass)
        // Whoever copied the upper nodes after another had moved them would count what that one did.
        start.wait(thread: thread)
        while !self.hasFailed, let chunk = pass.take() {
          do { try worker.work(on: chunk) } catch { self.fail(error) }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  /// Checks that no vector became infinite or not a number.
  ///
  /// - Throws: `TrainingError.diverged`.
  package func checkVectors() throws {
    guard inputs.isFinite else {
      throw TrainingError.diverged(
        epoch: model.epochs, tokens: schedule.totalTokens, learningRate: model.learningRate)
    }
  }

  /// The learning rate of a chunk: that of the tokens of the run that come before it, as if all
  /// chunks held as many.
  func rate(of chunk: Chunk) -> Double {
    let share = Double(chunk.number) / Double(training.count)
    return schedule.rate(after: Int(share * Double(schedule.totalTokens)))
  }

  /// Enters what a chunk gave.
  ///
  /// - Throws: `TrainingError.diverged` when the loss is no finite number.
  func enter(
    _ chunk: Chunk, of pass: Pass, loss: Double, pairs: Double, tokens: Int
  ) throws(TrainingError) {
    guard loss.isFinite else {
      throw TrainingError.diverged(
        epoch: pass.isTraining ? chunk.epoch + 1 : training.ledger.losses.count,
        tokens: training.ledger.state.tokens, learningRate: rate(of: chunk))
    }
    pass.ledger.enter(epoch: chunk.epoch, loss: loss, pairs: pairs, tokens: tokens)
  }

  // MARK: State

  /// Notes why the run cannot go on; the first reason counts.
  func fail(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }

  /// Whether the run cannot go on.
  var hasFailed: Bool { failure.withLock { $0 != nil } }
}
