import FirthText

import FirthVectors
import Foundation

/// Firth's version, as models and `firth --version` give it.
public let firthVersion = "0.1.0"

/// Where a model comes from: what the native file keeps as metadata beside the vectors.
struct Provenance {
  /// The metadata's strings; structured values are JSON with sorted keys.
  let metadata: [String: String]

  init(
    model: String, hyperparameters: some Encodable, tokenizer: Tokenizer,
    boundary: SentenceBoundary, report: CorpusReport, losses: [Double], validation: [Double] = []
  ) throws {
    let cutting = ["tokenizer": tokenizer.rawValue, "boundary": boundary.rawValue]
    var metadata = [
      "model": model,
      "hyperparameters": try Self.json(hyperparameters),
      "tokenizer": try Self.json(cutting),
      "corpus": try Self.json(report),
      "loss": try Self.json(losses),
      "firth_version": firthVersion,
    ]
    if !validation.isEmpty { metadata["validation_loss"] = try Self.json(validation) }
    self.metadata = metadata
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
