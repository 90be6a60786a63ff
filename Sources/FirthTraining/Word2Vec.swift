public import FirthFiles
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
    /// The mean of the context words predicts the centre word.
    case cbow
  }

  /// How a word is predicted.
  public enum Objective: String, Codable, CaseIterable, Sendable {
    /// Told apart from words drawn at random.
    case negativeSampling = "negative-sampling"
    /// By the turns of its path down a Huffman tree.
    case hierarchicalSoftmax = "hierarchical-softmax"
  }

  /// How often a context word counts by its distance from the centre.
  public enum WindowWeighting: String, Codable, CaseIterable, Sendable {
    /// Each centre draws its reach from 1 … window, so that nearer words count more often.
    case shrinking
    /// Every word of the window counts, at each centre.
    case uniform
  }

  /// What CBOW gives to each context word.
  public enum CBOWGradient: String, Codable, CaseIterable, Sendable {
    /// The gradient of the mean: the hidden row's, divided by the number of context words.
    case `true`
    /// The hidden row's gradient, undivided, as word2vec.c.
    case original
  }

  /// Which words predict which.
  public var architecture: Architecture
  /// How a word is predicted.
  public var objective: Objective
  /// The length of a vector.
  public var dimensions: Int
  /// The farthest context word, in kept words to either side.
  public var window: Int
  /// How often a context word counts by its distance.
  public var windowWeighting: WindowWeighting
  /// The negative samples of a centre word; of no account in hierarchical softmax.
  public var negativeSamples: Int
  /// The power of its count with which a word is drawn as a negative sample.
  public var negativeExponent: Double
  /// What CBOW gives to each context word; of no account in skip-gram.
  public var cbowGradient: CBOWGradient
  /// The subsampling threshold; 0 keeps every word.
  public var subsampling: Double
  /// The passes over the corpus.
  public var epochs: Int
  /// The learning rate at the start.
  public var learningRate: Double
  /// What the random numbers derive from.
  public var seed: UInt64
  /// Whether the same corpus, seed and instruction set give the same bytes at any number of threads.
  public var isDeterministic: Bool

  /// A model with word2vec.c's defaults, but for CBOW's gradient and rate; by default the window and
  /// the learning rate are the architecture's usual ones.
  public init(
    _ architecture: Architecture = .skipGram, objective: Objective = .negativeSampling,
    dimensions: Int = 100, window: Int? = nil, windowWeighting: WindowWeighting = .shrinking,
    negativeSamples: Int = 5, negativeExponent: Double = 0.75, cbowGradient: CBOWGradient = .true,
    subsampling: Double = 1e-3, epochs: Int = 5, learningRate: Double? = nil, seed: UInt64 = 1,
    isDeterministic: Bool = false
  ) {
    self.architecture = architecture
    self.objective = objective
    self.dimensions = dimensions
    self.window = window ?? architecture.usualWindow
    self.windowWeighting = windowWeighting
    self.negativeSamples = negativeSamples
    self.negativeExponent = negativeExponent
    self.cbowGradient = cbowGradient
    self.subsampling = subsampling
    self.epochs = epochs
    self.learningRate =
      learningRate ?? architecture.usualLearningRate(cbowGradient: cbowGradient)
    self.seed = seed
    self.isDeterministic = isDeterministic
  }

  private enum CodingKeys: String, CodingKey {
    case architecture, objective, dimensions, window, windowWeighting, negativeSamples
    case negativeExponent, cbowGradient, subsampling, epochs, learningRate, seed
    case isDeterministic = "deterministic"
  }

  /// The centre words that a block of rows holds: CBOW's share their negative samples.
  var centresOfBlock: Int {
    architecture == .cbow && objective == .negativeSampling ? 8 : 1
  }

  /// Whether the inputs of a block take their steps in quads: those of four from the same values, and
  /// those after them see what they changed.
  ///
  /// Unlike word2vec.c, which moves the nodes of a path after each context word, hierarchical softmax
  /// takes them in fours. The nodes near the root are on every word's path, and steps of a whole
  /// window that do not know of one another overshoot there: skip-gram of wiki8 (three seeds) gains a
  /// point of the analogies in fours. Negative sampling is better off with whole windows: 15 samples
  /// in quads take a tenth less time, and lose half a point of the analogies and one and a half of
  /// WordSim-353 (two epochs, three seeds).
  var isInQuads: Bool { architecture == .skipGram && objective == .hierarchicalSoftmax }

  /// Checks every hyper-parameter.
  ///
  /// - Throws: `TrainingError.invalidOption` for the first that makes no sense.
  public func validate() throws(TrainingError) {
    try TrainingError.check("dimensions", dimensions, 1...65_536)
    try TrainingError.check("window", window, 1...1_000)
    try TrainingError.check("negative samples", negativeSamples, 1...1_000)
    try TrainingError.check("epochs", epochs, 1...1_000_000)
    guard negativeExponent >= -2 && negativeExponent <= 2 else {
      throw .invalidOption(
        name: "negative exponent", value: "\(negativeExponent)", allowed: "from -2 to 2")
    }
    guard subsampling >= 0 && subsampling <= 1 else {
      throw .invalidOption(name: "sample", value: "\(subsampling)", allowed: "from 0 to 1")
    }
    guard learningRate > 0 && learningRate <= 10 else {
      throw .invalidOption(
        name: "learning rate", value: "\(learningRate)", allowed: "above 0 and at most 10")
    }
  }

  /// The bytes that training holds for a vocabulary: both matrices and the sampling tables, or the
  /// paths of the tree if they are as long as those of equally frequent words.
  public func memory(words: Int) -> Int {
    let row = SharedMatrix.stride(columns: dimensions) * MemoryLayout<Float>.stride
    let depth = Int.bitWidth - max(words, 1).leadingZeroBitCount
    let tables = objective == .negativeSampling ? 4 + 3 * 8 : 4 + 8 + 4 * depth
    // The rows of the targets lie apart, which takes up to a 64th more of them.
    return 2 * words * row + words / 64 * row + words * tables
  }

  /// How many threads training begins of those asked for.
  ///
  /// More than cores would take each other's cores and caches: eight on two cores took 9 to 16 % longer
  /// than two.
  ///
  /// - Parameter asked: The number asked for; by default one per core.
  /// - Returns: That number, but no more than there are cores.
  public static func threads(_ asked: Int? = nil) -> Int {
    min(asked ?? Workers.cores, Workers.cores)
  }

  /// Trains vectors on a corpus.
  ///
  /// Every token of every epoch is trained exactly once. With one thread, or if the model is
  /// deterministic, the same corpus, seed and instruction set give the same bytes; else several
  /// threads update the same rows without locks (Hogwild), so their results differ from run to run
  /// as much as seeds do.
  ///
  /// - Parameters:
  ///   - corpus: The encoded corpus.
  ///   - threads: The number of threads, of which `threads(_:)` are begun.
  ///   - start: Vectors to start from; random ones by default.
  ///   - validation: Text held out, whose loss is measured after each epoch.
  ///   - checkpoints: Where to write checkpoints, and whether to go on from one. The file is left
  ///     where it is.
  ///   - stop: A flag that ends training at the end of the chunks at work when it is raised.
  ///   - progress: Called a few times a second on the calling thread, and once at the end.
  ///   - note: Called with sentences for the user.
  /// - Returns: The input vectors [V × dimensions], with the corpus, the hyper-parameters and the
  ///   loss of each epoch as metadata.
  /// - Throws: `TrainingError`, `InstructionSetError`, `FileError` when the encoded corpus cannot be
  ///   read back, and `FileError` or `FormatError` when a checkpoint cannot be read.
  public func train(
    on corpus: EncodedCorpus, threads: Int? = nil, from start: StartingVectors? = nil,
    validation: Validation? = nil, checkpoints: Checkpoints? = nil, stop: StopFlag? = nil,
    progress: (@Sendable (TrainingProgress) -> Void)? = nil,
    note: (@Sendable (String) -> Void)? = nil
  ) throws -> Embeddings {
    try validate()
    if let threads { try TrainingError.check("threads", threads, 1...1_024) }
    guard corpus.vocabulary.count >= 2 else {
      throw TrainingError.tooFewWords(corpus.vocabulary.count)
    }
    let run = try Word2VecRun(
      self, corpus, Kernels(try InstructionSet.chosen()), threads: Self.threads(threads),
      start: start)
    let session = TrainingSession(
      run, validation: validation, measure: run.loss,
      patience: validation?.patience.map { Patience(epochs: $0) }, checkpoints: checkpoints,
      stop: stop, progress: progress, note: note)
    try session.train()
    return Embeddings(
      vocabulary: corpus.vocabulary, vectors: run.inputs.frozen(overwriting: run.outputs),
      metadata: try Provenance(
        model: architecture.rawValue, hyperparameters: self, tokenizer: corpus.tokenizer,
        boundary: corpus.boundary, report: corpus.report, losses: run.ledger.losses,
        validation: session.validationLosses
      ).metadata)
  }
}

extension Word2Vec.Architecture {
  /// The default window: for CBOW the better of 5 and 8 with the true gradient, and that of
  /// word2vec's own demonstration.
  public var usualWindow: Int { self == .cbow ? 8 : 5 }

  /// The default learning rate at the start.
  ///
  /// Word2vec.c's, but for CBOW's true gradient, which gives a context word a fraction of what
  /// word2vec.c gives. Of the rates 0.05, 0.075, 0.1, 0.15 and 0.2 on 100 MB of Wikipedia, 0.1 gave
  /// the best analogies and 0.15 the best SimLex-999, each by a point; on its first 30 MB 0.15 was
  /// better than 0.075 and 0.1 at everything.
  public func usualLearningRate(cbowGradient: Word2Vec.CBOWGradient) -> Double {
    switch (self, cbowGradient) {
    case (.skipGram, _): 0.025
    case (.cbow, .true): 0.15
    case (.cbow, .original): 0.05
    }
  }
}
