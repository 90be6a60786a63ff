package import FirthVectors

/// A training as its session sees it: steps one after the other, between which it can stop.
///
/// A step is a chunk of text, or a stratum of a co-occurrence matrix; all epochs have as many.
package protocol TrainingRun: Sendable {
  /// The epochs of the whole run.
  var epochs: Int { get }
  /// What the steps gave; it knows how many make an epoch.
  var ledger: LossLedger { get }
  /// The first step that is not done.
  var position: Int { get }
  /// What the run trains in all epochs: tokens, or cells.
  var totalTokens: Int { get }
  /// Whether these are tokens or cells.
  var unit: TrainingProgress.Unit { get }
  /// What decides the run's course, in words for a message.
  var identity: [String: String] { get throws }
  /// Vectors and all else that changes, as they are now.
  var snapshot: Embeddings { get }

  /// The learning rate after so many tokens or cells.
  func rate(after tokens: Int) -> Double

  /// Works through the steps up to one, or until it is paused.
  ///
  /// - Parameters:
  ///   - end: The first step to leave.
  ///   - tick: Called now and then on the calling thread.
  /// - Throws: `TrainingError`, and `FileError` when the disk fails.
  func walk(until end: Int, tick: () -> Void) throws

  /// Lets no further step begin.
  func pause()

  /// Checks that all vectors are finite.
  ///
  /// - Throws: `TrainingError`.
  func checkVectors() throws

  /// Goes on from a snapshot after so many steps.
  ///
  /// - Returns: Whether the snapshot fits the run.
  func restore(_ snapshot: Embeddings, position: Int) -> Bool
}

extension TrainingRun {
  /// The steps of all epochs.
  package var stepCount: Int { ledger.chunksPerEpoch * epochs }
}
