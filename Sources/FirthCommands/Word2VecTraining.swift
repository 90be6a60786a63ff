internal import Firth
internal import Foundation

/// What `firth train skipgram` and `firth train cbow` do: reads the text, trains, writes the vectors.
struct Word2VecTraining {
  let options: Word2VecOptions
  let model: Word2Vec

  func run() throws {
    guard let format = options.to ?? VectorFormat(extensionOf: options.output) else {
      throw FormatError.unknownExtension(path: options.output)
    }
    let start = Date()
    let display = ProgressDisplay(isQuiet: options.quiet)
    defer { display.close() }
    let files = try options.corpus.corpus(notWriting: options.output)
    let file = try OutputFile(options.output)
    let encoded = try EncodedCorpus(
      encoding: files, tokenizer: options.corpus.tokenizer, boundary: options.boundary,
      minimumCount: options.corpus.minCount, maximumVocabulary: options.corpus.maxVocabulary,
      memory: options.corpus.memory?.bytes, progress: { display.show($0) })
    let threads = options.threads ?? Workers.cores
    let plan = TrainingPlan(model: model, corpus: encoded, threads: threads)
    for note in encoded.report.notes { display.note("note: \(note)") }
    display.note(plan.description)
    try plan.check(memory: options.corpus.memory?.bytes)
    try file.reserve(plan.fileSize)

    let embeddings = try model.train(on: encoded, threads: threads) { display.show($0) }
    for loss in embeddings.losses(in: format) where loss != "counts" {
      display.note("note: \(format.rawValue) holds no \(loss); .safetensors does")
    }
    try embeddings.write(to: file, format: format)
    let seconds = Date().timeIntervalSince(start)
    display.note("wrote \(options.output) after \(ProgressDisplay.duration(seconds))")
    if options.json {
      try Console.write(
        json: TrainingSummary(
          output: options.output, format: format, words: embeddings.vocabularySize, model: model,
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
