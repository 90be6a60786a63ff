package import FirthVectors

import FirthNumerics
import FirthText

extension Word2VecRun {
  package var epochs: Int { model.epochs }

  package var position: Int { training.position }

  package var totalTokens: Int { schedule.totalTokens }

  package var unit: TrainingProgress.Unit { .words }

  package func rate(after tokens: Int) -> Double { schedule.rate(after: tokens) }

  package func walk(until end: Int, tick: () -> Void) throws {
    try walk(training, until: end, tick: tick)
  }

  package func pause() { training.pause() }

  package var identity: [String: String] {
    var identity = options
    identity["instruction set"] = kernels.set.rawValue
    identity["tokenizer"] = corpus.tokenizer.rawValue
    identity["boundary"] = corpus.boundary.rawValue
    identity["corpus"] = RunIdentity.text(corpus.report)
    identity["vocabulary"] = RunIdentity.words(corpus.vocabulary)
    identity["starting vectors"] = startDigest
    return identity
  }

  /// The hyper-parameters as a user names them.
  private var options: [String: String] {
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

  package var snapshot: Embeddings {
    Embeddings(
      vocabulary: corpus.vocabulary, vectors: inputs.viewed(), context: outputs.viewed())
  }

  package func restore(_ snapshot: Embeddings, position: Int) -> Bool {
    guard snapshot.vocabulary.count == inputs.rows, snapshot.dimension == inputs.columns,
      let context = snapshot.context
    else { return false }
    for row in 0..<inputs.rows {
      unsafe snapshot.vectors.withRow(row) { unsafe inputs.setRow(row, to: $0) }
      unsafe context.withRow(row) { unsafe outputs.setRow(row, to: $0) }
    }
    training.position = position
    return true
  }

  /// The mean loss of text held out, per pair.
  ///
  /// - Parameters:
  ///   - validation: The text.
  ///   - isStopped: Asked now and then whether to leave off.
  ///   - tick: Called now and then on the calling thread.
  /// - Returns: The loss; nil when it was left off.
  /// - Throws: As `walk`.
  func loss(
    of validation: Validation, isStopped: () -> Bool, tick: () -> Void
  ) throws -> Double? {
    let pass = Pass(measuring: validation.corpus)
    try walk(pass, until: pass.count) {
      tick()
      if isStopped() { pass.pause() }
    }
    return pass.position >= pass.count ? pass.ledger.losses.first : nil
  }
}
