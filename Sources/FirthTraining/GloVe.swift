public import FirthCooccurrence
public import FirthFiles
public import FirthVectors

import FirthNumerics
public import FirthText

/// The GloVe model (Pennington, Socher and Manning 2014) with its hyper-parameters.
///
/// ```swift
/// let counts = try CooccurrenceMatrix(counting: encoded)
/// let embeddings = try GloVe(dimensions: 100, epochs: 25).train(on: counts)
/// ```
///
/// The definitions are those of Stanford's glove.c; each departure is named where it is made.
public struct GloVe: Codable, Equatable, Sendable {
  /// How large the steps of biases are.
  public enum BiasUpdate: String, Codable, CaseIterable, Sendable {
    /// With the learning rate, as in the paper and in glove.c before its commit 5b4e03c.
    case stanford2014 = "stanford-2014"
    /// Without it, as in glove.c since then, by which the vectors of 2024 were trained.
    case stanford2024 = "stanford-2024"
  }

  /// Which vectors a word gets.
  public enum Output: String, Codable, CaseIterable, Sendable {
    /// The sum of its vectors as word and as context: glove.c's model 2.
    case sum = "word+context"
    /// Its vector as word: glove.c's model 1.
    case word
    /// Its vector as context.
    case context
    /// Both apart, with the biases: glove.c's model 0.
    case both
  }

  /// The length of a vector.
  public var dimensions: Int
  /// The passes over the matrix.
  public var epochs: Int
  /// The count from which on a pair's weight is 1.
  public var maximum: Double
  /// The power of `count / maximum` that is a rarer pair's weight.
  public var weightingExponent: Double
  /// The learning rate of AdaGrad.
  public var learningRate: Double
  /// How large the steps of biases are.
  public var biasUpdate: BiasUpdate
  /// Which vectors a word gets.
  public var output: Output
  /// Whether there is a row `<unk>`, the mean of the 100 rarest words.
  ///
  /// Unlike glove.c, where it always is.
  public var hasUnknown: Bool
  /// What the random numbers derive from.
  public var seed: UInt64

  /// The word of the row for unknown words.
  public static let unknown = "<unk>"
  /// The largest gradient of a value: what is more ends training.
  ///
  /// Unlike glove.c, which cuts gradients there and goes on in silence.
  public static let largestGradient: Float = 100
  /// How many of the rarest words `<unk>` is the mean of.
  static let rarestWords = 100

  /// A model with glove.c's defaults, but for the dimensions and the biases' steps.
  public init(
    dimensions: Int = 100, epochs: Int = 25, maximum: Double = 100,
    weightingExponent: Double = 0.75, learningRate: Double = 0.05,
    biasUpdate: BiasUpdate = .stanford2014, output: Output = .sum, hasUnknown: Bool = false,
    seed: UInt64 = 1
  ) {
    self.dimensions = dimensions
    self.epochs = epochs
    self.maximum = maximum
    self.weightingExponent = weightingExponent
    self.learningRate = learningRate
    self.biasUpdate = biasUpdate
    self.output = output
    self.hasUnknown = hasUnknown
    self.seed = seed
  }

  private enum CodingKeys: String, CodingKey {
    case dimensions, epochs, weightingExponent, learningRate, biasUpdate, output, seed
    case maximum = "xMax"
    case hasUnknown = "unknown"
  }

  /// Checks every hyper-parameter.
  ///
  /// - Throws: `TrainingError.invalidOption` for the first that makes no sense.
  public func validate() throws(TrainingError) {
    try TrainingError.check("dimensions", dimensions, 1...65_536)
    try TrainingError.check("epochs", epochs, 1...1_000_000)
    try TrainingError.check("x-max", maximum, 1e-3...1e12)
    try TrainingError.check("weighting exponent", weightingExponent, 0...4)
    try TrainingError.check("learning rate", learningRate, 1e-9...10)
  }

