import FirthCooccurrence
import FirthNumerics
import FirthText
import FirthVectors

extension GloVeRun {
  /// The vectors as they are now, in the form that the model asks for.
  var embeddings: Embeddings {
    get throws {
      let provenance = try Provenance(
        model: "glove", hyperparameters: Hyperparameters(model: model, context: counts.window),
        tokenizer: counts.tokenizer, boundary: counts.boundary, report: counts.report,
        losses: ledger.losses)
      let isBoth = model.output == .both
      return Embeddings(
        vocabulary: model.hasUnknown ? vocabularyWithUnknown : counts.vocabulary,
        vectors: isBoth ? matrix(of: .word) : matrix(of: model.output),
        context: isBoth ? matrix(of: .context) : nil,
        biases: isBoth ? withMean(words.biases) : nil,
        contextBiases: isBoth ? withMean(contexts.biases) : nil, metadata: provenance.metadata)
    }
  }

  private struct Hyperparameters: Encodable {
    let model: GloVe
    let context: ContextWindow

    func encode(to encoder: any Encoder) throws {
      try model.encode(to: encoder)
      try context.encode(to: encoder)
    }
  }

  /// The rows of one side or of their sum, and the mean of the rarest.
  private func matrix(of output: GloVe.Output) -> Matrix {
    let count = counts.vocabulary.count
    let rows = SharedMatrix(
      rows: count + (model.hasUnknown ? 1 : 0), columns: model.dimensions)
    for word in 0..<count {
      let (own, other) = unsafe (words.vector(of: word), contexts.vector(of: word))
      let row = unsafe rows.row(word)
      for column in 0..<model.dimensions {
        unsafe row[column] =
          switch output {
          case .word, .both: unsafe own[column]
          case .context: unsafe other[column]
          case .sum: unsafe own[column] + other[column]
          }
      }
    }
    if model.hasUnknown {
      for column in 0..<model.dimensions {
        unsafe rows.row(count)[column] = mean { unsafe rows.row($0)[column] }
      }
    }
    return rows.frozen()
  }

  private func withMean(_ biases: [Float]) -> [Float] {
    model.hasUnknown ? biases + [mean { biases[$0] }] : biases
  }

  /// The mean of something of the rarest words.
  private func mean(_ value: (Int) -> Float) -> Float {
    let words = counts.vocabulary.count
    let rarest = max(words - GloVe.rarestWords, 0)..<words
    return Float(rarest.reduce(0.0) { $0 + Double(value($1)) } / Double(rarest.count))
  }

  /// The vocabulary with the row for unknown words behind all others.
  private var vocabularyWithUnknown: Vocabulary {
    let bytes = counts.vocabulary.bytes + Array(GloVe.unknown.utf8)
    return Vocabulary(
      bytes: bytes, offsets: counts.vocabulary.offsets + [bytes.count],
      counts: counts.vocabulary.counts.map { $0 + [0] })
  }
}
