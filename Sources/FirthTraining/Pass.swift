import FirthNumerics
import FirthText
import Synchronization

/// A walk over the chunks of a corpus that threads share: all epochs of training, or once over text
/// held out.
///
/// Training takes the chunks in an order drawn from the seed, the same in each epoch: text has its
/// topics one after the other, and what came last, at the lowest rates, would be what the vectors
/// know best. On 100 MB of Wikipedia this gives CBOW and hierarchical softmax one point more of the
/// analogies, and CBOW two of WordSim-353.
package final class Pass: Sendable {
  let corpus: EncodedCorpus
  let epochs: Int
  /// Whether vectors move; else only the loss is measured.
  let isTraining: Bool
  let ledger: LossLedger
  /// The places in the corpus of an epoch's chunks, in the order in which they come.
  private let order: [Int]
  /// The pieces of a chunk, each from another part of the corpus.
  private let pieces: Int
  private let queue = Mutex(Queue())

  private struct Queue {
    /// The next chunk to be taken.
    var next = 0
    /// The chunk that is not to be taken for now.
    var end = 0
    var isPaused = false
  }

  /// The tokens of a chunk: as often as word2vec.c renews its learning rate.
  ///
  /// Unlike word2vec.c, which cuts sentences at 1,000 words, only the end of a chunk's piece cuts one.
  package static let chunkSize = 10_000

  /// A pass over text held out, as it stands.
  init(measuring corpus: EncodedCorpus) {
    self.corpus = corpus
    epochs = 1
    isTraining = false
    pieces = 1
    order = Array(0..<Self.chunks(of: corpus))
    ledger = LossLedger(epochs: 1, chunksPerEpoch: order.count)
  }

  /// A pass that trains.
  ///
  /// - Parameters:
  ///   - corpus: The corpus.
  ///   - epochs: How often each of its tokens is trained.
  ///   - pieces: The pieces of a chunk; a divisor of `chunkSize`.
  ///   - seed: What the chunks' order derives from.
  init(training corpus: EncodedCorpus, epochs: Int, pieces: Int, seed: UInt64) {
    self.corpus = corpus
    self.epochs = epochs
    self.pieces = pieces
    isTraining = true
    var random = RandomSource(seed, 6)
    order = (0..<Self.chunks(of: corpus)).shuffled(using: &random)
    ledger = LossLedger(epochs: epochs, chunksPerEpoch: order.count)
  }

  private static func chunks(of corpus: EncodedCorpus) -> Int {
    (corpus.count + chunkSize - 1) / chunkSize
  }

  /// The number of chunks of all epochs.
  package var count: Int { ledger.chunksPerEpoch * epochs }

  /// A chunk by its number; nil behind the last.
  func chunk(_ number: Int) -> Chunk? {
    guard number < count else { return nil }
    let (epoch, turn) = number.quotientAndRemainder(dividingBy: order.count)
    let size = Self.chunkSize / pieces
    let ranges = (0..<pieces).map { piece in
      let start = min((piece * order.count + order[turn]) * size, corpus.count)
      return start..<min(start + size, corpus.count)
    }
    return Chunk(number: number, epoch: epoch, ranges: ranges.filter { !$0.isEmpty })
  }

  /// Takes the next chunk; nil when there is none for now.
  func take() -> Chunk? {
    queue.withLock { queue in
      guard !queue.isPaused, queue.next < queue.end else { return nil }
      queue.next += 1
      return chunk(queue.next - 1)
    }
  }

  /// The first chunk that is not done yet, once the threads have ended.
  var position: Int {
    get { queue.withLock { $0.next } }
    set { queue.withLock { $0.next = newValue } }
  }

  /// Lets chunks be taken up to one.
  func open(until end: Int) {
    queue.withLock {
      $0.end = min(end, count)
      $0.isPaused = false
    }
  }

  /// Lets no further chunk be taken: what is taken is still finished.
  func pause() { queue.withLock { $0.isPaused = true } }
}

/// A piece of one epoch: the unit of work, and of the random numbers.
struct Chunk {
  /// The place in the whole pass, counted from 0 over all epochs.
  let number: Int
  /// The epoch, from 0.
  let epoch: Int
  /// The places of its ids in the corpus, boundaries included.
  let ranges: [Range<Int>]
}
