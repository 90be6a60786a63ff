/// Why a training run cannot start or go on.
public enum TrainingError: Error, Equatable, Sendable {
  /// An option lies outside what makes sense.
  case invalidOption(name: String, value: String, allowed: String)
  /// The corpus holds fewer than two different words, so there is nothing to tell apart.
  case tooFewWords(Int)
  /// The loss or a vector became infinite or not a number.
  case diverged(epoch: Int, tokens: Int, learningRate: Double)
}

extension TrainingError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to change.
  public var description: String {
    switch self {
    case .invalidOption(let name, let value, let allowed):
      "\(name) is \(value), but must be \(allowed)"
    case .tooFewWords(let count):
      "the vocabulary has \(count == 1 ? "one word" : "\(count) words"), but training needs at "
        + "least two; lower the minimum count or give more text"
    case .diverged(let epoch, let tokens, let learningRate):
      "training diverged in epoch \(epoch), after \(tokens) tokens, at learning rate "
        + "\(learningRate): a loss or a vector is infinite or not a number; start again with a "
        + "lower learning rate"
    }
  }
}
