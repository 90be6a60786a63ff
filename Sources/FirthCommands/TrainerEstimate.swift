internal import Firth
internal import Foundation
internal import Synchronization

/// What a trainer will take on this machine.
struct TrainerEstimate: Encodable {
  let trainer: String
  /// Bytes of memory at the peak.
  let memory: Int
  /// Bytes of temporary files at the peak.
  let disk: Int
  /// Bytes of the vectors' file, at most.
  let output: Int
  /// Seconds of wall time, reading included; nil where the memory does not suffice.
  let seconds: Double?
  let epochs: Int
}

/// A short training of each kind, from which the time of the whole is estimated.
struct Calibration {
  let corpus: EncodedCorpus
  /// Bytes of the text as ids before rare words are dropped.
  let encodedBytes: Int
  /// Seconds of reading and encoding.
  let readingSeconds: Double
  let dimensions: Int
  let threads: Int
  let memory: Int?
  /// Is told what cannot be tried.
  let note: (String) -> Void

  /// Seconds that each part of GloVe is tried for.
  private static let patience = 2.0
  /// How often each of word2vec's models is tried, and for how many seconds.
  private static let turns = 4
  private static let turnPatience = 1.0
  /// Bytes a second that are written at least.
  private static let writingSpeed = 500e6

  /// The estimates of all trainers with their usual options.
  ///
  /// word2vec's models are tried in turns, before and after GloVe, in every other turn with one thread
  /// too: the cores of a virtual machine may be near each other or far for seconds or minutes at a time,
  /// and two threads take up to twice as long when far, where one takes the same.
  ///
  /// - Throws: What training throws.
  func estimates() throws -> [TrainerEstimate] {
    guard corpus.vocabulary.count >= 2 else { return [] }
    let models: [(model: Word2Vec, name: String)] = [
      (Word2Vec(.skipGram, dimensions: dimensions), "skipgram"),
      (Word2Vec(.cbow, dimensions: dimensions), "cbow"),
    ]
    let fitting = models.indices.filter { fits(models[$0].model, models[$0].name) }
    var trials = models.map { _ in Trials() }
    var gloVe: TrainerEstimate?
    for turn in 0..<Self.turns {
      if turn == Self.turns / 2 { gloVe = try self.gloVe() }
      for place in fitting {
        trials[place].all.append(try trial(models[place].model, threads: word2VecThreads))
        if turn % 2 == 1, word2VecThreads > 1 {
          trials[place].one.append(try trial(models[place].model, threads: 1))
        }
      }
    }
    return zip(models, trials).map { estimate($0.model, $0.name, $1) } + [gloVe].compactMap(\.self)
  }

  private var word2VecThreads: Int { Word2Vec.threads(threads) }

  private func gloVe() throws -> TrainerEstimate? {
    do {
      return try estimate(GloVe(dimensions: dimensions), "glove")
    } catch let error as CooccurrenceError {
      note("glove: \(error)")
      return nil
    }
  }

  /// Whether the memory suffices for a model; says what it needs if not.
  private func fits(_ model: Word2Vec, _ name: String) -> Bool {
    let plan = TrainingPlan(model: model, corpus: corpus, threads: word2VecThreads)
    guard plan.memory > available else { return true }
    note(
      "\(name) needs \(ByteSize.text(plan.memory)) of memory, more than the "
        + "\(ByteSize.text(available)) there are; --max-vocabulary makes it less")
    return false
  }

  private func trial(_ model: Word2Vec, threads: Int) throws -> Trial {
    try Trial.run(patience: Self.turnPatience) { stop, progress in
      _ = try model.train(on: corpus, threads: threads, stop: stop, progress: progress)
    }
  }

