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
    _ run: Word2VecRun, validation: Validation?, losses: [Double], to path: String
  ) throws {
    let state = State(
      position: run.training.position, book: run.ledger.book, validationLosses: losses,
      identity: try identity(of: run, validation: validation))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(state), as: UTF8.self)
    try Embeddings(
      vocabulary: run.corpus.vocabulary, vectors: run.inputs.viewed(),
      context: run.outputs.viewed(), metadata: ["model": "checkpoint", key: json]
    ).write(to: path, format: .safetensors)
  }

  /// Brings a run to the state that a file holds.
  ///
  /// - Returns: The losses of the text held out so far.
  /// - Throws: `FileError` and `FormatError` for a file that cannot be read,
  ///   `TrainingError.notACheckpoint` and `.otherCheckpoint`.
  package static func restore(
    _ run: Word2VecRun, validation: Validation?, from path: String
  ) throws -> [Double] {
    let saved = try Embeddings(contentsOf: path, format: .safetensors)
    guard let json = saved.metadata[key],
      let state = try? JSONDecoder().decode(State.self, from: Data(json.utf8)),
      let context = saved.context
    else { throw TrainingError.notACheckpoint(path: path) }
    let wanted = try identity(of: run, validation: validation)
    let differences = Set(wanted.keys).union(state.identity.keys).sorted().compactMap { name in
      let (here, there) = (wanted[name] ?? "none", state.identity[name] ?? "none")
      return here == there ? nil : "\(name) is \(here), there \(there)"
    }
    guard differences.isEmpty else {
      throw TrainingError.otherCheckpoint(path: path, differences: differences)
    }
    guard saved.vocabulary.count == run.inputs.rows, saved.dimension == run.inputs.columns,
      state.position >= 0, state.position <= run.training.count,
      state.book.epochs.count == run.model.epochs
    else { throw TrainingError.notACheckpoint(path: path) }
    for row in 0..<run.inputs.rows {
      unsafe saved.vectors.withRow(row) { unsafe run.inputs.setRow(row, to: $0) }
      unsafe context.withRow(row) { unsafe run.outputs.setRow(row, to: $0) }
    }
    run.training.position = state.position
    run.ledger.restore(state.book)
    return state.validationLosses
  }

  /// What decides a run's course, in words for a message.
  private static func identity(
    of run: Word2VecRun, validation: Validation?
  ) throws -> [String: String] {
    var identity = options(of: run.model)
    identity["instruction set"] = run.kernels.set.rawValue
    identity["tokenizer"] = run.corpus.tokenizer.rawValue
    identity["boundary"] = run.corpus.boundary.rawValue
    identity["corpus"] = text(run.corpus)
    identity["vocabulary"] =
      "\(run.corpus.vocabulary.count) words, \(digest(run.corpus.vocabulary))"
    identity["starting vectors"] = run.startDigest
    identity["validation text"] = validation.map { text($0.corpus) }
    return identity
  }

  /// The hyper-parameters as a user names them.
  private static func options(of model: Word2Vec) -> [String: String] {
    [
      "architecture": model.architecture.rawValue, "objective": model.objective.rawValue,
      "dimensions": "\(model.dimensions)", "window": "\(model.window)",
      "window weighting": model.windowWeighting.rawValue,
      "negative samples": "\(model.negativeSamples)",
      "negative exponent": "\(model.negativeExponent)",
      "CBOW gradient": model.cbowGradient.rawValue, "sample": "\(model.subsampling)",
      "epochs": "\(model.epochs)", "learning rate": "\(model.learningRate)",
      "seed": "\(model.seed)", "deterministic": "\(model.isDeterministic)",
    ]
  }

  /// A corpus by its size and the content of its files, whatever their names.
  private static func text(_ corpus: EncodedCorpus) -> String {
    var hash = SHA256()
    for file in corpus.report.files {
      unsafe Array(file.sha256.utf8).withUnsafeBytes { unsafe hash.update($0) }
    }
    return "\(corpus.tokens) tokens in \(corpus.report.sentences) sentences, "
      + hash.hexadecimal().prefix(12)
  }

  private static func digest(_ vocabulary: Vocabulary) -> Substring {
    var hash = SHA256()
    unsafe vocabulary.bytes.withUnsafeBytes { unsafe hash.update($0) }
    unsafe vocabulary.offsets.withUnsafeBytes { unsafe hash.update($0) }
    unsafe (vocabulary.counts ?? []).withUnsafeBytes { unsafe hash.update($0) }
    return hash.hexadecimal().prefix(12)
  }
}
