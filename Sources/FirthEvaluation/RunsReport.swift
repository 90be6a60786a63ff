internal import FirthNumerics

/// The scores of a model trained several times with different seeds, in one test.
public struct RunsReport: Encodable, Sendable {
  /// What is asked, of which file.
  public let kind: String, path: String
  /// The means over the runs; the intervals are those of the questions and the seeds together.
  public let mean: Scores
  /// Each run's scores, with the interval of the questions alone.
  public let runs: [Scores]
}

extension Evaluation {
  /// The scores of runs that differ in seed alone.
  ///
  /// A bootstrap sample draws the questions that all runs were asked, and the runs, both with
  /// replacement; so an interval is for one more training and one more set of questions.
  ///
  /// - Parameter runs: what was measured of each, one at least.
  /// - Returns: a report for each test.
  public func report(ofRuns runs: [Measured]) -> [RunsReport] {
    let single = report(runs.map { ("", $0) })
    return single.tests.enumerated().map { number, test in
      let measurements = runs.map { $0.tests[number] }
      return RunsReport(
        kind: test.kind, path: test.path,
        mean: tally(number).means(of: measurements), runs: test.models.map(\.total))
    }
  }
}

extension Tally {
  /// The means of the scores of several runs, over the items that all were asked.
  func means(of runs: [Measurement]) -> Scores {
    let common = runs.dropFirst().reduce(runs[0].items) { common, run in
      let items = Set(run.items)
      return common.filter(items.contains)
    }
    let statistics = runs.map { run in
      let places = Self.places(run.items)
      return run.scores.map { $0.statistic.restricted(to: common.compactMap { places[$0] }) }
    }
    let estimates = bootstrap.means(of: statistics, key: UInt64(test) << 32)
    return Scores(
      section: nil, items: items, asked: common.count, scores: named(runs[0], estimates))
  }
}

extension Bootstrap {
  /// The mean of each score over runs, drawing items and runs again.
  ///
  /// - Parameters:
  ///   - runs: the scores of each run, all over the same items.
  ///   - key: what the random numbers derive from, besides the seed.
  /// - Returns: an estimate for each score.
  func means(of runs: [[any Statistic]], key: UInt64) -> [Estimate] {
    let count = runs[0].count
    let drawn = distributions(runs.flatMap(\.self), key: key)
    return (0..<count).map { score in
      let values = runs.map { $0[score].value }
      let samples = drawn[score].indices.map { sample in
        var random = RandomSource(seed, key, UInt64(sample), 1)
        let chosen = runs.map { _ in Int(random.below(UInt32(runs.count))) }
        return chosen.reduce(0) { $0 + drawn[$1 * count + score][sample] } / Double(runs.count)
      }
      return Self.estimate(values.reduce(0, +) / Double(values.count), samples)
    }
  }
}
