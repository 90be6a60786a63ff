import FirthText

import FirthVectors
import Foundation

/// Firth's version, as models and `firth --version` give it.
public let firthVersion = "0.1.0"

/// Where a model comes from: what the native file keeps as metadata beside the vectors.
struct Provenance {
  /// The metadata's strings; structured values are JSON with sorted keys.
  let metadata: [String: String]

  init(model: Word2Vec, corpus: EncodedCorpus, losses: [Double], validation: [Double]) throws {
    let tokenizer = ["tokenizer": corpus.tokenizer.rawValue, "boundary": corpus.boundary.rawValue]
    var metadata = [
      "model": model.architecture.rawValue,
      "hyperparameters": try Self.json(model),
      "tokenizer": try Self.json(tokenizer),
      "corpus": try Self.json(corpus.report),
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
