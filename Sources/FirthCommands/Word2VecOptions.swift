internal import ArgumentParser
internal import Firth

/// What skip-gram and CBOW have in common.
struct Word2VecOptions: ParsableArguments {
  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Where sentences end; contexts do not reach beyond.")
  var boundary = SentenceBoundary.line

  @OptionGroup var output: OutputOptions

  @OptionGroup var vectors: VectorOptions

  @Option(help: "The farthest context word to either side (default: 5; CBOW: 8).")
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "Whether nearer words of the window count more often.", valueName: "weighting"))
  var windowWeighting = Word2Vec.WindowWeighting.shrinking

  @Option(help: "How a word is predicted.")
  var objective = Word2Vec.Objective.negativeSampling

  @Option(help: "The negative samples of a word (default: 5).")
  var negative: Int?

  @Option(
    help: ArgumentHelp(
      "The power of its count with which a word is a negative sample (default: 0.75).",
      valueName: "power"))
  var negativeExponent: Double?

  @Option(help: "Words more frequent than this share of the text are thinned out; 0 keeps all.")
  var sample = 1e-3

  @Option(
    name: [.customLong("epochs"), .customLong("iter")], help: "The passes over the text.")
  var epochs = 5

  @Flag(
    help: ArgumentHelp(
      "Give the same bytes at any number of threads.",
      discussion: "Without it, only a run with --threads 1 can be repeated to the bit."))
  var deterministic = false

  @Flag(help: "Leave the vectors of words that --init has as they are.")
  var freeze = false

  @Option(
    help: ArgumentHelp(
      "Text held out, whose loss is measured after each epoch.", valueName: "file"))
  var validation: String?

  @Option(
    help: ArgumentHelp(
      "Stop after so many epochs without a new lowest loss of --validation.", valueName: "epochs"))
  var patience: Int?

  @OptionGroup var session: SessionOptions

  /// The model that the options describe.
  func model(
    _ architecture: Word2Vec.Architecture, cbowGradient: Word2Vec.CBOWGradient = .true,
    learningRate: Double?
  ) -> Word2Vec {
    Word2Vec(
      architecture, objective: objective, dimensions: vectors.dimensions, window: window,
      windowWeighting: windowWeighting, negativeSamples: negative ?? 5,
      negativeExponent: negativeExponent ?? 0.75, cbowGradient: cbowGradient,
      subsampling: sample, epochs: epochs, learningRate: learningRate, seed: vectors.seed,
      isDeterministic: deterministic)
  }

  /// Where checkpoints go; nil if none are asked for.
  var checkpoints: Checkpoints? { session.checkpoints(beside: output.path) }

  /// Checks what can be checked before a word is read.
  func check(_ model: Word2Vec) throws {
    do {
      try model.validate()
    } catch {
      throw ValidationError("\(error).")
    }
    if objective == .hierarchicalSoftmax, negative != nil || negativeExponent != nil {
      throw ValidationError(
        "--negative and --negative-exponent are for --objective negative-sampling; hierarchical "
          + "softmax draws no samples.")
    }
    try vectors.check()
    if let patience { try Limits.check("--patience", patience, 1...1_000_000) }
    if freeze, vectors.start == nil {
      throw ValidationError("--freeze needs --init, whose words it freezes.")
    }
    if patience != nil, validation == nil {
      throw ValidationError("--patience needs --validation, whose loss it watches.")
    }
    try session.check(output: output.path, inputs: [vectors.start].compactMap(\.self))
    try output.check()
  }
}
