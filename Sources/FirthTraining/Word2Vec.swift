public import FirthText
public import FirthVectors

import FirthNumerics

/// The word2vec model (Mikolov, Chen, Corrado and Dean 2013) with its hyper-parameters.
///
/// ```swift
/// let embeddings = try Word2Vec(.skipGram, dimensions: 200, window: 5).train(on: encoded)
/// ```
///
/// The definitions are those of word2vec.c; each departure is named where it is made.
public struct Word2Vec: Codable, Equatable, Sendable {
  /// Which words predict which.
  public enum Architecture: String, Codable, CaseIterable, Sendable {
    /// Each context word predicts the centre word.
    case skipGram = "skipgram"
  }

  /// Which words predict which.
  public var architecture: Architecture
  /// The length of a vector.
  public var dimensions: Int
  /// The farthest context word, in kept words to either side; each centre draws its reach from
  /// 1 … window.
  public var window: Int
  /// The negative samples of a centre word.
  public var negativeSamples: Int
  /// The subsampling threshold; 0 keeps every word.
  public var subsampling: Double
  /// The passes over the corpus.
  public var epochs: Int
  /// The learning rate at the start.
  public var learningRate: Double
  /// What the random numbers derive from.
  public var seed: UInt64

  /// A model with word2vec.c's defaults.
  public init(
    _ architecture: Architecture = .skipGram, dimensions: Int = 100, window: Int = 5,
    negativeSamples: Int = 5, subsampling: Double = 1e-3, epochs: Int = 5,
    learningRate: Double = 0.025, seed: UInt64 = 1
  ) {
    self.architecture = architecture
    self.dimensions = dimensions
    self.window = window
    self.negativeSamples = negativeSamples
    self.subsampling = subsampling
    self.epochs = epochs
    self.learningRate = learningRate
    self.seed = seed
  }

  /// Checks every hyper-parameter.
  ///
  /// - Throws: `TrainingError.invalidOption` for the first that makes no sense.
  public func validate() throws(TrainingError) {
    try check("dimensions", dimensions, 1...65_536)
    try check("window", window, 1...1_000)
    try check("negative samples", negativeSamples, 1...1_000)
    try check("epochs", epochs, 1...1_000_000)
    guard subsampling >= 0 && subsampling <= 1 else {
      throw .invalidOption(name: "sample", value: "\(subsampling)", allowed: "from 0 to 1")
    }
    guard learningRate > 0 && learningRate <= 10 else {
      throw .invalidOption(
        name: "learning rate", value: "\(learningRate)", allowed: "above 0 and at most 10")
    }
  }

  private func check(
    _ name: String, _ value: Int, _ allowed: ClosedRange<Int>
  ) throws(TrainingError) {
    guard allowed.contains(value) else {
      throw .invalidOption(
        name: name, value: "\(value)",
        allowed: "from \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }

  /// The bytes that training holds for a vocabulary: both matrices and the sampling tables.
  public func memory(words: Int) -> Int {
    let row = SharedMatrix.stride(columns: dimensions) * MemoryLayout<Float>.stride
    return 2 * words * row + words * 12
  }

  /// Trains vectors on a corpus.
  ///
  /// Every token of every epoch is trained exactly once. With one thread, the same corpus, seed and
  /// instruction set give the same bytes; several threads update the same rows without locks
  /// (Hogwild), so their results differ from run to run as much as seeds do.
  ///
  /// - Parameters:
  ///   - corpus: The encoded corpus.
  ///   - threads: The number of threads; by default one per core.
  ///   - progress: Called a few times a second on the calling thread, and once at the end.
  /// - Returns: The input vectors [V × dimensions], with the corpus, the hyper-parameters and the
  ///   loss of each epoch as metadata.
  /// - Throws: `TrainingError`, `InstructionSetError`, or `FileError` when the encoded corpus
  ///   cannot be read back.
  public func train(
    on corpus: EncodedCorpus, threads: Int? = nil,
    progress: (@Sendable (TrainingProgress) -> Void)? = nil
  ) throws -> Embeddings {
    try validate()
    let threads = threads ?? Workers.cores
    try check("threads", threads, 1...1_024)
    guard corpus.vocabulary.count >= 2 else {
      throw TrainingError.tooFewWords(corpus.vocabulary.count)
    }
    let run = SkipGramRun(self, corpus, Kernels(try InstructionSet.chosen()))
    try run.train(threads: threads, progress: progress)
    return Embeddings(
      vocabulary: corpus.vocabulary, vectors: run.inputs.frozen(),
      metadata: try Provenance(model: self, corpus: corpus, losses: run.ledger.losses).metadata)
  }
}
