import FirthNumerics
import FirthText
import FirthTraining
import Testing

@Suite("A run of word2vec")
struct Word2VecRunTests {
  /// A run to compare with the reference.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var architecture = Word2Vec.Architecture.skipGram
    var objective = Word2Vec.Objective.negativeSampling
    var windowWeighting = Word2Vec.WindowWeighting.shrinking
    var negativeExponent = 0.75
    var cbowGradient = Word2Vec.CBOWGradient.true
    var words = 40
    var sentences = 30
    var lengths = 1...20
    var dimensions = 20
    var window = 4
    var negativeSamples = 5
    var subsampling = 0.0
    var epochs = 3
    var learningRate = 0.1
    var testDescription: String { name }

    var model: Word2Vec {
      Word2Vec(
        architecture, objective: objective, dimensions: dimensions, window: window,
        windowWeighting: windowWeighting, negativeSamples: negativeSamples,
        negativeExponent: negativeExponent, cbowGradient: cbowGradient, subsampling: subsampling,
        epochs: epochs, learningRate: learningRate, seed: 9)
    }

    var text: [[Int]] {
      SampleCorpus.distinct(sentences: sentences, words: words, lengths: lengths, seed: 5)
    }
  }

  static let cases = [
    Case(name: "usual"),
    Case(name: "subsampling", subsampling: 0.02),
    Case(name: "subsampling that leaves little", subsampling: 1e-4, epochs: 20),
    Case(name: "window of one", window: 1),
    Case(name: "window beyond the sentence", lengths: 1...6, window: 50),
    Case(name: "sentences of one word", lengths: 1...1),
    Case(name: "sentences of two words", lengths: 2...2),
    Case(name: "one negative sample", negativeSamples: 1),
    Case(name: "two tiles", negativeSamples: 11),
    Case(name: "more negative samples than words", words: 9, lengths: 1...9, negativeSamples: 30),
    Case(name: "two words", words: 2, lengths: 1...2, dimensions: 3),
    Case(name: "one dimension", dimensions: 1),
    Case(name: "one sentence", sentences: 1, lengths: 40...40, epochs: 10),
    Case(
      name: "several chunks", words: 60, sentences: 800, lengths: 1...60, dimensions: 8,
      window: 3, negativeSamples: 3, epochs: 1, learningRate: 0.02),
    Case(
      name: "frequent words that take turns", words: 60, sentences: 20_000, lengths: 1...60,
      dimensions: 8, negativeSamples: 3, subsampling: 1e-5, epochs: 2, learningRate: 0.02),
    Case(name: "rows that lie apart", words: 300, sentences: 100, lengths: 1...60, epochs: 1),
    Case(name: "uniform window", windowWeighting: .uniform),
    Case(name: "flat negative samples", negativeExponent: 0),
    Case(name: "negative samples of rare words", negativeExponent: -1),
    Case(name: "skip-gram, softmax", objective: .hierarchicalSoftmax),
    Case(
      name: "skip-gram, softmax, two words", objective: .hierarchicalSoftmax, words: 2,
      lengths: 1...2, dimensions: 3),
    Case(
      name: "skip-gram, softmax, several chunks", objective: .hierarchicalSoftmax, words: 60,
      sentences: 800, lengths: 1...60, dimensions: 8, window: 3, epochs: 1, learningRate: 0.02),
    Case(
      name: "skip-gram, softmax, rows that lie apart", objective: .hierarchicalSoftmax,
      words: 300, sentences: 100, lengths: 1...60, epochs: 1),
    Case(name: "CBOW", architecture: .cbow),
    Case(name: "CBOW, word2vec.c's gradient", architecture: .cbow, cbowGradient: .original),
    Case(
      name: "CBOW, uniform window", architecture: .cbow, windowWeighting: .uniform, window: 2,
      negativeSamples: 13),
    Case(
      name: "CBOW, short sentences", architecture: .cbow, words: 7, lengths: 1...3,
      subsampling: 0.05, epochs: 10),
    Case(
      name: "CBOW, several chunks", architecture: .cbow, words: 60, sentences: 800,
      lengths: 1...60, dimensions: 8, window: 3, negativeSamples: 3, epochs: 1,
      learningRate: 0.02),
    Case(name: "CBOW, softmax", architecture: .cbow, objective: .hierarchicalSoftmax),
    Case(
      name: "CBOW, softmax, word2vec.c's gradient", architecture: .cbow,
      objective: .hierarchicalSoftmax, cbowGradient: .original),
  ]

  @Test(
    "vectors start at random with one length at any number of dimensions",
    arguments: [50, 200, 300])
  func start(dimensions: Int) throws {
    let corpus = try SampleCorpus.topics(sentences: 300, seed: 1)
    let run = try Word2VecRun(
      Word2Vec(dimensions: dimensions), corpus, Kernels(try InstructionSet.chosen()), threads: 1)
    let (inputs, outputs) = (run.inputs.viewed(), run.outputs.viewed())
    let bound = 0.5 / Float(dimensions).squareRoot()
    var squares = 0.0
    for row in 0..<inputs.rows {
      #expect(inputs[row].allSatisfy { abs($0) <= bound })
      #expect(outputs[row].allSatisfy { $0 == 0 })
      squares += inputs[row].reduce(0) { $0 + Double($1 * $1) }
    }
    // A uniform number's variance is a twelfth of its squared width.
    #expect(abs(squares / Double(inputs.rows) - 1.0 / 12) < 0.01)
  }

  @Test("one thread gives the reference's vectors and losses", arguments: cases)
  func agreesWithReference(_ run: Case) throws {
    let corpus = try SampleCorpus.encoded(run.text, words: run.words)
    let reference = TrainerReference(run.model, run.text, words: run.words)
    for set in InstructionSet.supported {
      let trained = try Self.trained(run.model, corpus, Kernels(set), threads: 1)
      #expect(Self.difference(trained.inputs, reference.parameters.inputs) < 1e-4, "\(set)")
      #expect(Self.difference(trained.outputs, reference.parameters.outputs) < 1e-4, "\(set)")
      #expect(trained.ledger.losses.count == run.epochs)
      for (found, wanted) in zip(trained.ledger.losses, reference.losses) {
        #expect(abs(found - wanted) <= 1e-4 * wanted, "\(set)")
      }
      #expect(trained.ledger.state.tokens == run.epochs * corpus.tokens)
    }
  }

  @Test("words that come twice in a window differ from the reference by little")
  func repeatedWords() throws {
    var random = RandomSource(8)
    let text = (0..<50).map { _ in (0..<12).map { _ in Int(random.below(10)) } }
    let model = Word2Vec(dimensions: 16, subsampling: 0, epochs: 2, learningRate: 0.025)
    let run = try Self.trained(
      model, try SampleCorpus.encoded(text, words: 10), Kernels(try InstructionSet.chosen()),
      threads: 1)
    let reference = TrainerReference(model, text, words: 10)
    #expect(Self.difference(run.inputs, reference.parameters.inputs) < 5e-3)
    #expect(Self.difference(run.outputs, reference.parameters.outputs) < 5e-3)
  }

  @Test("every instruction set gives nearly the same vectors and loss")
  func setsAgree() throws {
    let corpus = try SampleCorpus.topics(sentences: 300, seed: 2)
    let model = Word2Vec(dimensions: 50, subsampling: 0, epochs: 2, learningRate: 0.05)
    let runs = try InstructionSet.supported.map { set in
      try Self.trained(model, corpus, Kernels(set), threads: 1)
    }
    let first = Self.values(runs[0].inputs)
    for run in runs.dropFirst() {
      let pairs = zip(first.joined(), Self.values(run.inputs).joined())
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-4 })
      for (loss, other) in zip(run.ledger.losses, runs[0].ledger.losses) {
        #expect(abs(loss - other) < 1e-5 * other)
      }
    }
  }

  /// A deterministic run of a case: the bits of all values, and the losses.
  private static func deterministic(
    _ run: Case, _ corpus: EncodedCorpus, _ set: InstructionSet, threads: Int
  ) throws -> (inputs: [UInt32], outputs: [UInt32], losses: [Double], run: Word2VecRun) {
    var model = run.model
    model.isDeterministic = true
    let trained = try Self.trained(model, corpus, Kernels(set), threads: threads)
    func bits(_ matrix: SharedMatrix) -> [UInt32] {
      let spare = SharedMatrix(rows: matrix.rows, columns: matrix.columns)
      let whole = matrix.frozen(overwriting: spare)
      return (0..<whole.rows).flatMap { whole[$0].map(\.bitPattern) }
    }
    return (bits(trained.inputs), bits(trained.outputs), trained.ledger.losses, trained)
  }

  @Test("a deterministic run gives the same bits at any number of threads", arguments: cases)
  func sameBits(_ run: Case) throws {
    let corpus = try SampleCorpus.encoded(run.text, words: run.words)
    for dimensions in run.name == "usual" ? [20, 16, 40, 64, 100] : [run.dimensions, 100] {
      var run = run
      run.dimensions = dimensions
      let set = try InstructionSet.chosen()
      let one = try Self.deterministic(run, corpus, set, threads: 1)
      #expect(one.run.ledger.state.tokens == run.epochs * corpus.tokens)
      for threads in run.name == "usual" ? [2, 3, 4, 8] : [2] {
        let several = try Self.deterministic(run, corpus, set, threads: threads)
        let place = "\(threads) threads, \(dimensions) dimensions"
        #expect(several.inputs == one.inputs && several.outputs == one.outputs, "\(place)")
        #expect(several.losses == one.losses, "\(place)")
      }
    }
  }

  @Test("a deterministic run takes the steps of one thread", arguments: cases)
  func deterministicIsSequential(_ run: Case) throws {
    let corpus = try SampleCorpus.encoded(run.text, words: run.words)
    var model = run.model
    model.isDeterministic = true
    let trained = try Self.trained(
      model, corpus, Kernels(try InstructionSet.chosen()), threads: 2)
    let reference = TrainerReference(run.model, run.text, words: run.words)
    let spare = SharedMatrix(rows: run.words, columns: run.dimensions)
    let found = trained.inputs.frozen(overwriting: spare)
    let wanted = reference.parameters.inputs
    #expect(
      (0..<run.words).allSatisfy { row in
        zip(found[row], wanted[row]).allSatisfy { abs(Double($0) - $1) < 1e-4 }
      })
    for (loss, other) in zip(trained.ledger.losses, reference.losses) {
      #expect(abs(loss - other) <= 1e-4 * other)
    }
  }

  /// A run that has gone through all chunks.
  static func trained(
    _ model: Word2Vec, _ corpus: EncodedCorpus, _ kernels: Kernels, threads: Int
  ) throws -> Word2VecRun {
    let run = try Word2VecRun(model, corpus, kernels, threads: threads)
    try run.walk(run.training, until: run.training.count)
    return run
  }

  static func values(_ matrix: SharedMatrix) -> [[Double]] {
    (0..<matrix.rows).map { matrix.values(ofRow: $0).map(Double.init) }
  }

  static func difference(_ matrix: SharedMatrix, _ wanted: [[Double]]) -> Double {
    let found = values(matrix)
    var largest = 0.0
    for (value, other) in zip(found.joined(), wanted.joined()) {
      let difference = abs(value - other)
      if !(difference <= largest) { largest = difference.isNaN ? .infinity : difference }
    }
    return found.map(\.count) == wanted.map(\.count) ? largest : .infinity
  }
}
