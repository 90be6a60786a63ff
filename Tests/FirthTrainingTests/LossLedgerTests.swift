import FirthTraining
import Testing

@Suite("The ledger of losses")
struct LossLedgerTests {
  @Test("an epoch's loss is the mean over its pairs, whatever the order of the chunks")
  func outOfOrder() {
    let ledger = LossLedger(epochs: 3, chunksPerEpoch: 2)
    #expect(ledger.state.recentLoss.isNaN)
    ledger.enter(epoch: 0, loss: 30, pairs: 10, tokens: 5)
    #expect(ledger.losses.isEmpty)
    // A faster thread is already in the next epoch, and done with it first.
    ledger.enter(epoch: 1, loss: 8, pairs: 4, tokens: 5)
    ledger.enter(epoch: 1, loss: 2, pairs: 6, tokens: 3)
    #expect(ledger.losses.isEmpty)
    ledger.enter(epoch: 0, loss: 10, pairs: 30, tokens: 3)
    #expect(ledger.losses == [1, 1])
    ledger.enter(epoch: 2, loss: 0, pairs: 0, tokens: 5)
    #expect(ledger.losses == [1, 1])
    ledger.enter(epoch: 2, loss: 3, pairs: 6, tokens: 3)
    #expect(ledger.losses == [1, 1, 0.5])
    #expect(ledger.state.tokens == 24)
    #expect(ledger.state.chunks == 6)
  }

  @Test("an epoch without a pair has a loss of 0, and says nothing of the recent loss")
  func withoutPairs() {
    let ledger = LossLedger(epochs: 1, chunksPerEpoch: 1)
    ledger.enter(epoch: 0, loss: 0, pairs: 0, tokens: 3)
    #expect(ledger.losses == [0])
    #expect(ledger.state.recentLoss.isNaN)
  }

  @Test("the recent loss moves a twentieth of the way to each new mean")
  func recentLoss() {
    let ledger = LossLedger(epochs: 1, chunksPerEpoch: 9)
    ledger.enter(epoch: 0, loss: 4, pairs: 2, tokens: 1)
    #expect(ledger.state.recentLoss == 2)
    ledger.enter(epoch: 0, loss: 66, pairs: 3, tokens: 1)
    #expect(ledger.state.recentLoss == 3)
  }
}
