/// How far a training run has come.
public struct TrainingProgress: Sendable {
  /// What is trained one after the other.
  public enum Unit: String, Sendable {
    /// The tokens of a text.
    case words
    /// The cells of a co-occurrence matrix; "tokens" below means these then.
    case cells
  }

  /// What is trained one after the other.
  public let unit: Unit
  /// The epoch that the latest chunk belongs to, from 1.
  public let epoch: Int
  /// The number of epochs of the whole run.
  public let epochs: Int
  /// The tokens trained so far in the whole run, those that subsampling passed over included.
  public let tokens: Int
  /// The tokens that the whole run will have trained: epochs × tokens of the corpus.
  public let totalTokens: Int
  /// The tokens that were trained before the run went on from a checkpoint; else 0.
  public let tokensBefore: Int
  /// The epochs that were finished before the run went on from a checkpoint; else 0.
  public let epochsBefore: Int
  /// The pairs trained so far, of a word and a target, in all epochs.
  public let pairs: Double
  /// The mean loss per trained pair of the latest chunks; not a number before the first.
  public let loss: Double
  /// The mean loss per trained pair of each finished epoch.
  public let epochLosses: [Double]
  /// The tokens trained in each finished epoch.
  public let epochTokens: [Int]
  /// The mean loss per pair of the text held out, after each epoch.
  public let validationLosses: [Double]
  /// The learning rate of the latest chunk.
  public let learningRate: Double
  /// Seconds since the run began or went on.
  public let seconds: Double

  /// Tokens a second since the run began or went on.
  public var wordsPerSecond: Double {
    seconds > 0 ? Double(tokens - tokensBefore) / seconds : 0
  }

  /// Seconds left at the speed so far; infinite before the first chunk.
  public var secondsLeft: Double {
    let speed = wordsPerSecond
    return speed > 0 ? Double(totalTokens - tokens) / speed : .infinity
  }
}
