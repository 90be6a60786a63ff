import FirthNumerics
import FirthText

/// One thread's share of a skip-gram run: takes a chunk's tokens, thins them, and hands each window
/// to the kernel as one block.
///
/// As in word2vec.c, the context words are the inputs and the centre word is what they predict.
/// Unlike word2vec.c, the negative samples are drawn once for a window and shared by its context
/// words, as in pWord2Vec (Ji et al. 2016): each row fetched from memory then serves the whole
/// window. A sample that is the centre word is skipped, as there.
@safe
final class SkipGramWorker {
  private let run: SkipGramRun
  private let ids: UnsafeMutableBufferPointer<UInt32>
  private let kept: UnsafeMutablePointer<UInt32>
  private let scratch: UnsafeMutablePointer<Float>
  /// The window at work and the one after it, whose rows are on their way into the cache.
  private var current: SkipGramWindow
  private var next: SkipGramWindow
  private var loss = 0.0
  private var pairs = 0.0

  init(_ run: SkipGramRun) {
    self.run = run
    unsafe ids = .allocate(capacity: SkipGramRun.chunkSize)
    unsafe kept = .allocate(capacity: SkipGramRun.chunkSize)
    current = SkipGramWindow(run)
    next = SkipGramWindow(run)
    unsafe scratch = Kernels.allocateBlockScratch(
      inputs: 2 * run.model.window, tiles: current.tileCapacity, stride: run.inputs.stride)
  }

  deinit {
    unsafe ids.deallocate()
    unsafe kept.deallocate()
    unsafe scratch.deallocate()
  }

  /// Trains one chunk.
  ///
  /// - Throws: `TrainingError.diverged`, or `FileError` from reading the encoded corpus.
  func train(_ chunk: Chunk) throws {
    let ids = unsafe UnsafeMutableBufferPointer(rebasing: ids[..<chunk.range.count])
    try unsafe run.corpus.read(chunk.range, into: ids)
    let rate = run.schedule.rate(after: run.tokens(before: chunk))
    var random = RandomSource(run.model.seed, 1, UInt64(chunk.number))
    loss = 0
    pairs = 0
    var tokens = 0
    var start = 0
    unsafe run.subsampling.thresholds.withUnsafeBufferPointer { thresholds in
      while start < ids.count {
        var end = start
        var length = 0
        while end < ids.count, unsafe ids[end] != EncodedCorpus.boundary {
          let id = unsafe ids[end]
          unsafe kept[length] = id
          let draw = UInt32(truncatingIfNeeded: random.next() >> 32)
          length &+= unsafe draw <= thresholds[Int(id)] ? 1 : 0
          end &+= 1
        }
        tokens += end - start
        trainSentence(length, Float(rate), &random)
        start = end + 1
      }
    }
    guard loss.isFinite else {
      throw TrainingError.diverged(
        epoch: chunk.epoch + 1, tokens: run.ledger.state.tokens, learningRate: rate)
    }
    run.ledger.enter(epoch: chunk.epoch, loss: loss, pairs: pairs, tokens: tokens)
  }

  /// Trains the first `length` kept words as one sentence.
  private func trainSentence(_ length: Int, _ rate: Float, _ random: inout RandomSource) {
    guard length > 1 else { return }
    unsafe next.prepare(kept, length, centre: 0, run, &random)
    for centre in 0..<length {
      swap(&current, &next)
      if centre + 1 < length {
        unsafe next.prepare(kept, length, centre: centre + 1, run, &random)
      } else {
        next.clear()
      }
      let block = unsafe run.kernels.negativeSamplingBlock(
        current.inputs, current.inputCount, current.targets, current.tileCount,
        current.weightsIfNeeded, run.inputs.stride, rate, scratch, next.upcoming,
        next.upcomingCount)
      loss += Double(block)
      pairs += Double(current.inputCount) * current.targetWeight
    }
  }
}
