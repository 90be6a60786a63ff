import FirthText
import Synchronization

/// A walk over the chunks of a corpus that threads share: all epochs of training, or once over text
/// held out.
package final class Pass: Sendable {
  let corpus: EncodedCorpus
  let epochs: Int
  /// Whether vectors move; else only the loss is measured.
  let isTraining: Bool
  let ledger: LossLedger
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
  /// Unlike word2vec.c, which cuts sentences at 1,000 words, only the end of a chunk cuts one.
  package static let chunkSize = 10_000

  init(over corpus: EncodedCorpus, epochs: Int, isTraining: Bool) {
    self.corpus = corpus
    self.epochs = epochs
    self.isTraining = isTraining
    ledger = LossLedger(
      epochs: epochs, chunksPerEpoch: (corpus.count + Self.chunkSize - 1) / Self.chunkSize)
  }

  /// The number of chunks of all epochs.
  package var count: Int { ledger.chunksPerEpoch * epochs }

  /// A chunk by its number; nil behind the last.
  func chunk(_ number: Int) -> Chunk? {
    guard number < count else { return nil }
    let first = number % ledger.chunksPerEpoch * Self.chunkSize
    return Chunk(
      number: number, epoch: number / ledger.chunksPerEpoch,
      range: first..<min(first + Self.chunkSize, corpus.count))
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
  /// The ids, boundaries included.
  let range: Range<Int>
}
