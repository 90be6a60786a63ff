internal import Firth

/// What `firth drift` says.
struct DriftReport {
  /// The parts of the JSON.
  struct Summary: Encodable {
    let runs: [Int]
    let comparedWords: Int
    let leftOut: Int
    let words: [Word]

    private enum CodingKeys: String, CodingKey {
      case runs
      case comparedWords = "compared_words"
      case leftOut = "left_out"
      case words
    }
  }

  /// A word with its neighbours.
  struct Word: Encodable {
    let word: String
    let ranks: [Int]
    let counts: [UInt64?]
    let distance: Double
    let interval: [Double]?
    let seeds: Double?
    let exceedsSeeds: Bool?
    let neighborsBefore: [String]
    let neighborsAfter: [String]

    private enum CodingKeys: String, CodingKey {
      case word, ranks, counts, distance, interval, seeds
      case exceedsSeeds = "exceeds_seeds"
      case neighborsBefore = "neighbors_before"
      case neighborsAfter = "neighbors_after"
    }
  }

  /// The report as JSON.
  let summary: Summary
  private let moved: Int
  private let hasSeeds: Bool
  private let hasNeighbors: Bool
  private let withoutDirection: Int

  /// A report of some of the words.
  ///
  /// - Parameters:
  ///   - drift: all words.
  ///   - listed: those that are shown.
  ///   - models: each side's first run.
  ///   - runs: how many runs each side has.
  ///   - neighbors: how many nearest neighbours are shown, of the words compared.
  init(
    _ drift: Drift, _ listed: [Drift.Word], _ models: (before: Embeddings, after: Embeddings),
    runs: (before: Int, after: Int), neighbors: Int
  ) {
    let before = Self.nearest(
      listed.map(\.before), in: models.before, drift.words.map(\.before), count: neighbors)
    let after = Self.nearest(
      listed.map(\.after), in: models.after, drift.words.map(\.after), count: neighbors)
    let words = listed.enumerated().map { place, word in
      Word(
        word: word.word, ranks: [word.before.row + 1, word.after.row + 1],
        counts: [
          models.before.vocabulary.counts?[word.before.row],
          models.after.vocabulary.counts?[word.after.row],
        ], distance: word.distance,
        interval: word.low.flatMap { low in word.high.map { [low, $0] } }, seeds: word.seeds,
        exceedsSeeds: word.exceedsSeeds, neighborsBefore: before[place],
        neighborsAfter: after[place])
    }
    summary = Summary(
      runs: [runs.before, runs.after], comparedWords: drift.words.count, leftOut: drift.leftOut,
      words: words)
    moved = drift.words.count { $0.exceedsSeeds == true }
    hasSeeds = runs.before + runs.after > 2
    hasNeighbors = neighbors > 0
    withoutDirection = drift.withoutDirection
  }

  private static func nearest(
    _ words: [WordID], in model: Embeddings, _ compared: [WordID], count: Int
  ) -> [[String]] {
    guard count > 0, !words.isEmpty else { return words.map { _ in [] } }
    let scope: SearchScope = compared.count == model.vocabularySize ? .all : .rows(compared)
    return model.neighbors(of: words, limits: SearchLimits(count: count, scope: scope))
      .map { $0.map { model.vocabulary[$0.id] } }
  }

  /// The report for people.
  func text(_ style: TextTable.Style) -> String {
    let near = hasNeighbors ? ["near before", "near after"] : []
    let seeds = hasSeeds ? ["95 %", "seeds", "beyond seeds"] : []
    var table = TextTable(
      ["word"] + near + ["ranks", "distance"] + seeds, leftColumns: 1 + near.count)
    for word in summary.words {
      var cells = [word.word]
      if hasNeighbors {
        cells += [word.neighborsBefore, word.neighborsAfter].map { $0.joined(separator: " ") }
      }
      cells += [
        word.ranks.map(String.init).joined(separator: " → "), Self.number(word.distance),
      ]
      if hasSeeds {
        cells += [
          (word.interval ?? []).map(Self.number).joined(separator: "–"),
          word.seeds.map(Self.number) ?? "–", word.exceedsSeeds == true ? "yes" : "no",
        ]
      }
      table.rows.append(cells)
    }
    return "\(summary.comparedWords) words compared"
      + (summary.leftOut == 0 ? "" : ", \(summary.leftOut) left out as rare or not in all files")
      + (withoutDirection == 0 ? "" : ", \(withoutDirection) without a direction")
      + (hasSeeds
        ? "; \(summary.runs[0]) × \(summary.runs[1]) runs: \(moved) words moved farther than seeds "
          + "alone move them" : "")
      + "\n\n" + table.text(style)
  }

  private static func number(_ value: Double) -> String { ProgressDisplay.decimal(value, 3) }
}
