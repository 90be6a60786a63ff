internal import Firth
internal import Foundation
internal import Synchronization

/// What `firth train skipgram` and `firth train cbow` do: reads the text, trains, writes the vectors.
struct Word2VecTraining {
  let options: Word2VecOptions
  let model: Word2Vec

  func run() throws {
    guard let format = options.to ?? VectorFormat(extensionOf: options.output) else {
      throw FormatError.unknownExtension(path: options.output)
    }
    let start = Date()
    let display = ProgressDisplay(
      isQuiet: options.quiet, hasValidation: options.validation != nil)
    defer { display.close() }
    let outputs = [options.output, options.checkpoints?.path, options.log].compactMap(\.self)
    let files = try options.corpus.corpus(notWriting: outputs)
    let heldOut = try options.validation.map { try Corpus(paths: [$0]) }
    try SameFile.refuse(outputs, amongInputs: heldOut?.files ?? [])
    let file = try OutputFile(options.output)
    let log = try options.log.map {
      try TrainingLog($0, appends: options.resume, hasValidation: heldOut != nil)
    }
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

    let embeddings = try train(
      encoded, threads: threads, from: startingVectors(encoded, display),
      validation: validation(heldOut, encoded, display), display, log)
    for loss in embeddings.losses(in: format) where loss != "counts" {
      display.note("note: \(format.rawValue) holds no \(loss); .safetensors does")
    }
    try embeddings.write(to: file, format: format)
    // It must not be gone on from once more.
    if let path = options.checkpoints?.path { try? FileManager.default.removeItem(atPath: path) }
    try log?.check()
    let seconds = Date().timeIntervalSince(start)
    display.note("wrote \(options.output) after \(ProgressDisplay.duration(seconds))")
    if options.json {
      try Console.write(
        json: TrainingSummary(
          output: options.output, format: format, words: embeddings.vocabularySize, model: model,
          threads: threads, loss: display.losses, seconds: seconds, corpus: encoded.report))
    }
  }

  private func train(
    _ encoded: EncodedCorpus, threads: Int, from start: StartingVectors?,
    validation: Validation?, _ display: ProgressDisplay, _ log: TrainingLog?
  ) throws -> Embeddings {
    let interruption = Interruption {
      display.note("stopping at the end of the chunks at work; once more ends at once")
    }
    let last = Mutex<TrainingProgress?>(nil)
    let embeddings: Embeddings
    do {
      embeddings = try model.train(
        on: encoded, threads: threads, from: start, validation: validation,
        checkpoints: options.checkpoints, stop: interruption.flag,
        progress: { progress in
          display.show(progress)
          log?.show(progress)
          last.withLock { $0 = progress }
        }, note: { display.note("note: \($0)") })
    } catch let error as TrainingError {
      guard case .stopped = error else { throw error }
      throw interruption.error(error)
    }
    if let progress = last.withLock({ $0 }) { log?.end(progress) }
    return embeddings
  }

  private func startingVectors(
    _ encoded: EncodedCorpus, _ display: ProgressDisplay
  ) throws -> StartingVectors? {
    guard let path = options.start else { return nil }
    let start = StartingVectors(try Embeddings(contentsOf: path), isFrozen: options.freeze)
    let (common, words) = (
      start.wordsInCommon(with: encoded.vocabulary), encoded.vocabulary.count
    )
    display.note(
      "\(common) of \(words) words (\(Self.percent(common, words))) start from \(path)"
        + (options.freeze ? " and stay as they are" : "") + ", the rest from random vectors; "
        + "\(start.embeddings.vocabularySize - common) of its words are not in the corpus")
    return start
  }

  private func validation(
    _ heldOut: Corpus?, _ encoded: EncodedCorpus, _ display: ProgressDisplay
  ) throws -> Validation? {
    guard let heldOut else { return nil }
    let corpus = try EncodedCorpus(
      encoding: heldOut, as: encoded, memory: options.corpus.memory?.bytes,
      progress: { display.show($0) })
    for note in corpus.report.notes { display.note("note: \(note)") }
    let unknown = corpus.report.tokens - corpus.tokens
    display.note(
      "validation text: \(corpus.tokens) of \(corpus.report.tokens) tokens; \(unknown) "
        + "(\(Self.percent(unknown, corpus.report.tokens))) are of words not in the vocabulary")
    return Validation(corpus, patience: options.patience)
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    ProgressDisplay.decimal(100 * Double(part) / Double(max(whole, 1)), 1) + " %"
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
