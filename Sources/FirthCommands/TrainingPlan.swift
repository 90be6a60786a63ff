internal import Firth

/// What a run will take, known once the words are counted.
struct TrainingPlan: CustomStringConvertible {
  let model: Word2Vec
  let corpus: EncodedCorpus
  let threads: Int

  /// The upper estimate of the output's size.
  var fileSize: Int {
    Embeddings.fileSize(vocabulary: corpus.vocabulary, dimensions: model.dimensions)
  }

  /// The bytes that training holds: the model's, the words, and the threads' buffers.
  var memory: Int { bytes(words: corpus.vocabulary.count, dimensions: model.dimensions) }

  /// What the program takes besides the model, and what each thread takes.
  private static let (base, perThread) = (26_000_000, 4_000_000)

  private func bytes(words: Int, dimensions: Int) -> Int {
    var model = model
    model.dimensions = dimensions
    let vocabulary = corpus.vocabulary.bytes.count / max(corpus.vocabulary.count, 1) * words
    return model.memory(words: words) + vocabulary + words * 32 + Self.base
      + threads * Self.perThread
  }

  /// One line for the user.
  var description: String {
    "\(corpus.vocabulary.count) words, \(corpus.tokens) of \(corpus.report.tokens) tokens, "
      + "\(corpus.report.sentences) sentences; \(model.dimensions) dimensions, "
      + "\(model.epochs) epoch\(model.epochs == 1 ? "" : "s"), \(threads) thread\(threads == 1 ? "" : "s"); "
      + "needs \(ByteSize.text(memory)) of memory, writes \(ByteSize.text(fileSize))"
  }

  /// Refuses what does not fit, and says what would.
  ///
  /// - Throws: `MemoryError`.
  func check(memory limit: Int?) throws(MemoryError) {
    guard let limit, memory > limit else { return }
    let words = corpus.vocabulary.count
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

/// A run that does not fit the memory allowed.
struct MemoryError: Error, Equatable, CustomStringConvertible {
  let needed: Int
  let limit: Int
  /// The most dimensions that fit; nil when even one does not.
  let dimensions: Int?
  /// The most words that fit, as `dimensions`.
  let vocabulary: Int?

  /// The largest number from 1 on that fits; nil when none does.
  static func largest(below end: Int, fits: (Int) -> Bool) -> Int? {
    var (low, high) = (0, end)
    while high - low > 1 {
      let middle = (low + high) / 2
      if fits(middle) { low = middle } else { high = middle }
    }
    return low > 0 ? low : nil
  }

  var description: String {
    let changes = [
      "--memory \(ByteSize.text(needed))", vocabulary.map { "--max-vocabulary \($0)" },
      dimensions.map { "--dimensions \($0)" },
    ].compactMap(\.self)
    return "training needs \(ByteSize.text(needed)) of memory, more than the "
      + "\(ByteSize.text(limit)) allowed; any of these would fit: "
      + changes.joined(separator: ", ")
  }
}
