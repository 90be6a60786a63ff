import FirthNumerics
import FirthTestSupport
import FirthText
import FirthTraining
import FirthVectors
import Foundation
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  /// Every kind of run that can be repeated to the bit: deterministic, or with one thread.
  static let models = Word2Vec.Architecture.allCases.flatMap { architecture in
    Word2Vec.Objective.allCases.flatMap { objective in
      [false, true].map { isDeterministic in
        Word2Vec(
          architecture, objective: objective, dimensions: 40, epochs: 2,
          isDeterministic: isDeterministic)
      }
    }
  }

  private static func corpus(seed: UInt64 = 4) throws -> EncodedCorpus {
    try SampleCorpus.topics(sentences: 6_000, seed: seed)
  }

  private static func run(
    _ model: Word2Vec, _ corpus: EncodedCorpus, threads: Int? = nil, start: StartingVectors? = nil
  ) throws -> Word2VecRun {
    try Word2VecRun(
      model, corpus, Kernels(try InstructionSet.chosen()),
      threads: threads ?? (model.isDeterministic ? 3 : 1), start: start)
  }

  private static func bits(_ matrix: SharedMatrix) -> [[UInt32]] {
    let values = matrix.viewed()
    return (0..<values.rows).map { values[$0].map(\.bitPattern) }
  }

  @Test("a run that goes on from any chunk ends with the same bits", arguments: models)
  func resumes(model: Word2Vec) throws {
    try withFolder { folder in
      let corpus = try Self.corpus()
      let whole = try Self.run(model, corpus)
      let count = whole.training.count
      #expect(count > 6)
      try whole.walk(whole.training, until: count)
      for place in 0...count {
        let first = try Self.run(model, corpus)
        try first.walk(first.training, until: place)
        let path = "\(folder)/\(place).checkpoint"
        try Checkpoint.write(first, validation: nil, losses: [], to: path)
        // Deterministic runs may go on with another number of threads.
        let second = try Self.run(model, corpus, threads: model.isDeterministic ? 2 : 1)
        #expect(try Checkpoint.restore(second, validation: nil, from: path) == [])
        try second.walk(second.training, until: count)
        #expect(Self.bits(second.inputs) == Self.bits(whole.inputs), "from \(place)")
        #expect(Self.bits(second.outputs) == Self.bits(whole.outputs), "from \(place)")
        #expect(second.ledger.book == whole.ledger.book, "from \(place)")
      }
    }
  }

  /// A change of a run, and what a refusal says of it.
  struct Change: Sendable, CustomTestStringConvertible {
    let words: String
    let change: @Sendable (inout Word2Vec) -> Void
    var testDescription: String { words }
  }

  static let changes = [
    Change(words: "architecture is cbow, there skipgram") { $0.architecture = .cbow },
    Change(words: "objective is hierarchical-softmax, there negative-sampling") {
      $0.objective = .hierarchicalSoftmax
    },
    Change(words: "dimensions is 9, there 8") { $0.dimensions = 9 },
    Change(words: "window is 4, there 5") { $0.window = 4 },
    Change(words: "window weighting is uniform, there shrinking") { $0.windowWeighting = .uniform },
    Change(words: "negative samples is 6, there 5") { $0.negativeSamples = 6 },
    Change(words: "negative exponent is 0.5, there 0.75") { $0.negativeExponent = 0.5 },
    Change(words: "CBOW gradient is original, there true") { $0.cbowGradient = .original },
    Change(words: "sample is 0.0, there 0.001") { $0.subsampling = 0 },
    Change(words: "epochs is 6, there 5") { $0.epochs = 6 },
    Change(words: "learning rate is 0.05, there 0.025") { $0.learningRate = 0.05 },
    Change(words: "seed is 2, there 1") { $0.seed = 2 },
    Change(words: "deterministic is true, there false") { $0.isDeterministic = true },
  ]

  @Test("a checkpoint of other options is refused, with what differs", arguments: changes)
  func refusesOptions(_ change: Change) throws {
    try withFolder { folder in
      let corpus = try Self.corpus()
      let model = Word2Vec(dimensions: 8)
      let path = folder + "/c"
      try Checkpoint.write(try Self.run(model, corpus), validation: nil, losses: [], to: path)
      var other = model
      change.change(&other)
      #expect(throws: TrainingError.otherCheckpoint(path: path, differences: [change.words])) {
        try Checkpoint.restore(try Self.run(other, corpus), validation: nil, from: path)
      }
    }
  }

  @Test("a checkpoint of another corpus, start or validation text is refused")
  func refusesOthers() throws {
    try withFolder { folder in
      let corpus = try Self.corpus()
      let model = Word2Vec(dimensions: 8)
      let path = folder + "/c"
      try Checkpoint.write(try Self.run(model, corpus), validation: nil, losses: [], to: path)
      func differences(_ body: () throws -> Void) -> String {
        let error = #expect(throws: TrainingError.self) { try body() }
        guard case .otherCheckpoint(_, let differences) = error else { return "\(error as Any)" }
        return differences.joined(separator: "; ")
      }
      let text = differences {
        let run = try Self.run(model, Self.corpus(seed: 5))
        _ = try Checkpoint.restore(run, validation: nil, from: path)
      }
      #expect(text.hasPrefix("vocabulary is 48 words, "), "\(text)")
      let start = differences {
        let vectors = Embeddings(
          vocabulary: corpus.vocabulary,
          vectors: Matrix(
            rows: corpus.vocabulary.count, columns: 8,
            copying: [Float](repeating: 1, count: 8 * corpus.vocabulary.count)))
        let run = try Self.run(model, corpus, start: StartingVectors(vectors))
        _ = try Checkpoint.restore(run, validation: nil, from: path)
      }
      #expect(start.hasPrefix("starting vectors is ") && start.hasSuffix(", there none"))
      let validation = differences {
        let run = try Self.run(model, corpus)
        _ = try Checkpoint.restore(run, validation: Validation(corpus), from: path)
      }
      #expect(validation.hasPrefix("validation text is 36000 tokens in "), "\(validation)")
    }
  }

  @Test("a file that is no checkpoint is refused")
  func refusesOtherFiles() throws {
    try withFolder { folder in
      let corpus = try Self.corpus()
      let model = Word2Vec(dimensions: 8)
      let run = try Self.run(model, corpus)
      let path = folder + "/c"
      let vectors = Embeddings(vocabulary: corpus.vocabulary, vectors: run.inputs.viewed())
      try vectors.write(to: path, format: .safetensors)
      #expect(throws: TrainingError.notACheckpoint(path: path)) {
        try Checkpoint.restore(run, validation: nil, from: path)
      }
      try Checkpoint.write(run, validation: nil, losses: [], to: path)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      for count in [0, 7, 100, whole.count / 2, whole.count - 1] {
        try whole.prefix(count).write(to: URL(fileURLWithPath: path))
        #expect(throws: (any Error).self, "\(count) bytes") {
          try Checkpoint.restore(run, validation: nil, from: path)
        }
      }
      // A place that the run does not have.
      try whole.write(to: URL(fileURLWithPath: path))
      let saved = try Embeddings(contentsOf: path)
      let state = try #require(saved.metadata["checkpoint"])
      for place in ["-1", "99"] {
        let changed = state.replacing(#""position":0"#, with: #""position":\#(place)"#)
        #expect(changed != state)
        let other = folder + "/d"
        try Embeddings(
          vocabulary: saved.vocabulary, vectors: saved.vectors, context: saved.context,
          metadata: ["checkpoint": changed]
        ).write(to: other, format: .safetensors)
        #expect(throws: TrainingError.notACheckpoint(path: other)) {
          try Checkpoint.restore(run, validation: nil, from: other)
        }
      }
    }
  }
}
