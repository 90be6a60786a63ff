/// Sums up what was measured in a test: in total and by sections, with intervals.
struct Tally {
  let bootstrap: Bootstrap
  /// The number of the test, which makes its random numbers its own.
  let test: Int
  let items: Int
  let sections: [(name: String, items: Range<Int>)]

  func scores(of measurement: Measurement) -> (total: Scores, sections: [Scores]) {
    byParts(measurement.items) { positions, key in
      let statistics = measurement.scores.map {
        Self.restricted($0.statistic, to: positions)
      }
      return named(measurement, bootstrap.estimates(statistics, key: key))
    }
  }

  /// One model's scores less another's, over the items that both were asked.
  func differences(
    _ measurement: Measurement, less other: Measurement
  ) -> (total: Scores, sections: [Scores]) {
    let places = Self.places(measurement.items)
    let otherPlaces = Self.places(other.items)
    let common = measurement.items.filter { otherPlaces[$0] != nil }
    return byParts(common) { positions, key in
      let items = (positions ?? Array(common.indices)).map { common[$0] }
      let own = items.compactMap { places[$0] }
      let others = items.compactMap { otherPlaces[$0] }
      return named(
        measurement,
        bootstrap.differences(
          measurement.scores.map { Self.restricted($0.statistic, to: own) },
          less: other.scores.map { Self.restricted($0.statistic, to: others) }, key: key))
    }
  }

  /// Calls `score` for all of the items asked, and for the positions of those in each section.
  private func byParts(
    _ asked: [Int], _ score: (_ positions: [Int]?, _ key: UInt64) -> [Scores.Score]
  ) -> (total: Scores, sections: [Scores]) {
    let key = UInt64(test) << 32
    let total = Scores(section: nil, items: items, asked: asked.count, scores: score(nil, key))
    var position = 0
    let parts = sections.enumerated().map { number, section in
      let start = position
      while position < asked.count, section.items.contains(asked[position]) { position += 1 }
      return Scores(
        section: section.name, items: section.items.count, asked: position - start,
        scores: score(Array(start..<position), key + UInt64(number) + 1))
    }
    return (total, parts)
  }

  func named(_ measurement: Measurement, _ estimates: [Estimate]) -> [Scores.Score] {
    zip(measurement.scores, estimates).map { score, estimate in
      Scores.Score(
        key: score.measure.key, title: score.measure.title, unit: score.measure.unit.rawValue,
        estimate: estimate)
    }
  }

  private static func restricted(
    _ statistic: any Statistic, to positions: [Int]?
  ) -> any Statistic {
    positions.map { statistic.restricted(to: $0) } ?? statistic
  }

  static func places(_ items: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
  }
}
