internal import ArgumentParser
internal import Firth

/// What skip-gram and CBOW have in common.
struct Word2VecOptions: ParsableArguments {
  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Where sentences end; contexts do not reach beyond.")
  var boundary = SentenceBoundary.line

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write: .safetensors, .bin or .txt, or any name with --to.", valueName: "file"))
  var output: String

  @Option(help: "The output's format; by its ending when not given.")
  var to: VectorFormat?

  @Option(
    name: [
      .customLong("dimensions"), .customLong("dim"), .customLong("size"),
      .customLong("vector-size"),
    ], help: "The length of a vector.")
  var dimensions = 100

  @Option(help: "The farthest context word to either side.")
  var window = 5

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

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  @Option(help: "What the random numbers derive from.")
  var seed: UInt64 = 1

  @Flag(
    help: ArgumentHelp(
      "Give the same bytes at any number of threads.",
      discussion: "Without it, only a run with --threads 1 can be repeated to the bit."))
  var deterministic = false

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output at the end.")
  var json = false

  /// The model that the options describe.
  func model(
    _ architecture: Word2Vec.Architecture, cbowGradient: Word2Vec.CBOWGradient = .true,
    learningRate: Double?
  ) -> Word2Vec {
    Word2Vec(
      architecture, objective: objective, dimensions: dimensions, window: window,
      windowWeighting: windowWeighting, negativeSamples: negative ?? 5,
      negativeExponent: negativeExponent ?? 0.75, cbowGradient: cbowGradient,
      subsampling: sample, epochs: epochs, learningRate: learningRate, seed: seed,
      isDeterministic: deterministic)
  }

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
    if let threads { try Limits.check("--threads", threads, 1...1024) }
    guard !output.isEmpty, output != "-" else {
      throw ValidationError("--output must name a file; vectors cannot go to standard output.")
    }
    if to == nil, VectorFormat(extensionOf: output) == nil {
      throw ValidationError("\(FormatError.unknownExtension(path: output)).")
    }
    if let to, !to.isWritable || to.isFolder {
      throw ValidationError(
        "Training writes one file; write safetensors, then \(to.rawValue) by firth convert.")
    }
  }
}