  /// Trains vectors on a matrix of co-occurrences.
  ///
  /// Every cell of every epoch is trained exactly once. The same matrix, seed and instruction set give
  /// the same bytes at any number of threads.
  ///
  /// - Parameters:
  ///   - counts: The matrix.
  ///   - threads: The number of threads; by default one per core.
  ///   - start: Vectors to start from; random ones by default. Without context vectors in them, words
  ///     and contexts start from half a vector each.
  ///   - patience: After how many epochs without a new lowest loss training ends early; nil for never.
  ///   - checkpoints: Where to write checkpoints, and whether to go on from one. The file is left
  ///     where it is.
  ///   - stop: A flag that ends training at the end of the stratum at work when it is raised.
  ///   - arranging: Called a few times a second with the part of the cells that are arranged, 0 … 1.
  ///   - progress: Called a few times a second on the calling thread, and once at the end.
  ///   - note: Called with sentences for the user.
  /// - Returns: The vectors, with the corpus, the hyper-parameters and the loss of each epoch as
  ///   metadata.
  /// - Throws: `TrainingError`, `InstructionSetError`, `CooccurrenceError` for a damaged matrix or too
  ///   small a disk, `FileError` when the disk fails, and `FileError` or `FormatError` when a
  ///   checkpoint cannot be read.
  public func train(
    on counts: CooccurrenceMatrix, threads: Int? = nil, from start: StartingVectors? = nil,
    patience: Int? = nil, checkpoints: Checkpoints? = nil, stop: StopFlag? = nil,
    arranging: (@Sendable (Double) -> Void)? = nil,
    progress: (@Sendable (TrainingProgress) -> Void)? = nil,
    note: (@Sendable (String) -> Void)? = nil
  ) throws -> Embeddings {
    try validate()
    let threads = threads ?? Workers.cores
    try TrainingError.check("threads", threads, 1...1_024)
    try checkWords(counts.vocabulary)
    let run = try GloVeRun(
      self, counts, Kernels(try InstructionSet.chosen()), threads: threads, start: start,
      stop: stop, arranging: arranging)
    let session = TrainingSession(
      run, patience: patience.map { Patience(epochs: $0) }, checkpoints: checkpoints, stop: stop,
      progress: progress, note: note)
    try session.train()
    return try run.embeddings
  }

  /// Checks that the vocabulary has words enough, and none that is a row of its own.
  ///
  /// - Throws: `TrainingError.tooFewWords`, `.unknownIsAWord`.
  public func checkWords(_ vocabulary: Vocabulary) throws(TrainingError) {
    guard vocabulary.count >= 2 else { throw .tooFewWords(vocabulary.count) }
    guard !hasUnknown || vocabulary.id(of: Self.unknown) == nil else { throw .unknownIsAWord }
  }

  /// The bytes that training holds, about: the parameters, the tiles at work, and once more the
  /// vectors for the output; or what arranging the cells takes before, if that is more.
  ///
  /// - Parameters:
  ///   - words: The size of the vocabulary.
  ///   - cells: The cells of the matrix.
  ///   - threads: The number of threads.
  /// - Returns: Bytes.
  public func memory(words: Int, cells: Int, threads: Int) -> Int {
    let stride = GloVeParameters.stride(dimensions: dimensions)
    let tiling = Tiling(words: words, bytesPerWord: 8 * stride, isSymmetric: true)
    let parameters = 2 * tiling.bands * tiling.wordsPerBand * 8 * stride
    let vectors = words * dimensions * 4 * (output == .both ? 2 : 1)
    // Tiles differ in size; this is ample.
    let tile = 2 * cells / tiling.stored + 1_000
    return max(
      parameters + threads * GloVeWorker.memory(largestTile: tile) + vectors,
      TileArranger.memory(tiling, threads: threads))
  }

  /// The bytes on disk that training takes for a matrix with so many cells stored.
  public static func disk(cells: Int) -> Int { 8 * cells }
}
