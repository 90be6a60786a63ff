/// How far counting has come.
public struct CooccurrenceProgress: Sendable {
  /// What is being done.
  public enum Stage: String, Sendable {
    /// Pairs are counted.
    case counting
    /// What was counted in several rounds, for want of memory, is put together.
    case merging
  }

  /// What is being done.
  public let stage: Stage
  /// The part of the stage that is done, 0 … 1.
  public let fraction: Double
  /// The cells found so far.
  public let cells: Int
}