  private func estimate(_ model: Word2Vec, _ name: String, _ trials: Trials) -> TrainerEstimate {
    let plan = TrainingPlan(model: model, corpus: corpus, threads: word2VecThreads)
    let seconds = Trial(joining: trials.all).map {
      readingSeconds + $0.setup + trials.seconds($0, threads: word2VecThreads)
        + Double(plan.fileSize) / Self.writingSpeed
    }
    return TrainerEstimate(
      trainer: name, memory: plan.memory, disk: encodedBytes, output: plan.fileSize,
      seconds: seconds, epochs: model.epochs)
  }

  /// The bytes that a trial may take.
  private var available: Int {
    memory ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 10 * 9)
  }

  private func estimate(_ model: GloVe, _ name: String) throws -> TrainerEstimate? {
    let (counting, counts, estimate) = try countPairs()
    guard let counts, let estimate, counts.storedCells > 0 else { return nil }
    let cells = estimate.cells
    let arranging = Mutex(0.0)
    let start = ContinuousClock.now
    let trial = try Trial.run(patience: Self.patience) { stop, progress in
      _ = try model.train(
        on: counts, threads: threads, stop: stop,
        arranging: { _ in
          arranging.withLock { $0 = (ContinuousClock.now - start) / .seconds(1) }
        }, progress: progress)
    }
    let plan = GloVePlan(
      model: model, vocabulary: corpus.vocabulary, report: corpus.report, window: counts.window,
      cells: cells, isEstimate: true, disk: estimate.bytes + GloVe.disk(cells: cells),
      threads: threads)
    let arranged = arranging.withLock { $0 } / Double(counts.storedCells)
    return TrainerEstimate(
      trainer: name, memory: max(plan.memory, try countingMemory(counts.window)),
      disk: encodedBytes + plan.disk, output: plan.fileSize,
      seconds: readingSeconds + counting + arranged * Double(cells)
        + max(trial.setup - arranging.withLock { $0 }, 0)
        + trial.seconds(scaledBy: Double(cells) / Double(counts.storedCells))
        + Double(plan.fileSize) / Self.writingSpeed, epochs: model.epochs)
  }

  /// Counts the pairs of as much of the corpus as can be in a short time.
  ///
  /// - Returns: The seconds for all of it, the pairs counted, and the estimate for all of them.
  private func countPairs() throws -> (Double, CooccurrenceMatrix?, CooccurrenceEstimate?) {
    let state = Mutex<(estimate: CooccurrenceEstimate?, fraction: Double)>((nil, 0))
    func count(_ corpus: EncodedCorpus, isTimed: Bool) throws -> CooccurrenceMatrix {
      let stop = StopFlag()
      let start = ContinuousClock.now
      return try CooccurrenceMatrix(
        counting: corpus, threads: threads, memory: memory,
        plan: { estimate in
          state.withLock { if $0.estimate == nil { $0.estimate = estimate } }
        }, stop: stop,
        progress: { progress in
          guard isTimed else { return }
          state.withLock { $0.fraction = progress.fraction }
          if (ContinuousClock.now - start) / .seconds(1) > Self.patience { stop.raise() }
        })
    }
    let start = ContinuousClock.now
    do {
      let counts = try count(corpus, isTimed: true)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      // All are counted: their number is known.
      let cells = counts.storedCells
      return (seconds, counts, CooccurrenceEstimate(cells: cells, bytes: counts.storedBytes))
    } catch CooccurrenceError.stopped {
      let (estimate, fraction) = state.withLock { $0 }
      let seconds = (ContinuousClock.now - start) / .seconds(1) / max(fraction, 0.001)
      let part = corpus.prefix(max(Int(Double(corpus.count) * min(fraction, 0.2)), 10_000))
      return (seconds, try count(part, isTimed: false), estimate)
    } catch CooccurrenceError.noPairs {
      return (0, nil, nil)
    }
  }

  /// The bytes that counting the pairs of the whole corpus holds.
  private func countingMemory(_ window: ContextWindow) throws -> Int {
    try CooccurrenceMatrix.memory(
      counting: corpus, window: window, threads: threads, memory: memory)
  }
}
