import FirthEvaluation
import FirthNumerics
import FirthTestSupport
import Foundation
import Testing

@Suite("Scores and their intervals")
struct StatisticTests {
  /// Lists with ties, of several lengths.
  static let lists: [([Double], [Double])] = {
    var random = RandomSource(3)
    return [2, 3, 10, 57, 300].map { count in
      let x = (0..<count).map { _ in Double(random.below(UInt32(count))) / 3 }
      let y = x.map { $0 * 0.4 + Double(random.uniform()) * Double(random.below(5)) }
      return (x, y)
    } + [([1, 1, 2, 2], [1, 2, 1, 2])]
  }()

  /// Each item repeated as often as its weight says.
  static func repeated(_ values: [Double], _ weights: [Float]) -> [Double] {
    zip(values, weights).flatMap { [Double](repeating: $0, count: Int($1)) }
  }

  @Test(
    "correlations are SciPy's",
    .enabled(if: Python.has("scipy, numpy"), "needs FIRTH_PYTHON with scipy"))
  func scipy() throws {
    let input = String(
      decoding: try JSONSerialization.data(withJSONObject: Self.lists.map { [$0.0, $0.1] }),
      as: UTF8.self)
    let printed = try Python.run(
      """
      import json, sys
      from scipy import stats
      print(json.dumps([[None if v != v else v for v in
        (stats.spearmanr(x, y)[0], stats.pearsonr(x, y)[0])] for x, y in json.loads(sys.argv[1])]))
      """, [input])
    let expected = try JSONDecoder().decode([[Double?]].self, from: printed)
    for ((x, y), values) in zip(Self.lists, expected) {
      for (kind, expected) in zip([Correlation.Kind.spearman, .pearson], values) {
        let value = Correlation(kind, x, y).value
        #expect(expected.map { abs(value - $0) < 1e-12 } ?? value.isNaN)
      }
    }
  }

  @Test("weights are as good as repeated items")
  func weights() {
    var random = RandomSource(4)
    for (x, y) in Self.lists where x.count > 3 {
      let weights = x.map { _ in Float(random.below(4)) }
      let (longX, longY) = (Self.repeated(x, weights), Self.repeated(y, weights))
      for kind in [Correlation.Kind.spearman, .pearson] {
        let (short, long) = (
          Correlation(kind, x, y).value(weights: weights), Correlation(kind, longX, longY).value
        )
        #expect(abs(short - long) < 1e-12 || short.isNaN && long.isNaN)
      }
      let mean = MeanStatistic(values: x.map { Float($0) }).value(weights: weights)
      #expect(abs(mean - longX.reduce(0, +) / Double(longX.count)) < 1e-5)
      let sorted = longX.map { Float($0) }.sorted()
      let middle = sorted.count / 2
      let median =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      let own = MedianStatistic(values: x.map { Float($0) }).value(weights: weights)
      #expect(abs(own - Double(median)) < 1e-6)
    }
  }

  @Test("values that are all the same correlate with nothing; no items have no score")
  func undefined() {
    #expect(Correlation(.spearman, [1, 1, 1], [1, 2, 3]).value.isNaN)
    #expect(MeanStatistic(values: []).value.isNaN)
    let estimate = Bootstrap().estimates([MeanStatistic(values: [])], key: 0)[0]
    #expect(estimate == Estimate(value: nil))
    #expect(Bootstrap().estimates([MeanStatistic(values: [1])], key: 0)[0] == Estimate(value: 1))
  }

  @Test("an interval holds the true value about as often as it says")
  func coverage() throws {
    var random = RandomSource(8)
    var held = 0
    for trial in 0..<400 {
      let values = (0..<150).map { _ in random.uniform() < 0.3 ? Float(1) : 0 }
      let estimate = Bootstrap(samples: 300, seed: 2).estimates(
        [MeanStatistic(values: values)], key: UInt64(trial))[0]
      if try #require(estimate.low) <= 0.3, try #require(estimate.high) >= 0.3 { held += 1 }
    }
    #expect((365...394).contains(held), "\(held) of 400")
  }

  @Test("differences are paired: what both models share costs no width")
  func paired() throws {
    var random = RandomSource(9)
    let first = (0..<500).map { _ in random.uniform() < 0.5 ? Float(1) : 0 }
    var second = first
    for index in stride(from: 0, to: 500, by: 50) { second[index] = 1 - second[index] }
    let bootstrap = Bootstrap(samples: 500)
    let (a, b) = (MeanStatistic(values: first), MeanStatistic(values: second))
    let difference = bootstrap.differences([b], less: [a], key: 1)[0]
    let alone = bootstrap.estimates([a], key: 1)[0]
    let width = try #require(difference.high) - #require(difference.low)
    #expect(width < (try #require(alone.high) - #require(alone.low)) / 2)
    #expect(abs(try #require(difference.value) - (b.value - a.value)) < 1e-12)
    #expect(bootstrap.differences([a], less: [a], key: 1)[0] == Estimate(value: 0, low: 0, high: 0))
    #expect(bootstrap.estimates([a], key: 1)[0] == alone)
    #expect(Bootstrap(samples: 500, seed: 2).estimates([a], key: 1)[0] != alone)
  }
}
