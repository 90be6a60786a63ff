internal import Firth

/// A report as text: a table for each test of one model, or one table of several models.
struct EvaluationText {
  let report: EvaluationReport
  let style: TextTable.Style

  private static let mostMissing = 8

  var text: String { report.models.count == 1 ? ofOne : ofSeveral }

  /// One model: the sections of each test are rows, the scores columns.
  private var ofOne: String {
    report.tests.map { test in
      let scores = test.models[0]
      var text = heading(test) + "\n"
      // Shares of right answers and ranks are two tables, else the lines would be too long.
      let isRank = scores.total.scores.map { $0.key.hasSuffix("mrr") || $0.unit == "number" }
      for part in [false, true] where isRank.contains(part) {
        let places = isRank.indices.filter { isRank[$0] == part }
        var table = TextTable(
          ["section", "asked"] + places.map { scores.total.scores[$0].title })
        for row in scores.sections + [scores.total] {
          table.rows.append(
            [row.section ?? "all", "\(row.asked)/\(row.items)"]
              + places.map { Self.cell(row.scores[$0]) })
        }
        text += table.text(style) + "\n"
      }
      return text + notes(scores.skipped, asked: scores.total.asked, of: test.items)
    }.joined(separator: "\n")
  }

  /// Several models: the scores of all tests are rows, the models and differences columns.
  private var ofSeveral: String {
    let names = Self.shortNames(report.models.map(\.name))
    var table = TextTable(
      ["test", "section", "score"] + names + names.dropFirst().map { "\($0) − \(names[0])" },
      leftColumns: 3)
    for test in report.tests {
      let title = Self.title(test.path)
      for place in test.models[0].total.scores.indices {
        table.rows.append(
          row(title, test.models.map(\.total), test.differences.map(\.total), place))
      }
      // Of sections the first score alone, else the table would be too long.
      for section in test.models[0].sections.indices {
        table.rows.append(
          row(
            title, test.models.map { $0.sections[section] },
            test.differences.map { $0.sections[section] }, 0))
      }
    }
    let notes = report.tests.map { test in
      zip(names, test.models).map { name, model in
        "\(Self.title(test.path)), \(name): "
          + self.notes(model.skipped, asked: model.total.asked, of: test.items)
      }.joined()
    }
    return table.text(style) + "\n" + notes.joined()
  }

  private func row(
    _ title: String, _ scores: [Scores], _ differences: [Scores], _ place: Int
  ) -> [String] {
    [title, scores[0].section ?? "all", scores[0].scores[place].title]
      + (scores + differences).map { Self.cell($0.scores[place]) }
  }

  private func heading(_ test: TestReport) -> String {
    (style == .markdown ? "### " : "") + "\(Self.title(test.path)): \(test.kind)\n"
  }

  /// How many items were not asked, and why.
  private func notes(_ skipped: Skipped, asked: Int, of items: Int) -> String {
    var parts = ["asked \(asked) of \(items)"]
    if skipped.unknownWord > 0 {
      parts.append("\(skipped.unknownWord) skipped: a word is unknown")
    }
    if skipped.noDirection > 0 {
      parts.append("\(skipped.noDirection) skipped: vectors are zero or cancel out")
    }
    if skipped.askedInPart > 0 {
      parts.append("\(skipped.askedInPart) asked without their unknown words")
    }
    var text = parts.joined(separator: "; ")
    let missing = skipped.missing
    if !missing.isEmpty {
      text +=
        "; unknown words (\(missing.count)): "
        + missing.prefix(Self.mostMissing)
        .map { "\($0.word.isEmpty ? "(empty)" : $0.word) \($0.items)" }.joined(separator: ", ")
        + (missing.count > Self.mostMissing ? ", …" : "")
    }
    return text + "\n"
  }

  /// A score with its interval.
  static func cell(_ score: Scores.Score) -> String {
    text(score.estimate, factor: score.unit == "number" ? 1 : 100)
  }

  /// A share with its interval, in per cent.
  static func percent(_ estimate: Estimate) -> String { text(estimate, factor: 100) }

  private static func text(_ estimate: Estimate, factor: Double) -> String {
    func number(_ value: Double) -> String {
      let scaled = factor * value
      // A difference that is rounded to nothing has no sign.
      return ProgressDisplay.decimal(abs(scaled) < 0.05 ? 0 : scaled, 1)
    }
    guard let value = estimate.value else { return "–" }
    guard let low = estimate.low, let high = estimate.high else {
      return number(value)
    }
    return "\(number(value)) [\(number(low)) \(number(high))]"
  }

  /// Paths without the folders that all of them have.
  static func shortNames(_ paths: [String]) -> [String] {
    let parts = paths.map { $0.split(separator: "/", omittingEmptySubsequences: false) }
    var common = 0
    while parts.allSatisfy({ $0.count > common + 1 && $0[common] == parts[0][common] }) {
      common += 1
    }
    return parts.map { $0.dropFirst(common).joined(separator: "/") }
  }

  /// The last part of a path.
  static func title(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
