internal import ArgumentParser
internal import Firth
internal import Foundation

/// `firth train skipgram`.
struct SkipGramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skipgram",
    abstract: "Trains skip-gram vectors with negative sampling (word2vec).")

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

  @Option(help: "The negative samples of a word.")
  var negative = 5

  @Option(help: "Words more frequent than this share of the text are thinned out; 0 keeps all.")
  var sample = 1e-3

  @Option(
    name: [.customLong("epochs"), .customLong("iter")], help: "The passes over the text.")
  var epochs = 5

  @Option(
    name: [.customLong("learning-rate"), .customLong("alpha")],
    help: "The learning rate at the start.")
  var learningRate = 0.025

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  @Option(help: "What the random numbers derive from; with --threads 1 the result is repeatable.")
  var seed: UInt64 = 1

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output at the end.")
  var json = false

  private var model: Word2Vec {
    Word2Vec(
      .skipGram, dimensions: dimensions, window: window, negativeSamples: negative,
      subsampling: sample, epochs: epochs, learningRate: learningRate, seed: seed)
  }

  mutating func validate() throws {
    do {
      try model.validate()
    } catch {
      throw ValidationError("\(error).")
    }
    if let threads { try Limits.check("--threads", threads, 1...1024) }
    guard !output.isEmpty, output != "-" else {
      throw ValidationError("--output must name a file; vectors cannot go to standard output.")
    }
    if to == nil, VectorFormat(extensionOf: output) == nil {
      throw ValidationError("\(FormatError.unknownExtension(path: output)).")
    }
  }

  mutating func run() throws {
    guard let format = to ?? VectorFormat(extensionOf: output) else {
      throw FormatError.unknownExtension(path: output)
    }
    let start = Date()
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let files = try corpus.corpus(notWriting: output)
    let file = try OutputFile(output)
    let encoded = try EncodedCorpus(
      encoding: files, tokenizer: corpus.tokenizer, boundary: boundary,
      minimumCount: corpus.minCount, maximumVocabulary: corpus.maxVocabulary,
      memory: corpus.memory?.bytes, progress: { display.show($0) })
    let threads = threads ?? Workers.cores
    let plan = TrainingPlan(model: model, corpus: encoded, threads: threads)
    for note in encoded.report.notes { display.note("note: \(note)") }
    display.note(plan.description)
    try plan.check(memory: corpus.memory?.bytes)
    try file.reserve(plan.fileSize)

    let embeddings = try model.train(on: encoded, threads: threads) { display.show($0) }
    for loss in embeddings.losses(in: format) where loss != "counts" {
      display.note("note: \(format.rawValue) holds no \(loss); .safetensors does")
    }
    try embeddings.write(to: file, format: format)
    let seconds = Date().timeIntervalSince(start)
    display.note("wrote \(output) after \(ProgressDisplay.duration(seconds))")
    if json {
      try Console.write(
        json: TrainingSummary(
          output: output, format: format, words: embeddings.vocabularySize, model: model,
          threads: threads, loss: display.losses, seconds: seconds, corpus: encoded.report))
    }
  }
}

/// What `--json` says at the end of a training run.
struct TrainingSummary: Codable {
  let output: String
  let format: VectorFormat
  let words: Int
  let model: Word2Vec
  let threads: Int
  let loss: [Double]
  let seconds: Double
  let corpus: CorpusReport
}
