import FirthFiles
import Foundation
import Synchronization

/// A run from its start, or a checkpoint, to its end: what happens between the chunks.
final class TrainingSession: Sendable {
  /// Measures the mean loss of text held out; nil when it was asked to leave off.
  typealias Measure =
    @Sendable (
      _ validation: Validation, _ isStopped: () -> Bool, _ tick: () -> Void
    ) throws -> Double?

  private let run: any TrainingRun
  private let validation: Validation?
  private let measure: Measure?
  private let patience: Patience?
  private let checkpoints: Checkpoints?
  private let stop: StopFlag?
  private let progress: (@Sendable (TrainingProgress) -> Void)?
  private let note: (@Sendable (String) -> Void)?
  /// The losses of the text held out.
  private let losses = Mutex<[Double]>([])

  init(
    _ run: any TrainingRun, validation: Validation? = nil, measure: Measure? = nil,
    patience: Patience?, checkpoints: Checkpoints?, stop: StopFlag?,
    progress: (@Sendable (TrainingProgress) -> Void)?, note: (@Sendable (String) -> Void)?
  ) {
    self.run = run
    self.validation = validation
    self.measure = measure
    self.patience = patience
    self.checkpoints = checkpoints
    self.stop = stop
    self.progress = progress
    self.note = note
  }

  /// The losses of the text held out, an epoch after the other.
  var validationLosses: [Double] { losses.withLock { $0 } }

  /// Trains to the end, or until patience does.
  ///
  /// - Throws: `TrainingError`, `FileError` when the disk fails, and what `Checkpoint.restore` throws.
  func train() throws {
    try restore()
    let clock = ProgressClock(run)
    var saved = ContinuousClock.now
    let show = {
      self.progress?(clock.progress(validationLosses: self.validationLosses)) ?? ()
    }
    while try goesOn(show) {
      let isWatched = validation != nil || patience != nil
      try run.walk(until: isWatched ? nextEpoch : run.stepCount) {
        show()
        if self.isStopped || self.isDue(saved) { run.pause() }
      }
      if isStopped {
        let path = checkpoints?.path
        if path != nil { try save() }
        throw TrainingError.stopped(checkpoint: path)
      }
      if isDue(saved), run.position < run.stepCount {
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
    return (run.position / perEpoch + 1) * perEpoch
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
    let share = Double(run.position) / Double(max(run.stepCount, 1)) * 100
    note?("going on from \(checkpoints.path), at \(Int(share)) % of the training")
  }

  private func save() throws {
    guard let checkpoints else { return }
    try Checkpoint.write(
      run, validation: validation, losses: validationLosses, to: checkpoints.path)
  }

  // MARK: Watching the loss

  /// Whether there is more to train; at the end of an epoch after a look at the losses.
  private func goesOn(_ show: () -> Void) throws -> Bool {
    try measureIfDue(show)
    return run.position < run.stepCount && hasPatience
  }

  /// Measures the loss of the text held out at the end of an epoch.
  private func measureIfDue(_ show: () -> Void) throws {
    guard let validation, let measure else { return }
    let perEpoch = run.ledger.chunksPerEpoch
    guard run.position % perEpoch == 0, run.position / perEpoch > validationLosses.count else {
      return
    }
    // Asked to stop in the middle: it is measured when training goes on.
    if let loss = try measure(validation, { self.isStopped }, show) {
      losses.withLock { $0.append(loss) }
    }
  }

  /// Whether training should go on; says why if not.
  private var hasPatience: Bool {
    let losses = validation == nil ? run.ledger.losses : validationLosses
    guard let patience, patience.isOver(losses) else { return true }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    note?(
      "stopped after epoch \(losses.count): the loss\(validation == nil ? "" : " of the validation text")"
        + " was lowest in epoch \(best + 1)")
    return false
  }
}
