import FirthFiles
import Foundation
import Synchronization

/// A run from its start, or a checkpoint, to its end: what happens between the chunks.
final class TrainingSession: Sendable {
  private let run: Word2VecRun
  private let validation: Validation?
  private let checkpoints: Checkpoints?
  private let stop: StopFlag?
  private let progress: (@Sendable (TrainingProgress) -> Void)?
  private let note: (@Sendable (String) -> Void)?
  /// The losses of the text held out.
  private let losses = Mutex<[Double]>([])

  init(
    _ run: Word2VecRun, validation: Validation?, checkpoints: Checkpoints?, stop: StopFlag?,
    progress: (@Sendable (TrainingProgress) -> Void)?, note: (@Sendable (String) -> Void)?
  ) {
    self.run = run
    self.validation = validation
    self.checkpoints = checkpoints
    self.stop = stop
    self.progress = progress
    self.note = note
  }

  /// The losses of the text held out, an epoch after the other.
  var validationLosses: [Double] { losses.withLock { $0 } }

  /// Trains to the end, or until patience does.
  ///
  /// - Throws: `TrainingError`, `FileError` from reading the encoded corpus, and what
  ///   `Checkpoint.restore` throws.
  func train() throws {
    try restore()
    let clock = ProgressClock(run)
    var saved = ContinuousClock.now
    let show = {
      self.progress?(clock.progress(validationLosses: self.validationLosses)) ?? ()
    }
    let training = run.training
    while try measureIfDue(show), training.position < training.count {
      let end = validation == nil ? training.count : nextEpoch
      try run.walk(training, until: end) {
        show()
        if self.isStopped || self.isDue(saved) { training.pause() }
      }
      if isStopped {
        let path = checkpoints?.path
        if path != nil { try save() }
        throw TrainingError.stopped(checkpoint: path)
      }
      if isDue(saved), training.position < training.count {
        // Training is worth more than the checkpoint: the old one, if any, is still there.
        do { try save() } catch { note?("no checkpoint was written: \(error)") }
        saved = .now
      }
    }
    try run.checkVectors()
    show()
  }

  /// The first chunk behind the epoch at work.
  private var nextEpoch: Int {
    let perEpoch = run.ledger.chunksPerEpoch
    return (run.training.position / perEpoch + 1) * perEpoch
  }

  private var isStopped: Bool { stop?.isRaised ?? false }

  private func isDue(_ saved: ContinuousClock.Instant) -> Bool {
    guard let interval = checkpoints?.interval else { return false }
    return (ContinuousClock.now - saved) / .seconds(1) >= interval
  }

  // MARK: Checkpoints

  private func restore() throws {
    guard let checkpoints, checkpoints.resumes else { return }
    guard FileManager.default.fileExists(atPath: checkpoints.path) else {
      note?("there is no \(checkpoints.path) to go on from: training from the start")
      return
    }
    let losses = try Checkpoint.restore(run, validation: validation, from: checkpoints.path)
    self.losses.withLock { $0 = losses }
    let share = Double(run.training.position) / Double(max(run.training.count, 1)) * 100
    note?("going on from \(checkpoints.path), at \(Int(share)) % of the training")
  }

  private func save() throws {
    guard let checkpoints else { return }
    try Checkpoint.write(
      run, validation: validation, losses: validationLosses, to: checkpoints.path)
  }

  // MARK: Validation

  /// Measures the loss of the text held out at the end of an epoch.
  ///
  /// - Returns: Whether training should go on.
  private func measureIfDue(_ show: () -> Void) throws -> Bool {
    guard let validation else { return true }
    let perEpoch = run.ledger.chunksPerEpoch
    let isAtEnd = run.training.position % perEpoch == 0
    if isAtEnd, run.training.position / perEpoch > validationLosses.count {
      let pass = Pass(over: validation.corpus, epochs: 1, isTraining: false)
      try run.walk(pass, until: pass.count) {
        show()
        if self.isStopped { pass.pause() }
      }
      // Asked to stop in the middle: it is measured when training goes on.
      guard pass.position >= pass.count, let loss = pass.ledger.losses.first else { return true }
      losses.withLock { $0.append(loss) }
    }
    let losses = validationLosses
    guard validation.isOutOfPatience(losses), run.training.position < run.training.count else {
      return true
    }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    note?(
      "stopped after epoch \(losses.count): the loss of the validation text was lowest in epoch "
        + "\(best + 1)")
    return false
  }
}
