internal import Dispatch
internal import FirthNumerics
internal import Synchronization

/// Intervals by drawing the items again with replacement (Efron 1979): an interval's ends are
/// percentiles of the scores of the samples.
///
/// A sample's random numbers follow from its key and number, so the scores of all models see the
/// same samples of the same items, on any number of threads.
public struct Bootstrap: Sendable {
  /// How many samples are drawn.
  public let samples: Int
  /// The random seed.
  public let seed: UInt64

  /// A bootstrap.
  public init(samples: Int = 1000, seed: UInt64 = 1) {
    self.samples = samples
    self.seed = seed
  }

  private static let samplesAtOnce = 50

  /// Scores of the same items with their intervals.
  package func estimates(_ statistics: [any Statistic], key: UInt64) -> [Estimate] {
    let drawn = distributions(statistics, key: key)
    return zip(statistics, drawn).map { Self.estimate($0.value, $1) }
  }

  /// Each of some scores of one model less that of another, on the same items.
  package func differences(
    _ statistics: [any Statistic], less others: [any Statistic], key: UInt64
  ) -> [Estimate] {
    let drawn = distributions(statistics + others, key: key)
    return statistics.indices.map { index in
      let other = statistics.count + index
      return Self.estimate(
        statistics[index].value - others[index].value,
        zip(drawn[index], drawn[other]).map { $0 - $1 })
    }
  }

  /// A value with the middle 95 % of what was drawn.
  static func estimate(_ value: Double, _ drawn: [Double]) -> Estimate {
    guard value.isFinite else { return Estimate(value: nil) }
    let sorted = drawn.filter(\.isFinite).sorted()
    guard sorted.count > 1 else { return Estimate(value: value) }
    return Estimate(
      value: value, low: percentile(sorted, 0.025), high: percentile(sorted, 0.975))
  }

  /// A percentile of sorted values, interpolated as NumPy does.
  private static func percentile(_ sorted: [Double], _ part: Double) -> Double {
    let place = part * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// Each score of each sample: [statistics][samples]; none for fewer than two items.
  func distributions(_ statistics: [any Statistic], key: UInt64) -> [[Double]] {
    guard let count = statistics.first?.count, count > 1 else {
      return statistics.map { _ in [] }
    }
    precondition(statistics.allSatisfy { $0.count == count })
    let parts = (samples + Self.samplesAtOnce - 1) / Self.samplesAtOnce
    let found = Mutex([[[Double]]](repeating: [], count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      var values = [[Double]](repeating: [], count: statistics.count)
      let end = min((part + 1) * Self.samplesAtOnce, samples)
      for sample in part * Self.samplesAtOnce..<end {
        let weights = self.weights(count, key: key, sample: sample)
        for (index, statistic) in statistics.enumerated() {
          values[index].append(statistic.value(weights: weights))
        }
      }
      found.withLock { $0[part] = values }
    }
    let all = found.withLock { $0 }
    return statistics.indices.map { index in all.flatMap { $0[index] } }
  }

  /// How often each item is in a sample.
  private func weights(_ count: Int, key: UInt64, sample: Int) -> [Float] {
    var random = RandomSource(seed, key, UInt64(sample))
    var weights = [Float](repeating: 0, count: count)
    for _ in 0..<count { weights[Int(random.below(UInt32(count)))] += 1 }
    return weights
  }
}
