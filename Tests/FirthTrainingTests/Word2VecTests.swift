import FirthNumerics
import FirthText
import FirthTraining
import FirthVectors
import Foundation
import Synchronization
import Testing

@Suite("Word2Vec")
struct Word2VecTests {
  /// An option that validation rejects.
  struct Invalid: Sendable, CustomTestStringConvertible {
    let change: @Sendable (inout Word2Vec) -> Void
    let name: String
    let value: String
    let allowed: String
    var testDescription: String { "\(name) \(value)" }
  }

  static let invalid = [
    Invalid(
      change: { $0.dimensions = 0 }, name: "dimensions", value: "0", allowed: "from 1 to 65536"),
    Invalid(
      change: { $0.dimensions = 65_537 }, name: "dimensions", value: "65537",
      allowed: "from 1 to 65536"),
    Invalid(change: { $0.window = 0 }, name: "window", value: "0", allowed: "from 1 to 1000"),
    Invalid(
      change: { $0.window = 1_001 }, name: "window", value: "1001", allowed: "from 1 to 1000"),
    Invalid(
      change: { $0.negativeSamples = 0 }, name: "negative samples", value: "0",
      allowed: "from 1 to 1000"),
    Invalid(
      change: { $0.negativeSamples = .max }, name: "negative samples", value: "\(Int.max)",
      allowed: "from 1 to 1000"),
    Invalid(change: { $0.epochs = -1 }, name: "epochs", value: "-1", allowed: "from 1 to 1000000"),
    Invalid(
      change: { $0.epochs = 1_000_001 }, name: "epochs", value: "1000001",
      allowed: "from 1 to 1000000"),
    Invalid(
      change: { $0.negativeExponent = 2.5 }, name: "negative exponent", value: "2.5",
      allowed: "from -2 to 2"),
    Invalid(
      change: { $0.negativeExponent = .nan }, name: "negative exponent", value: "nan",
      allowed: "from -2 to 2"),
    Invalid(
      change: { $0.subsampling = -0.5 }, name: "sample", value: "-0.5", allowed: "from 0 to 1"),
    Invalid(change: { $0.subsampling = 2 }, name: "sample", value: "2.0", allowed: "from 0 to 1"),
    Invalid(
      change: { $0.subsampling = .nan }, name: "sample", value: "nan", allowed: "from 0 to 1"),
    Invalid(
      change: { $0.learningRate = 0 }, name: "learning rate", value: "0.0",
      allowed: "above 0 and at most 10"),
    Invalid(
      change: { $0.learningRate = 10.5 }, name: "learning rate", value: "10.5",
      allowed: "above 0 and at most 10"),
    Invalid(
      change: { $0.learningRate = .nan }, name: "learning rate", value: "nan",
      allowed: "above 0 and at most 10"),
    Invalid(
      change: { $0.learningRate = .infinity }, name: "learning rate", value: "inf",
      allowed: "above 0 and at most 10"),
  ]

  @Test("rejects an option that makes no sense, and training does too", arguments: invalid)
  func rejects(_ option: Invalid) throws {
    var model = Word2Vec()
    option.change(&model)
    let error = TrainingError.invalidOption(
      name: option.name, value: option.value, allowed: option.allowed)
    #expect(throws: error) { try model.validate() }
    let corpus = try SampleCorpus.encoded([[0, 1]], words: 2)
    #expect(throws: error) { try model.train(on: corpus, threads: 1) }
    #expect("\(error)" == "\(option.name) is \(option.value), but must be \(option.allowed)")
  }

  @Test("accepts its defaults and every limit")
  func accepts() throws {
    try Word2Vec().validate()
    try Word2Vec(
      dimensions: 1, window: 1, negativeSamples: 1, subsampling: 0, epochs: 1, learningRate: 1e-9
    ).validate()
    try Word2Vec(
      dimensions: 65_536, window: 1_000, negativeSamples: 1_000, subsampling: 1,
      epochs: 1_000_000, learningRate: 10
    ).validate()
  }

