internal import Firth

/// What a run of GloVe will take, known once the words are counted and the pairs are estimated.
struct GloVePlan: CustomStringConvertible {
  let model: GloVe
  let vocabulary: Vocabulary
  let report: CorpusReport
  let window: ContextWindow
  /// The cells to be stored, about; a symmetric matrix has nearly twice as many.
  let cells: Int
  /// Whether the number of cells is an estimate.
  let isEstimate: Bool
  /// The bytes of temporary files.
  let disk: Int
  let threads: Int

  /// The upper estimate of the output's size.
  var fileSize: Int {
    Embeddings.fileSize(
      vocabulary: vocabulary, dimensions: model.dimensions, hasContext: model.output == .both)
  }

  /// The bytes that training holds.
  var memory: Int { bytes(words: vocabulary.count, dimensions: model.dimensions) }

  /// What the program takes besides the model, and what each thread takes.
  private static let (base, perThread) = (32_000_000, 1_000_000)

  private func bytes(words: Int, dimensions: Int) -> Int {
    var model = model
    model.dimensions = dimensions
    let names = (vocabulary.bytes.count / max(vocabulary.count, 1) + 32) * words
    return Self.base + names + threads * Self.perThread
      + model.memory(words: words, cells: cells, threads: threads)
  }

  /// One line for the user.
  var description: String {
    let pairs = window.side == .symmetric ? 2 * cells : cells
    return "\(vocabulary.count) words, \(report.keptTokens) of \(report.tokens) tokens, "
      + "\(report.sentences) sentences; \(isEstimate ? "about " : "")"
      + "\(ProgressDisplay.short(Double(pairs))) pairs; \(model.dimensions) dimensions, "
      + "\(model.epochs) epoch\(model.epochs == 1 ? "" : "s"), "
      + "\(threads) thread\(threads == 1 ? "" : "s"); needs \(ByteSize.text(memory)) of memory and "
      + "\(ByteSize.text(disk)) of disk, writes \(ByteSize.text(fileSize))"
  }

  /// Refuses what does not fit, and says what would.
  ///
  /// - Throws: `MemoryError`, `CooccurrenceError.disk`.
  func check(memory limit: Int?) throws {
    try CooccurrenceEstimate(cells: cells, bytes: disk).check()
    guard let limit, memory > limit else { return }
    let words = vocabulary.count
    throw MemoryError(
      needed: memory, limit: limit,
      dimensions: MemoryError.largest(below: model.dimensions) {
        bytes(words: words, dimensions: $0) <= limit
      },
      vocabulary: MemoryError.largest(below: words) {
        bytes(words: $0, dimensions: model.dimensions) <= limit
      })
  }
}
