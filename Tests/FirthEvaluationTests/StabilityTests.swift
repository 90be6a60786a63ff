import FirthEvaluation
import FirthNumerics
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Runs that differ in seed")
struct StabilityTests {
  /// Student's t at 97.5 % from printed tables.
  @Test(
    "quantiles of Student's t",
    arguments: [
      (1, 12.706205), (2, 4.302653), (4, 2.776445), (10, 2.228139), (30, 2.042272),
      (1000, 1.962339),
    ])
  func student(freedom: Int, expected: Double) {
    #expect(abs(StudentT.quantile975(freedom: freedom) - expected) < 2e-6)
  }

  @Test("an interval by hand, and of one value")
  func interval() {
    let interval = PredictionInterval([1, 2, 3])
    let width = 4.302653 * (4.0 / 3).squareRoot()
    #expect(abs(interval.mean - 2) < 1e-12)
    #expect(abs(interval.low - (2 - width)) < 1e-5 && abs(interval.high - (2 + width)) < 1e-5)
    #expect(PredictionInterval([1]).low == -.infinity)
    #expect(PredictionInterval([1, 1]).high == 1)
  }

  @Test("an interval holds one more value as often as it says", arguments: [2, 3, 5])
  func coverage(count: Int) {
    var random = RandomSource(13)
    func normal() -> Double {
      let (u, v) = (Double(1 - random.uniform()), Double(random.uniform()))
      return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
    }
    var held = 0
    for _ in 0..<4000 {
      let interval = PredictionInterval((0..<count).map { _ in normal() })
      if (interval.low...interval.high).contains(normal()) { held += 1 }
    }
    #expect((3740...3860).contains(held), "\(held) of 4000")
  }

  /// Two models of which the first rows are alike and the others are not.
  static func models(alike: Int, count: Int = 400) -> [Embeddings] {
    let first = randomEmbeddings(count, dimensions: 10, seed: 1)
    let other = randomEmbeddings(count, dimensions: 10, seed: 2)
    return [
      first,
      embeddings(
        (0..<count).map { ("w\($0)", $0 < alike ? first.vectors[$0] : other.vectors[$0]) }),
    ]
  }

  @Test("equal the share of common neighbours that plain answers have")
  func reference() {
    let models = Self.models(alike: 250)
    let stability = Stability(of: models, neighbors: 7, sample: nil)
    #expect(stability.words.count == 400 && stability.commonWords == 400)
    for (row, word) in stability.words.enumerated() {
      let sets = models.map { model in
        Set(model.neighbors(for: "w\(row)", maximumCount: 7).map(\.word))
      }
      #expect(word.word == "w\(row)" && word.rank == row + 1)
      #expect(abs(word.overlap - Double(sets[0].intersection(sets[1]).count) / 7) < 1e-12)
    }
    #expect(stability.bands.map(\.first) == [1, 101, 301])
    #expect(stability.bands.map(\.last) == [100, 300, 400])
    let overlaps = stability.bands.compactMap(\.overlap.value)
    #expect(overlaps.count == 3 && overlaps[0] > overlaps[2])
  }

  @Test("a model agrees with itself wholly")
  func same() {
    let model = Self.models(alike: 0)[0]
    let stability = Stability(of: [model, model, model], sample: 50)
    #expect(stability.words.allSatisfy { $0.overlap == 1 })
    #expect(stability.bands.allSatisfy { $0.sampled == 50 })
    #expect(
      Stability(of: [model, model], sample: 50).words.map(\.word) == stability.words.map(\.word))
  }

  @Test("only words that all models have are looked at and found")
  func common() {
    let first = embeddings([("a", [1, 0]), ("x", [1, 0.01]), ("b", [1, 0.5]), ("c", [0, 1])])
    let second = embeddings([("c", [0, 1]), ("b", [1, 0.5]), ("a", [1, 0]), ("y", [1, 0.1])])
    let stability = Stability(of: [first, second], neighbors: 1)
    #expect(stability.commonWords == 3)
    #expect(stability.words.map(\.word) == ["a", "b", "c"])
    #expect(stability.words.allSatisfy { $0.overlap == 1 })
  }

  @Test("several models' answers are the words with the highest mean cosine")
  func ensemble() {
    let models = (1...4).map { randomEmbeddings(300, dimensions: 6, seed: UInt64($0)) }
    let ensemble = ModelEnsemble(models)
    let answer = ensemble.similar(
      to: [WeightedWord("w3"), WeightedWord("w5", weight: 0.5)], count: 8,
      scopes: models.map { _ in .all })
    let plain = (0..<300).filter { $0 != 3 && $0 != 5 }.map { row in
      let scores = models.map { model in
        Double(
          model.answers(
            to: [.similar([WeightedWord("w3"), WeightedWord("w5", weight: 0.5)])],
            limits: SearchLimits(count: 1, scope: .rows([WordID(row)])))[0].matches[0].similarity)
      }
      return (word: "w\(row)", interval: PredictionInterval(scores))
    }.sorted { $0.interval.mean > $1.interval.mean }
    #expect(answer.matches.map(\.word) == plain.prefix(8).map(\.word))
    for (match, row) in zip(answer.matches, plain) {
      #expect(match.similarity.mean == row.interval.mean)
      #expect(match.similarity.low == max(row.interval.low, -1))
      #expect(match.similarity.high == min(row.interval.high, 1))
    }
  }

  @Test("a word that a model lacks is unknown, and is not found")
  func unknown() {
    let first = embeddings([("a", [1, 0]), ("x", [1, 0.01]), ("b", [1, 0.5])])
    let second = embeddings([("b", [1, 0.5]), ("a", [1, 0])])
    let answer = ModelEnsemble([first, second]).similar(
      to: [WeightedWord("a"), WeightedWord("x")], count: 5, scopes: [.all, .all])
    #expect(answer.known == ["a"] && answer.unknown == ["x"])
    #expect(answer.matches.map(\.word) == ["b"] && answer.leftOut == 1)
  }
}
