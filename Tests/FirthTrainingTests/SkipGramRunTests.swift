import FirthNumerics
import FirthText
import FirthTraining
import Testing

@Suite("A run of skip-gram")
struct SkipGramRunTests {
  /// A run to compare with the reference.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
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
        dimensions: dimensions, window: window, negativeSamples: negativeSamples,
        subsampling: subsampling, epochs: epochs, learningRate: learningRate, seed: 9)
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
  ]

  @Test("one thread gives the reference's vectors and losses", arguments: cases)
  func agreesWithReference(_ run: Case) throws {
    let corpus = try SampleCorpus.encoded(run.text, words: run.words)
    let reference = TrainerReference(run.model, run.text, words: run.words)
    for set in InstructionSet.supported {
      let trained = SkipGramRun(run.model, corpus, Kernels(set))
      try trained.train(threads: 1, progress: nil)
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
    let run = SkipGramRun(
      model, try SampleCorpus.encoded(text, words: 10), Kernels(try InstructionSet.chosen()))
    try run.train(threads: 1, progress: nil)
    let reference = TrainerReference(model, text, words: 10)
    #expect(Self.difference(run.inputs, reference.parameters.inputs) < 5e-3)
    #expect(Self.difference(run.outputs, reference.parameters.outputs) < 5e-3)
  }

  @Test("every instruction set gives nearly the same vectors and loss")
  func setsAgree() throws {
    let corpus = try SampleCorpus.topics(sentences: 300, seed: 2)
    let model = Word2Vec(dimensions: 50, subsampling: 0, epochs: 2, learningRate: 0.05)
    let runs = try InstructionSet.supported.map { set in
      let run = SkipGramRun(model, corpus, Kernels(set))
      try run.train(threads: 1, progress: nil)
      return run
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

  static func values(_ matrix: SharedMatrix) -> [[Double]] {
    let frozen = matrix.frozen()
    return (0..<frozen.rows).map { frozen[$0].map(Double.init) }
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
