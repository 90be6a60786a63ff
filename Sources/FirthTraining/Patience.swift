/// How long training goes on without a new lowest loss.
struct Patience: Sendable {
  /// After how many epochs without a new lowest loss training ends.
  let epochs: Int

  /// Whether training should end after these losses of the epochs so far.
  func isOver(_ losses: [Double]) -> Bool {
    guard let lowest = losses.min(), let best = losses.firstIndex(of: lowest) else { return false }
    return losses.count - 1 - best >= epochs
  }
}
