/// Says how far a run has come, and how fast it goes.
struct ProgressClock: Sendable {
  private let run: any TrainingRun
  private let start = ContinuousClock.now
  /// The tokens that an earlier process trained.
  private let tokensBefore: Int
  private let epochsBefore: Int

  init(_ run: any TrainingRun) {
    self.run = run
    tokensBefore = run.ledger.state.tokens
    epochsBefore = run.ledger.losses.count
  }

  func progress(validationLosses: [Double] = []) -> TrainingProgress {
    let state = run.ledger.state
    let epochs = run.epochs
    return TrainingProgress(
      unit: run.unit, epoch: min(state.chunks / run.ledger.chunksPerEpoch + 1, epochs),
      epochs: epochs, tokens: state.tokens, totalTokens: run.totalTokens,
      tokensBefore: tokensBefore, epochsBefore: epochsBefore, pairs: state.pairs,
      loss: state.recentLoss, epochLosses: state.epochLosses,
      epochTokens: state.epochTokens,
      validationLosses: validationLosses, learningRate: run.rate(after: state.tokens),
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
