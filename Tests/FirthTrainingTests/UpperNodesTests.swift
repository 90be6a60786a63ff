import FirthNumerics
import FirthTraining
import Testing

@Suite("Copies of the tree's upper nodes")
struct UpperNodesTests {
  private static func run(
    words: Int = 200, _ objective: Word2Vec.Objective = .hierarchicalSoftmax, threads: Int = 2
  ) throws -> Word2VecRun {
    let text = [Array(0..<words), Array(0..<words)]
    return try Word2VecRun(
      Word2Vec(objective: objective, dimensions: 4, subsampling: 0),
      SampleCorpus.encoded(text, words: words), Kernels(InstructionSet.chosen()),
      threads: threads)
  }

  @Test("one thread, and negative sampling, have none")
  func onlyWhereShared() throws {
    #expect(UpperNodes(try Self.run(threads: 1)) == nil)
    #expect(UpperNodes(try Self.run(.negativeSampling)) == nil)
    #expect(UpperNodes(try Self.run()) != nil)
  }

  @Test("stand for the last 127 nodes, or for all of a small tree", arguments: [2, 50, 128, 200])
  func range(words: Int) throws {
    let nodes = try #require(UpperNodes(Self.run(words: words)))
    let count = words - 1
    for node in 0..<count {
      #expect(unsafe (nodes.row(node) == nil) == (node < count - 127), "node \(node)")
    }
  }

  @Test("the rows stand at the mean of all threads' last copies")
  func mean() throws {
    for threads in [2, 3] {
      let run = try Self.run(threads: threads)
      let root = 198
      unsafe run.outputs.row(root)[1] = 10
      let copies = try (0..<threads).map { _ in try #require(UpperNodes(run)) }
      var last = [Float](repeating: 10, count: threads)
      var random = RandomSource(5)
      for _ in 0..<20 {
        let thread = Int(random.below(UInt32(threads)))
        guard let row = unsafe copies[thread].row(root) else {
          Issue.record("the root is no copy")
          return
        }
        unsafe row[1] += random.uniform() - 0.3
        last[thread] = unsafe row[1]
        copies[thread].exchange()
        let mean = last.reduce(0, +) / Float(threads)
        #expect(unsafe abs(run.outputs.row(root)[1] - mean) < 1e-4)
        // The thread goes on from the mean.
        #expect(unsafe row[1] == run.outputs.row(root)[1])
      }
      #expect(unsafe run.outputs.row(root)[0] == 0)
    }
  }

  @Test("the loss of several threads is that of one")
  func sameLoss() throws {
    let corpus = try SampleCorpus.topics(sentences: 20_000, seed: 4)
    let model = Word2Vec(
      objective: .hierarchicalSoftmax, dimensions: 20, subsampling: 0, epochs: 3)
    let losses = try [1, 2, 4].map { threads in
      let run = try Word2VecRun(
        model, corpus, Kernels(InstructionSet.chosen()), threads: threads)
      try run.walk(run.training, until: run.training.count)
      return try #require(run.ledger.losses.last)
    }
    for loss in losses { #expect(abs(loss - losses[0]) < 0.02 * losses[0], "\(losses)") }
  }
}
