internal import ArgumentParser
internal import Firth

/// The options of `firth train glove`.
struct GloVeOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Text files, plain or gzip, and folders of them; '-' is standard input.",
      valueName: "corpus"))
  var paths: [String] = []

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var window: ContextOptions

  @Option(
    help: ArgumentHelp(
      "Pairs that firth cooccurrence has counted, in place of a corpus.", valueName: "file"))
  var cooccurrence: String?

  @OptionGroup var output: OutputOptions

  @OptionGroup var vectors: VectorOptions

  @Option(
    name: [.customLong("epochs"), .customLong("iter")], help: "The passes over the pairs.")
  var epochs = 25

  @Option(help: ArgumentHelp("The count from which on a pair's weight is 1.", valueName: "count"))
  var xMax = 100.0

  @Option(
    help: ArgumentHelp(
      "The power of count / x-max that is a rarer pair's weight.", valueName: "power"))
  var weightingExponent = 0.75

  @Option(
    name: [.customLong("learning-rate"), .customLong("eta")],
    help: ArgumentHelp("The learning rate of AdaGrad.", valueName: "rate"))
  var learningRate = 0.05

  @Option(
    help: ArgumentHelp(
      "The steps of biases: with the learning rate as in the paper, or without it.",
      valueName: "update"))
  var biasUpdate = GloVe.BiasUpdate.stanford2014

  @Option(
    help: ArgumentHelp(
      "What a word's vector is: the sum of its vectors as word and as context, or one of them; both "
        + "are kept apart in .safetensors.", valueName: "vectors"))
  var sum = GloVe.Output.sum

  @Flag(help: "Add a row '<unk>', the mean of the 100 rarest words.")
  var unk = false

  @Option(
    help: ArgumentHelp(
      "Stop after so many epochs without a new lowest loss.", valueName: "epochs"))
  var patience: Int?

  @OptionGroup var session: SessionOptions

  /// The model that the options describe.
  var model: GloVe {
    GloVe(
      dimensions: vectors.dimensions, epochs: epochs, maximum: xMax,
      weightingExponent: weightingExponent,
      learningRate: learningRate, biasUpdate: biasUpdate, output: sum, hasUnknown: unk,
      seed: vectors.seed)
  }

  /// Where checkpoints go; nil if none are asked for.
  var checkpoints: Checkpoints? { session.checkpoints(beside: output.path) }

  /// Checks what can be checked before a word is read.
  func check() throws {
    do { try model.validate() } catch { throw ValidationError("\(error).") }
    try window.check()
    try vectors.check()
    if let patience { try Limits.check("--patience", patience, 1...1_000_000) }
    try session.check(
      output: output.path, inputs: [vectors.start, cooccurrence].compactMap(\.self))
    try output.check()
    guard cooccurrence == nil || paths.isEmpty else {
      throw ValidationError("Name a corpus or --cooccurrence, not both.")
    }
    guard cooccurrence != nil || !paths.isEmpty else {
      throw ValidationError("Name a text file, a folder or '-', or pairs with --cooccurrence.")
    }
    let isPlain =
      window.window == ContextWindow() && window.boundary == .line && reading.isPlain
    guard cooccurrence == nil || isPlain else {
      throw ValidationError(
        "--cooccurrence names pairs that are counted already: --tokenizer, --min-count, "
          + "--max-vocabulary, --phrases, --vocabulary, --keep, --boundary, --window, --context and --distance-weighting are for "
          + "firth cooccurrence.")
    }
  }
}
