import FirthFiles
import FirthNumerics
import FirthText
import FirthVectors
import Foundation

/// A training run as it stands between two chunks, in a file: vectors and all that decides how it
/// goes on.
///
/// The file is one of vectors like any other (safetensors: `vectors` the inputs, `context` the
/// outputs), whose metadata hold the position, the sums of the losses, and the options. Random
/// numbers derive from the seed and the chunk's number, so the position is all there is to them.
package struct Checkpoint {
  /// What the metadata hold beside the vectors.
  private struct State: Codable {
    let position: Int
    let book: LossLedger.Book
    let validationLosses: [Double]
    /// What a run must have in common with this one to go on from here, by name.
    let identity: [String: String]
  }

  private static let key = "checkpoint"

  /// Writes a run's state; the file appears when it is whole.
  ///
  /// - Throws: `FileError`.
  package static func write(
    _ run: any TrainingRun, validation: Validation?, losses: [Double], to path: String
  ) throws {
    let state = State(
      position: run.position, book: run.ledger.book, validationLosses: losses,
      identity: try identity(of: run, validation: validation))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(state), as: UTF8.self)
    let snapshot = run.snapshot
    try Embeddings(
      vocabulary: snapshot.vocabulary, vectors: snapshot.vectors, context: snapshot.context,
      metadata: ["model": "checkpoint", key: json]
    ).write(to: path, format: .safetensors)
  }

  /// Brings a run to the state that a file holds.
  ///
  /// - Returns: The losses of the text held out so far.
  /// - Throws: `FileError` and `FormatError` for a file that cannot be read,
  ///   `TrainingError.notACheckpoint` and `.otherCheckpoint`.
  package static func restore(
    _ run: any TrainingRun, validation: Validation?, from path: String
  ) throws -> [Double] {
    let saved = try Embeddings(contentsOf: path, format: .safetensors)
    guard let json = saved.metadata[key],
      let state = try? JSONDecoder().decode(State.self, from: Data(json.utf8))
    else { throw TrainingError.notACheckpoint(path: path) }
    let wanted = try identity(of: run, validation: validation)
    let differences = Set(wanted.keys).union(state.identity.keys).sorted().compactMap { name in
      let (here, there) = (wanted[name] ?? "none", state.identity[name] ?? "none")
      return here == there ? nil : "\(name) is \(here), there \(there)"
    }
    guard differences.isEmpty else {
      throw TrainingError.otherCheckpoint(path: path, differences: differences)
    }
    guard state.position >= 0, state.position <= run.stepCount,
      state.book.epochs.count == run.epochs, run.restore(saved, position: state.position)
    else { throw TrainingError.notACheckpoint(path: path) }
    run.ledger.restore(state.book)
    return state.validationLosses
  }

  /// What decides a run's course, in words for a message.
  private static func identity(
    of run: any TrainingRun, validation: Validation?
  ) throws -> [String: String] {
    var identity = try run.identity
    identity["validation text"] = validation.map { RunIdentity.text($0.corpus.report) }
    return identity
  }
}
