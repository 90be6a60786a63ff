internal import Firth
internal import Foundation
internal import Synchronization

/// What happens around a training, whatever it trains: it is shown, logged, and stopped by Ctrl-C.
struct TrainingWatch {
  let display: ProgressDisplay
  let log: TrainingLog?

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

  /// Writes the vectors, and tidies up behind a run that has come to its end.
  ///
  /// - Throws: `FileError`, `FormatError`.
  func write(
    _ embeddings: Embeddings, to file: consuming OutputFile, _ format: VectorFormat,
    checkpoint: String?
  ) throws {
    for loss in embeddings.losses(in: format) where loss != "counts" {
      display.note("note: \(format.rawValue) holds no \(loss); .safetensors does")
    }
    try embeddings.write(to: file, format: format)
    // It must not be gone on from once more.
    if let checkpoint { try? FileManager.default.removeItem(atPath: checkpoint) }
    try log?.check()
  }

  static func percent(_ part: Int, _ whole: Int) -> String {
    ProgressDisplay.decimal(100 * Double(part) / Double(max(whole, 1)), 1) + " %"
  }
}
