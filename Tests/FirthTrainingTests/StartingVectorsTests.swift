import FirthNumerics
import FirthText
import FirthTraining
import FirthVectors
import Testing

@Suite("Vectors to start from")
struct StartingVectorsTests {
  /// Vectors of the first `words` words of the sample's vocabulary and of a word it does not have.
  private static func vectors(
    words: Int, dimensions: Int, hasContext: Bool = false
  ) -> Embeddings {
    let names = (0..<words).map { "w\($0)" } + ["stranger"]
    func matrix(_ scale: Float) -> Matrix {
      let values = (0..<names.count * dimensions).map { scale * (Float($0 % 17) - 8) / 40 }
      return Matrix(rows: names.count, columns: dimensions, copying: values)
    }
    return Embeddings(
      vocabulary: Vocabulary(words: names), vectors: matrix(1),
      context: hasContext ? matrix(-2) : nil)
  }

  private static func run(
    _ start: StartingVectors?, _ model: Word2Vec, _ corpus: EncodedCorpus, threads: Int = 1
  ) throws -> Word2VecRun {
    try Word2VecRun(
      model, corpus, Kernels(try InstructionSet.chosen()), threads: threads, start: start)
  }

  @Test("words in common take their rows, the others start as ever")
  func fills() throws {
    let corpus = try SampleCorpus.topics(sentences: 100, seed: 1)
    let model = Word2Vec(dimensions: 20)
    let vectors = Self.vectors(words: 30, dimensions: 20, hasContext: true)
    let start = StartingVectors(vectors)
    #expect(start.wordsInCommon(with: corpus.vocabulary) == 30)
    let fresh = try Self.run(nil, model, corpus).inputs.viewed()
    let run = try Self.run(start, model, corpus)
    let (inputs, outputs) = (run.inputs.viewed(), run.outputs.viewed())
    for row in 0..<corpus.vocabulary.count {
      let word = String(decoding: corpus.vocabulary.utf8(of: WordID(row)), as: UTF8.self)
      let known = vectors.vocabulary.id(of: Array(word.utf8))?.row
      #expect(inputs[row] == known.map { vectors.vectors[$0] } ?? fresh[row])
      let context = known.flatMap { vectors.context?[$0] }
      #expect(outputs[row] == context ?? [Float](repeating: 0, count: 20))
    }
    // The nodes of a tree are no words.
    let softmax = try Self.run(
      start, Word2Vec(objective: .hierarchicalSoftmax, dimensions: 20), corpus)
    #expect(softmax.outputs.viewed()[0] == [Float](repeating: 0, count: 20))
  }

  @Test(
    "frozen rows stay to the bit while the others move",
    arguments: [Word2Vec.Architecture.skipGram, .cbow], [false, true])
  func freezes(architecture: Word2Vec.Architecture, isDeterministic: Bool) throws {
    let corpus = try SampleCorpus.topics(sentences: 1_000, seed: 1)
    let model = Word2Vec(
      architecture, dimensions: 50, subsampling: 0, epochs: 1, isDeterministic: isDeterministic)
    let vectors = Self.vectors(words: 30, dimensions: 50)
    for isFrozen in [true, false] {
      let run = try Self.run(
        StartingVectors(vectors, isFrozen: isFrozen), model, corpus, threads: 2)
      let before = run.inputs.viewed()
      let rows = (0..<before.rows).map { before[$0] }
      try run.walk(run.training, until: run.training.count)
      let after = run.inputs.viewed()
      for row in 0..<after.rows {
        let word = String(decoding: corpus.vocabulary.utf8(of: WordID(row)), as: UTF8.self)
        let isKnown = vectors.vocabulary.id(of: Array(word.utf8)) != nil
        #expect((after[row] == rows[row]) == (isFrozen && isKnown), "\(word)")
      }
    }
  }

  @Test("other dimensions are refused")
  func otherDimensions() throws {
    let corpus = try SampleCorpus.topics(sentences: 10, seed: 1)
    #expect(throws: TrainingError.otherDimensions(start: 7, model: 8)) {
      try Self.run(
        StartingVectors(Self.vectors(words: 3, dimensions: 7)), Word2Vec(dimensions: 8), corpus)
    }
  }
}
