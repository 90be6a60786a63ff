internal import Firth

/// What `firth train skipgram` and `firth train cbow` do: reads the text, trains, writes the vectors.
struct Word2VecTraining {
  let options: Word2VecOptions
  let model: Word2Vec

  func run() throws {
    let (output, session) = (options.output, options.session)
    let display = ProgressDisplay(
      isQuiet: session.quiet, hasValidation: options.validation != nil)
    defer { display.close() }
    let checkpoints = options.checkpoints
    let outputs = [output.path, checkpoints?.path, session.log].compactMap(\.self)
    let files = try options.corpus.corpus(notWriting: outputs)
    let heldOut = try options.validation.map { try Corpus(paths: [$0]) }
    try SameFile.refuse(outputs, amongInputs: heldOut?.files ?? [])
    let file = try OutputFile(output.path)
    let log = try session.log.map {
      try TrainingLog($0, appends: session.resume, hasValidation: heldOut != nil)
    }
    let watch = TrainingWatch(display: display, log: log)
    let encoded = try options.corpus.reading.encode(
      files, boundary: options.boundary, display)
    let threads = Word2Vec.threads(options.vectors.threadCount)
    let plan = TrainingPlan(model: model, corpus: encoded, threads: threads)
    display.note(plan.description)
    try plan.check(memory: options.corpus.reading.memory?.bytes)
    try file.reserve(plan.fileSize)

    let starting = try options.vectors.start.map {
      try watch.startingVectors($0, isFrozen: options.freeze, for: encoded.vocabulary)
    }
    let validation = try validation(heldOut, encoded, display)
    let embeddings = try watch.run { stop, progress, note in
      try model.train(
        on: encoded, threads: threads, from: starting, validation: validation,
        checkpoints: checkpoints, stop: stop, progress: progress, note: note)
    }
    try watch.finish(
      embeddings, to: file, output, session, model: model, threads: threads,
      corpus: encoded.report)
  }

  private func validation(
    _ heldOut: Corpus?, _ encoded: EncodedCorpus, _ display: ProgressDisplay
  ) throws -> Validation? {
    guard let heldOut else { return nil }
    let corpus = try EncodedCorpus(
      encoding: heldOut, as: encoded, memory: options.corpus.reading.memory?.bytes,
      progress: { display.show($0) })
    for note in corpus.report.notes { display.note("note: \(note)") }
    let unknown = corpus.report.tokens - corpus.tokens
    display.note(
      "validation text: \(corpus.tokens) of \(corpus.report.tokens) tokens; \(unknown) "
        + "(\(TrainingWatch.percent(unknown, corpus.report.tokens))) are of words not in the vocabulary"
    )
    return Validation(corpus, patience: options.patience)
  }
}
