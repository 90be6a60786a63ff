/// Why a training run cannot start or go on.
public enum TrainingError: Error, Equatable, Sendable {
  /// An option lies outside what makes sense.
  case invalidOption(name: String, value: String, allowed: String)
  /// The corpus holds fewer than two different words, so there is nothing to tell apart.
  case tooFewWords(Int)
  /// The loss or a vector became infinite or not a number.
  case diverged(epoch: Int, tokens: Int, learningRate: Double)
  /// The corpus has the word that the row for unknown words would have.
  case unknownIsAWord
  /// GloVe's steps grew out of bounds.
  case unstable(epoch: Int, problem: String, learningRate: Double)
  /// The vectors to start from have another length than the model's.
  case otherDimensions(start: Int, model: Int)
  /// A file to go on from is no checkpoint of training, or a damaged one.
  case notACheckpoint(path: String)
  /// A checkpoint was written by a run with other options or another corpus.
  case otherCheckpoint(path: String, differences: [String])
  /// The run was asked to stop; the checkpoint it wrote, if any.
  case stopped(checkpoint: String?)
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
    case .unknownIsAWord:
      "the corpus has the word \(GloVe.unknown), which the row for unknown words would have too; "
        + "train without that row"
    case .unstable(let epoch, let problem, let learningRate):
      "training became unstable in epoch \(epoch): \(problem); start again with a learning rate "
        + "below \(learningRate)"
    case .otherDimensions(let start, let model):
      "the vectors to start from have \(start) dimensions, but the model has \(model); set the "
        + "dimensions to \(start) or start from other vectors"
    case .notACheckpoint(let path):
      "\(path): holds no checkpoint of a training run, or a damaged one; remove it to train from the "
        + "start"
    case .otherCheckpoint(let path, let differences):
      "\(path): belongs to another training run (\(differences.joined(separator: "; "))); go on "
        + "with its options and corpus, or remove it to train from the start"
    case .stopped(let checkpoint):
      checkpoint.map { "stopped; \($0) holds what was trained so far, to go on from" }
        ?? "stopped; nothing was written"
    }
  }
}

extension TrainingError {
  /// Checks a hyper-parameter.
  ///
  /// - Throws: `.invalidOption`.
  static func check<Value: Comparable>(
    _ name: String, _ value: Value, _ allowed: ClosedRange<Value>
  ) throws(TrainingError) {
    guard allowed.contains(value) else {
      throw .invalidOption(
        name: name, value: "\(value)",
        allowed: "from \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }
}
