internal import Firth
internal import Foundation
internal import Synchronization

/// What happens around a training, whatever it trains: it is shown, logged, and stopped by Ctrl-C.
struct TrainingWatch {
  let display: ProgressDisplay
  let log: TrainingLog?
  private let start = Date()

  init(display: ProgressDisplay, log: TrainingLog?) {
    self.display = display
    self.log = log
  }

  /// Runs a training to its end.
  ///
  /// - Parameter train: Trains, with a flag that asks it to stop, and with what its progress and its
  ///   notes are for.
  /// - Returns: What `train` returns.
  /// - Throws: `InterruptionError` when it was stopped, and what `train` throws.
  func run(
    _ train: (
      _ stop: StopFlag, _ progress: @escaping @Sendable (TrainingProgress) -> Void,
      _ note: @escaping @Sendable (String) -> Void
    ) throws -> Embeddings
  ) throws -> Embeddings {
    let interruption = Interruption { [display] in
      display.note("stopping at the end of the chunks at work; once more ends at once")
    }
    let last = Mutex<TrainingProgress?>(nil)
    let embeddings: Embeddings
    do {
      embeddings = try train(
        interruption.flag,
        { [display, log] progress in
          display.show(progress)
          log?.show(progress)
          last.withLock { $0 = progress }
        }, { [display] in display.note("note: \($0)") })
    } catch TrainingError.stopped(let checkpoint) {
      throw interruption.error(TrainingError.stopped(checkpoint: checkpoint))
    } catch CooccurrenceError.stopped {
      throw interruption.error(CooccurrenceError.stopped)
    }
    if let progress = last.withLock({ $0 }) { log?.end(progress) }
    return embeddings
  }

  /// Opens vectors to start from and says how many of the words they have.
  ///
  /// - Throws: What opening them throws.
  func startingVectors(
    _ path: String, isFrozen: Bool, for vocabulary: Vocabulary
  ) throws -> StartingVectors {
    let start = StartingVectors(try Embeddings(contentsOf: path), isFrozen: isFrozen)
    let (common, words) = (start.wordsInCommon(with: vocabulary), vocabulary.count)
    display.note(
      "\(common) of \(words) words (\(Self.percent(common, words))) start from \(path)"
        + (isFrozen ? " and stay as they are" : "") + ", the rest from random vectors; "
        + "\(start.embeddings.vocabularySize - common) of its words are not in the corpus")
    return start
  }

  /// Writes the vectors, tidies up behind a run that has come to its end, and says what it was.
  ///
  /// - Throws: `FileError`, `FormatError`.
  func finish(
    _ embeddings: Embeddings, to file: consuming OutputFile, _ output: OutputOptions,
    _ session: SessionOptions, model: some Codable, threads: Int, corpus: CorpusReport
  ) throws {
    let format = try output.format
    for loss in embeddings.losses(in: format) where loss != "counts" {
      display.note("note: \(format.rawValue) holds no \(loss); .safetensors does")
    }
    try embeddings.write(to: file, format: format)
    // It must not be gone on from once more.
    if let path = session.checkpoints(beside: output.path)?.path {
      try? FileManager.default.removeItem(atPath: path)
    }
    try log?.check()
    let seconds = Date().timeIntervalSince(start)
    display.note("wrote \(output.path) after \(ProgressDisplay.duration(seconds))")
    guard session.json else { return }
    try Console.write(
      json: TrainingSummary(
        output: output.path, format: format, words: embeddings.vocabularySize, model: model,
        threads: threads, loss: display.losses, seconds: seconds, corpus: corpus))
  }

  static func percent(_ part: Int, _ whole: Int) -> String {
    ProgressDisplay.decimal(100 * Double(part) / Double(max(whole, 1)), 1) + " %"
  }
}
