/// word2vec.c's learning rate: from its start linearly to zero over the run, but never below a
/// ten-thousandth of the start.
package struct LinearSchedule: Sendable {
  package let start: Double
  /// The tokens of the whole run, all epochs together.
  package let totalTokens: Int

  package static let floor = 1e-4

  package init(start: Double, totalTokens: Int) {
    self.start = start
    self.totalTokens = totalTokens
  }

  /// The rate after `tokens` tokens.
  ///
  /// Unlike word2vec.c, which counts what all threads have done by now, the caller passes the place
  /// in the run, so that the rate of a chunk does not depend on the number of threads.
  package func rate(after tokens: Int) -> Double {
    let left = 1 - Double(tokens) / Double(totalTokens + 1)
    return start * max(left, Self.floor)
  }
}
