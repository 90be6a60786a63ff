import Synchronization

/// The losses of a run, in Double, from all threads: sums per epoch, and a recent mean.
package final class LossLedger: Sendable {
  package struct State: Sendable {
    package var tokens = 0
    package var chunks = 0
    /// The mean loss of the latest chunks, each new one weighing a twentieth.
    package var recentLoss = Double.nan
    /// The mean loss of each epoch whose chunks are all done.
    package var epochLosses: [Double] = []
  }

  private struct Epoch {
    var loss = 0.0
    var pairs = 0.0
    var chunks = 0
  }

  package let chunksPerEpoch: Int
  private let book: Mutex<(epochs: [Epoch], state: State)>

  package init(epochs: Int, chunksPerEpoch: Int) {
    self.chunksPerEpoch = chunksPerEpoch
    book = Mutex(([Epoch](repeating: Epoch(), count: epochs), State()))
  }

  /// Enters what a chunk gave.
  ///
  /// - Parameters:
  ///   - epoch: The chunk's epoch, from 0.
  ///   - loss: The sum of the losses of its pairs.
  ///   - pairs: The number of its pairs, weighted as in the loss.
  ///   - tokens: The tokens it holds.
  package func enter(epoch: Int, loss: Double, pairs: Double, tokens: Int) {
    book.withLock { book in
      book.epochs[epoch].loss += loss
      book.epochs[epoch].pairs += pairs
      book.epochs[epoch].chunks += 1
      book.state.tokens += tokens
      book.state.chunks += 1
      if pairs > 0 {
        let mean = loss / pairs
        let recent = book.state.recentLoss
        book.state.recentLoss = recent.isNaN ? mean : recent + (mean - recent) / 20
      }
      while book.state.epochLosses.count < book.epochs.count {
        let next = book.epochs[book.state.epochLosses.count]
        guard next.chunks == chunksPerEpoch else { break }
        book.state.epochLosses.append(next.pairs > 0 ? next.loss / next.pairs : 0)
      }
    }
  }

  /// What has been entered so far.
  package var state: State { book.withLock { $0.state } }

  /// The mean loss per pair of each finished epoch.
  package var losses: [Double] { state.epochLosses }
}
