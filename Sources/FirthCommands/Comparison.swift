internal import Firth

/// Trains some models on one text, each with several seeds, and scores them.
struct Comparison {
  /// What one training took and gave.
  struct Run {
    let seconds: Double, cpuSeconds: Double
    let peakBytes: Int?
    let measured: Evaluation.Measured
  }

  let models: [ComparedModel]
  let seeds: Int
  let threads: Int
  let memory: Int?
  let evaluation: Evaluation
  let display: ProgressDisplay

  /// What the counting of pairs took, for all trainings that share it.
  private struct Counted {
    let matrix: CooccurrenceMatrix
    let seconds: Double, cpuSeconds: Double
    let peakBytes: Int?
  }

  /// Trains every model with every seed, model after model, so that a slow hour of the machine slows
  /// all of them.
  ///
  /// - Returns: for each model, its runs.
  func run(on corpus: EncodedCorpus) throws -> [[Run]] {
    var runs = [[Run]](repeating: [], count: models.count)
    var counted: [(window: ContextWindow, counts: Counted)] = []
    for seed in 1...seeds {
      for (place, model) in models.enumerated() {
        display.note("\(model.name), seed \(seed) of \(seeds)")
        switch model.trainer {
        case .word2vec(var word2vec):
          word2vec.seed = UInt64(seed)
          let threads = Word2Vec.threads(threads)
          try TrainingPlan(model: word2vec, corpus: corpus, threads: threads).check(memory: memory)
          runs[place].append(
            try measure { stop, progress, note in
              try word2vec.train(
                on: corpus, threads: threads, stop: stop, progress: progress, note: note)
            })
        case .glove(var glove, let window):
          glove.seed = UInt64(seed)
          if !counted.contains(where: { $0.window == window }) {
            counted.append((window, try count(corpus, window, for: glove)))
          }
          guard let counts = counted.first(where: { $0.window == window })?.counts else { continue }
          runs[place].append(
            try measure(after: counts) { stop, progress, note in
              try glove.train(
                on: counts.matrix, threads: threads, stop: stop,
                arranging: { [display] in display.show(arranged: $0) }, progress: progress,
                note: note)
            })
        }
      }
    }
    return runs
  }

  /// Counts pairs once for all trainings with a window.
  private func count(
    _ corpus: EncodedCorpus, _ window: ContextWindow, for model: GloVe
  ) throws -> Counted {
    PeakMemory.reset()
    let time = TimeUsed()
    let interruption = Interruption { [display] in display.note("stopping") }
    do {
      let matrix = try CooccurrenceMatrix(
        counting: corpus, window: window, threads: threads, memory: memory,
        plan: { estimate in
          try GloVePlan(
            model: model, vocabulary: corpus.vocabulary, report: corpus.report, window: window,
            cells: estimate.cells, isEstimate: true,
            disk: estimate.bytes + GloVe.disk(cells: estimate.cells), threads: threads
          ).check(memory: memory)
        }, stop: interruption.flag, progress: { [display] in display.show($0) })
      return Counted(
        matrix: matrix, seconds: time.wall, cpuSeconds: time.cpuSeconds,
        peakBytes: PeakMemory.bytes)
    } catch CooccurrenceError.stopped {
      throw interruption.error(CooccurrenceError.stopped)
    }
  }

  private func measure(
    after counts: Counted? = nil,
    _ train: (
      _ stop: StopFlag, _ progress: @escaping @Sendable (TrainingProgress) -> Void,
      _ note: @escaping @Sendable (String) -> Void
    ) throws -> Embeddings
  ) throws -> Run {
    PeakMemory.reset()
    let time = TimeUsed()
    // Not `progress`: the losses of so many epochs of so many runs would hide all else.
    let embeddings = try TrainingWatch(display: ProgressDisplay(isQuiet: true), log: nil).run(train)
    let (seconds, cpuSeconds, peak) = (time.wall, time.cpuSeconds, PeakMemory.bytes)
    return Run(
      seconds: seconds + (counts?.seconds ?? 0), cpuSeconds: cpuSeconds + (counts?.cpuSeconds ?? 0),
      peakBytes: peak.map { max($0, counts?.peakBytes ?? 0) },
      measured: try evaluation.measure(embeddings))
  }
}