  @Test("rejects a number of threads that makes no sense", arguments: [0, -3, 1_025])
  func rejectsThreads(threads: Int) throws {
    let corpus = try SampleCorpus.encoded([[0, 1]], words: 2)
    #expect(
      throws: TrainingError.invalidOption(
        name: "threads", value: "\(threads)", allowed: "from 1 to 1024")
    ) { try Word2Vec().train(on: corpus, threads: threads) }
  }

  @Test("begins no more threads than there are cores")
  func threads() {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    #expect(Word2Vec.threads() == cores)
    #expect(Word2Vec.threads(1) == 1)
    #expect(Word2Vec.threads(cores + 1) == cores)
  }

  @Test("needs two different words")
  func tooFewWords() throws {
    let corpus = try SampleCorpus.encoded([[0, 0, 0]], words: 1)
    #expect(throws: TrainingError.tooFewWords(1)) { try Word2Vec().train(on: corpus, threads: 1) }
    #expect("\(TrainingError.tooFewWords(1))".hasPrefix("the vocabulary has one word, but"))
    #expect("\(TrainingError.tooFewWords(0))".hasPrefix("the vocabulary has 0 words, but"))
  }

  @Test("one thread and one seed give the same bytes; another seed does not", arguments: [1, 77])
  func deterministic(seed: UInt64) throws {
    let corpus = try SampleCorpus.topics(sentences: 2_000, seed: 4)
    var model = Word2Vec(dimensions: 24, epochs: 2, seed: seed)
    let first = Self.bits(try model.train(on: corpus, threads: 1))
    #expect(try first == Self.bits(model.train(on: corpus, threads: 1)))
    model.seed += 1
    #expect(try first != Self.bits(model.train(on: corpus, threads: 1)))
  }

  @Test(
    "the loss falls, and words that share contexts become similar", arguments: [1, 2, 4],
    [UInt64(1), 2])
  func learns(threads: Int, seed: UInt64) throws {
    let corpus = try SampleCorpus.topics(sentences: 4_000, seed: seed)
    let model = Word2Vec(
      dimensions: 32, subsampling: 0, epochs: 4, learningRate: 0.05, seed: seed)
    let embeddings = try model.train(on: corpus, threads: threads)
    let losses = try Self.losses(embeddings)
    #expect(losses.count == 4)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
    #expect(losses[0] < 0.7 && losses[3] < 0.45, "\(losses)")

    let twins = stride(from: 0, to: 48, by: 2).map { Self.cosine(embeddings, $0, $0 + 1) }
    let strangers = (0..<36).map { Self.cosine(embeddings, $0, $0 + 12) }
    #expect((twins.min() ?? 0) > 0.6, "\(twins)")
    #expect((strangers.max() ?? 1) < 0.5, "\(strangers)")
  }

  /// Sentences whose boundaries fall everywhere about the edges of chunks of 10,000 ids.
  @Test(
    "every token of every epoch is trained once",
    arguments: [
      [25_001], [9_999, 9_999, 9_999], [10_000, 10_000, 1], [9_998, 1, 9_999, 3],
      [Int](repeating: 1, count: 12_000), [Int](repeating: 7, count: 4_000),
      [Int](repeating: 2, count: 13_001), [2], [1, 1], [10_000], [9_999],
    ], [1, 3])
  func countsTokens(lengths: [Int], threads: Int) throws {
    let text = lengths.enumerated().map { number, length in
      (0..<length).map { ($0 + number) % 5 }
    }
    let corpus = try SampleCorpus.encoded(text, words: 5)
    let tokens = lengths.reduce(0, +)
    #expect(corpus.tokens == tokens)
    let seen = Mutex<[TrainingProgress]>([])
    let model = Word2Vec(dimensions: 4, window: 2, negativeSamples: 1, epochs: 2)
    let embeddings = try model.train(on: corpus, threads: threads) { progress in
      seen.withLock { $0.append(progress) }
    }
    let calls = seen.withLock { $0 }
    let last = try #require(calls.last)
    #expect(last.tokens == 2 * tokens)
    #expect(last.totalTokens == 2 * tokens)
    #expect(last.epoch == 2 && last.epochs == 2)
    let losses = try Self.losses(embeddings)
    #expect(last.epochLosses == losses)
    #expect(last.epochLosses.count == 2)
    #expect(last.secondsLeft == 0 && last.seconds > 0 && last.wordsPerSecond > 0)
    #expect(zip(calls, calls.dropFirst()).allSatisfy { $0.tokens <= $1.tokens })
  }

  /// The models of every architecture with every objective.
  static let combinations = Word2Vec.Architecture.allCases.flatMap { architecture in
    Word2Vec.Objective.allCases.flatMap { objective in
      [false, true].map { isDeterministic in
        Word2Vec(
          architecture, objective: objective, dimensions: 32, subsampling: 0, epochs: 6,
          learningRate: architecture == .cbow ? 0.2 : 0.05, isDeterministic: isDeterministic)
      }
    }
  }

  @Test("every architecture learns by every objective, in either order", arguments: combinations)
  func combinationsLearn(model: Word2Vec) throws {
    let corpus = try SampleCorpus.topics(sentences: 4_000, seed: 3)
    let embeddings = try model.train(on: corpus, threads: 2)
    let losses = try Self.losses(embeddings)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
    let twins = stride(from: 0, to: 48, by: 2).map { Self.cosine(embeddings, $0, $0 + 1) }
    let strangers = (0..<36).map { Self.cosine(embeddings, $0, $0 + 12) }
    #expect((twins.min() ?? 0) > (strangers.max() ?? 1), "\(twins), \(strangers)")
  }

  @Test("a deterministic run that diverges is an error on any number of threads")
  func deterministicDiverges() throws {
    let corpus = try SampleCorpus.topics(sentences: 4_000, seed: 6)
    let model = Word2Vec(
      dimensions: 40, subsampling: 0, epochs: 50, learningRate: 10, isDeterministic: true)
    let errors = [1, 2, 4].map { threads in
      #expect(throws: TrainingError.self) { try model.train(on: corpus, threads: threads) }
    }
    #expect(errors[0] == errors[1] && errors[0] == errors[2], "\(errors)")
  }

  @Test("a rate that diverges is an error, never vectors that are no numbers", arguments: [1, 2])
  func diverges(threads: Int) throws {
    let corpus = try SampleCorpus.topics(sentences: 4_000, seed: 6)
    let model = Word2Vec(dimensions: 4, subsampling: 0, epochs: 50, learningRate: 10)
    let error = #expect(throws: TrainingError.self) {
      try model.train(on: corpus, threads: threads)
    }
    guard case .diverged(let epoch, let tokens, let rate) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((1...50).contains(epoch) && tokens <= 50 * corpus.tokens && rate > 0 && rate <= 10)
    #expect(error?.description.contains("start again with a lower learning rate") == true)
  }

  @Test("a large rate gives an error or finite vectors", arguments: [0.5, 1, 2, 5], [1, 4, 100])
  func largeRate(rate: Double, dimensions: Int) throws {
    let corpus = try SampleCorpus.topics(sentences: 500, seed: 6)
    let model = Word2Vec(dimensions: dimensions, subsampling: 0, epochs: 3, learningRate: rate)
    do {
      let embeddings = try model.train(on: corpus, threads: 1)
      for row in 0..<embeddings.vectors.rows {
        #expect(embeddings.vectors[row].allSatisfy { $0.isFinite })
      }
      #expect(try Self.losses(embeddings).allSatisfy { $0.isFinite })
    } catch let error as TrainingError {
      guard case .diverged = error else { throw error }
    }
  }

  @Test("the metadata says how the vectors were made")
  func metadata() throws {
    let corpus = try SampleCorpus.topics(sentences: 100, seed: 3)
    let model = Word2Vec(
      dimensions: 10, window: 3, negativeSamples: 4, subsampling: 0.01, epochs: 6,
      learningRate: 0.04, seed: .max)
    let embeddings = try model.train(on: corpus, threads: 1)
    let metadata = embeddings.metadata
    #expect(metadata["model"] == "skipgram")
    #expect(metadata["firth_version"] == firthVersion)
    let hyperparameters = Data(try #require(metadata["hyperparameters"]).utf8)
    #expect(try JSONDecoder().decode(Word2Vec.self, from: hyperparameters) == model)
    let report = Data(try #require(metadata["corpus"]).utf8)
    #expect(try JSONDecoder().decode(CorpusReport.self, from: report) == corpus.report)
    #expect(metadata["tokenizer"] == #"{"boundary":"line","tokenizer":"words"}"#)
    #expect(try Self.losses(embeddings).count == 6)
    #expect(embeddings.vectors.rows == 48 && embeddings.vectors.columns == 10)
    #expect(embeddings.vocabulary.counts == corpus.vocabulary.counts)
  }

  @Test("memory counts both matrices with whole cache lines, and the tables")
  func memory() {
    #expect(Word2Vec(dimensions: 100).memory(words: 1_000) == 2_015 * 112 * 4 + 28_000)
    #expect(Word2Vec(dimensions: 16).memory(words: 10) == 2 * 10 * 64 + 280)
    let tree = Word2Vec(objective: .hierarchicalSoftmax, dimensions: 16)
    #expect(tree.memory(words: 1_000) == 2_015 * 64 + 1_000 * (12 + 4 * 10))
  }

  // MARK: Reading results

  static func bits(_ embeddings: Embeddings) -> [[UInt32]] {
    (0..<embeddings.vectors.rows).map { embeddings.vectors[$0].map(\.bitPattern) }
  }

  static func losses(_ embeddings: Embeddings) throws -> [Double] {
    let text = try #require(embeddings.metadata["loss"])
    return try JSONDecoder().decode([Double].self, from: Data(text.utf8))
  }

  static func cosine(_ embeddings: Embeddings, _ a: Int, _ b: Int) -> Double {
    func dot(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let (x, y) = (embeddings.vectors[a], embeddings.vectors[b])
    return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
  }
}
