internal import Firth

/// What `firth train glove` does: reads the text, counts pairs, trains, writes the vectors.
struct GloVeTraining {
  let options: GloVeOptions

  private var threads: Int { options.vectors.threadCount }

  func run() throws {
    let (output, session, model) = (options.output, options.session, options.model)
    let display = ProgressDisplay(isQuiet: session.quiet)
    defer { display.close() }
    let checkpoints = options.checkpoints
    let outputs = [output.path, checkpoints?.path, session.log].compactMap(\.self)
    let inputs = [options.cooccurrence, options.vectors.start].compactMap(\.self)
    try SameFile.refuse(outputs, amongInputs: inputs)
    let corpus = try options.paths.isEmpty ? nil : Corpus(paths: options.paths)
    try SameFile.refuse(outputs, amongInputs: (corpus?.files ?? []) + options.reading.lists)
    let file = try OutputFile(output.path)
    let log = try session.log.map {
      try TrainingLog($0, appends: session.resume, hasValidation: false)
    }
    let watch = TrainingWatch(display: display, log: log)
    let source = try source(corpus, display)
    try model.checkWords(source.vocabulary)
    let starting = try options.vectors.start.map {
      try watch.startingVectors($0, isFrozen: false, for: source.vocabulary)
    }
    let embeddings = try watch.run { stop, progress, note in
      let counts = try count(source, stop, display) { try file.reserve($0.fileSize) }
      return try model.train(
        on: counts, threads: threads, from: starting, patience: options.patience,
        checkpoints: checkpoints, stop: stop, arranging: { display.show(arranged: $0) },
        progress: progress, note: note)
    }
    try watch.finish(
      embeddings, to: file, output, session, model: model, threads: threads,
      corpus: source.report)
  }

  /// Where pairs come from.
  private enum Source {
    case text(EncodedCorpus)
    case pairs(CooccurrenceMatrix)

    var vocabulary: Vocabulary {
      switch self {
      case .text(let corpus): corpus.vocabulary
      case .pairs(let counts): counts.vocabulary
      }
    }

    var report: CorpusReport {
      switch self {
      case .text(let corpus): corpus.report
      case .pairs(let counts): counts.report
      }
    }
  }

  private func source(_ corpus: Corpus?, _ display: ProgressDisplay) throws -> Source {
    if let corpus {
      return .text(
        try options.reading.encode(corpus, boundary: options.window.boundary, display))
    }
    return .pairs(try CooccurrenceMatrix(contentsOf: options.cooccurrence ?? ""))
  }

  /// Counts the pairs, or takes those that are counted, after the plan has been shown and checked.
  private func count(
    _ source: Source, _ stop: StopFlag, _ display: ProgressDisplay,
    _ accept: (GloVePlan) throws -> Void
  ) throws -> CooccurrenceMatrix {
    func check(_ window: ContextWindow, cells: Int, isEstimate: Bool, disk: Int) throws {
      let plan = GloVePlan(
        model: options.model, vocabulary: source.vocabulary, report: source.report, window: window,
        cells: cells, isEstimate: isEstimate, disk: disk + GloVe.disk(cells: cells),
        threads: threads)
      display.note(plan.description)
      try plan.check(memory: options.reading.memory?.bytes)
      try accept(plan)
    }
    switch source {
    case .pairs(let counts):
      try check(counts.window, cells: counts.storedCells, isEstimate: false, disk: 0)
      return counts
    case .text(let corpus):
      let counts = try CooccurrenceMatrix(
        counting: corpus, window: options.window.window, threads: threads,
        memory: options.reading.memory?.bytes,
        plan: {
          try check(
            options.window.window, cells: $0.cells, isEstimate: true, disk: $0.bytes)
        }, stop: stop, progress: { display.show($0) })
      let cells = try counts.cellCount()
      display.note("counted \(cells) pairs")
      return counts
    }
  }
}
