import FirthNumerics
import FirthText
import FirthTraining
import FirthVectors
import Synchronization
import Testing

@Suite("Text held out")
struct ValidationTests {
  @Test(
    "its loss is measured after each epoch, without moving a vector",
    arguments: [Word2Vec.Architecture.skipGram, .cbow], Word2Vec.Objective.allCases)
  func measures(architecture: Word2Vec.Architecture, objective: Word2Vec.Objective) throws {
    let corpus = try SampleCorpus.topics(sentences: 3_000, seed: 1)
    let heldOut = try SampleCorpus.topics(sentences: 1_000, seed: 2)
    for isDeterministic in [false, true] {
      let model = Word2Vec(
        architecture, objective: objective, dimensions: 24, subsampling: 0, epochs: 3,
        learningRate: 0.1, isDeterministic: isDeterministic)
      let last = Mutex<TrainingProgress?>(nil)
      let threads = isDeterministic ? 2 : 1
      let with = try model.train(
        on: corpus, threads: threads, validation: Validation(heldOut)
      ) { progress in last.withLock { $0 = progress } }
      let without = try model.train(on: corpus, threads: threads)
      #expect((0..<48).allSatisfy { with.vectors[$0] == without.vectors[$0] })
      let losses = try #require(last.withLock { $0 }).validationLosses
      #expect(losses.count == 3)
      #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
      // The text is made as the corpus is, so it is predicted about as well.
      let training = try #require(last.withLock { $0 }).epochLosses
      #expect(losses[2] < training[1], "\(losses), \(training)")
      #expect(with.metadata["validation_loss"] != nil && without.metadata["validation_loss"] == nil)
    }
  }

  @Test("patience ends training when the loss no longer falls")
  func patience() throws {
    let corpus = try SampleCorpus.topics(sentences: 500, seed: 1)
    // What is learned of these pairs says nothing of those.
    var random = RandomSource(3)
    let noise = try SampleCorpus.encoded(
      (0..<500).map { _ in (0..<6).map { _ in Int(random.below(48)) } }, words: 48)
    let model = Word2Vec(dimensions: 24, subsampling: 0, epochs: 50, learningRate: 0.2)
    let last = Mutex<TrainingProgress?>(nil)
    let notes = Mutex<[String]>([])
    _ = try model.train(
      on: corpus, threads: 1, validation: Validation(noise, patience: 2),
      progress: { progress in last.withLock { $0 = progress } },
      note: { note in notes.withLock { $0.append(note) } })
    let losses = try #require(last.withLock { $0 }).validationLosses
    #expect(losses.count < 50)
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(best == losses.count - 3, "\(losses)")
    #expect(
      notes.withLock { $0 } == [
        "stopped after epoch \(losses.count): the loss of the validation text was lowest in epoch "
          + "\(best + 1)"
      ])
  }
}
