internal import Firth
internal import Foundation
internal import Synchronization

/// What a training that was stopped early has shown.
package struct Trial {
  /// Seconds before the first step.
  package var setup = 0.0
  /// Tokens, or cells, that were trained.
  package var tokens = 0
  /// Those of all epochs.
  package var totalTokens = 0
  /// Seconds that they took.
  package var seconds = 0.0

  /// Seconds for all epochs of so many times as much.
  package func seconds(scaledBy factor: Double) -> Double {
    seconds * Double(totalTokens) * factor / Double(max(tokens, 1))
  }

  package init() {}

  /// What all of some trials of one model have shown; nil where there are none.
  package init?(joining trials: [Trial]) {
    guard let first = trials.first else { return nil }
    setup = trials.reduce(0) { $0 + $1.setup } / Double(trials.count)
    tokens = trials.reduce(0) { $0 + $1.tokens }
    totalTokens = first.totalTokens
    seconds = trials.reduce(0) { $0 + $1.seconds }
  }

  /// Trains for a while.
  static func run(
    patience: Double,
    _ train: (StopFlag, @escaping @Sendable (TrainingProgress) -> Void) throws -> Void
  ) throws -> Trial {
    let trial = Mutex(Trial())
    let stop = StopFlag()
    let start = ContinuousClock.now
    do {
      try train(stop) { progress in
        trial.withLock { trial in
          if trial.seconds == 0 {
            trial.setup = max((ContinuousClock.now - start) / .seconds(1) - progress.seconds, 0)
          }
          trial.tokens = progress.tokens
          trial.totalTokens = progress.totalTokens
          trial.seconds = progress.seconds
        }
        if progress.seconds > patience { stop.raise() }
      }
    } catch TrainingError.stopped {}
    return trial.withLock { $0 }
  }
}

/// The trials of one of word2vec's models.
package struct Trials {
  /// Those with all threads.
  package var all: [Trial] = []
  /// Those with one; none where one is all.
  package var one: [Trial] = []

  package init() {}

  /// The seconds that all epochs will take with all threads.
  ///
  /// How much faster than one thread several are is tried, and drawn towards the middle of what is
  /// possible, √threads: by three quarters for two threads, whose cores may be near in all trials and
  /// far ever after; the less the more there are, since the many ways between cores even out.
  package func seconds(_ joined: Trial, threads: Int) -> Double {
    let together = joined.seconds(scaledBy: 1)
    guard let alone = Trial(joining: one)?.seconds(scaledBy: 1), alone > 0, together > 0 else {
      return together
    }
    let middle = Double(threads).squareRoot()
    let pull = 1.5 / Double(threads)
    return alone / (pow(alone / together, 1 - pull) * pow(middle, pull))
  }
}
