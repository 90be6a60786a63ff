import Synchronization

/// The losses of a run, in Double, from all threads: sums per epoch, and a recent mean.
package final class LossLedger: Sendable {
  /// What has been entered, to the bit: what a checkpoint keeps.
  package struct Book: Codable, Equatable, Sendable {
    /// The sums of one epoch.
    struct Epoch: Codable, Equatable, Sendable {
      var loss = 0.0
      var pairs = 0.0
      var chunks = 0
      var tokens = 0
    }

    var epochs: [Epoch]
    /// The mean loss of the latest chunks, each new one weighing a twentieth; nil before the first.
    var recentLoss: Double?
  }

  package struct State: Sendable {
    package var tokens = 0
    package var chunks = 0
    /// The pairs trained, weighted as in the loss.
    package var pairs = 0.0
    /// The mean loss of the latest chunks, each new one weighing a twentieth.
    package var recentLoss = Double.nan
    /// The mean loss of each epoch whose chunks are all done.
    package var epochLosses: [Double] = []
    /// The tokens of each epoch whose chunks are all done.
    package var epochTokens: [Int] = []
  }

  package let chunksPerEpoch: Int
  private let mutex: Mutex<Book>

  package init(epochs: Int, chunksPerEpoch: Int) {
    self.chunksPerEpoch = chunksPerEpoch
    mutex = Mutex(Book(epochs: [Book.Epoch](repeating: Book.Epoch(), count: epochs)))
  }

  /// Enters what a chunk gave.
  ///
  /// - Parameters:
  ///   - epoch: The chunk's epoch, from 0.
  ///   - loss: The sum of the losses of its pairs.
  ///   - pairs: The number of its pairs, weighted as in the loss.
  ///   - tokens: The tokens it holds.
  package func enter(epoch: Int, loss: Double, pairs: Double, tokens: Int) {
    mutex.withLock { book in
      book.epochs[epoch].loss += loss
      book.epochs[epoch].pairs += pairs
      book.epochs[epoch].chunks += 1
      book.epochs[epoch].tokens += tokens
      if pairs > 0 {
        let mean = loss / pairs
        book.recentLoss = book.recentLoss.map { $0 + (mean - $0) / 20 } ?? mean
      }
    }
  }

  /// What has been entered so far.
  package var book: Book { mutex.withLock { $0 } }

  /// Goes on from a book of the same epochs.
  package func restore(_ book: Book) { mutex.withLock { $0 = book } }

  /// What has been entered so far, summed up.
  package var state: State {
    let book = self.book
    var state = State()
    state.tokens = book.epochs.reduce(0) { $0 + $1.tokens }
    state.chunks = book.epochs.reduce(0) { $0 + $1.chunks }
    state.pairs = book.epochs.reduce(0) { $0 + $1.pairs }
    state.recentLoss = book.recentLoss ?? .nan
    for epoch in book.epochs.prefix(while: { $0.chunks == chunksPerEpoch }) {
      state.epochLosses.append(epoch.pairs > 0 ? epoch.loss / epoch.pairs : 0)
      state.epochTokens.append(epoch.tokens)
    }
    return state
  }

  /// The mean loss per pair of each finished epoch.
  package var losses: [Double] { state.epochLosses }
}
