internal import Firth

/// What `firth check` says.
struct CheckReport {
  let check: CorpusCheck
  let estimates: [TrainerEstimate]
  let threads: Int
  let dimensions: Int
  let minimumCount: Int
  let advice: [Advice]

  /// The report as JSON.
  var summary: Summary {
    Summary(
      defects: check.defects, lines: check.lines, corpus: check.report, scripts: check.scripts,
      languages: check.languages, words: check.bands, encodedBytes: check.encodedBytes,
      threads: threads, dimensions: dimensions, estimates: estimates, advice: advice)
  }

  /// The parts of the JSON.
  struct Summary: Encodable {
    let defects: [Defect]
    let lines: Int
    let corpus: CorpusReport
    let scripts: [CorpusCheck.ScriptShare]
    let languages: [LanguageGuess]
    let words: [CountBand]
    let encodedBytes: Int
    let threads: Int
    let dimensions: Int
    let estimates: [TrainerEstimate]
    let advice: [Advice]
  }

  /// The report for people.
  func text(files: [String]) -> String {
    [defects, content, words, training, proposal(files)].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  private var defects: String {
    guard !check.defects.isEmpty else { return "Defects: none\n" }
    let rows = check.defects.map { defect in
      let places = defect.places.map { "\($0.file):\($0.line):\($0.byte)" }
      return [
        "  " + defect.kind.rawValue, (defect.isEstimate ? "~" : "") + "\(defect.count)",
        places.joined(separator: " ") + (defect.count > places.count ? " …" : ""),
      ]
    }
    return "Defects (first places: file:line:byte)\n" + Self.table(rows, right: [1])
  }

  private var content: String {
    let report = check.report
    let scripts = check.scripts.prefix(4).map { "\($0.script.rawValue) \(Self.percent($0.share))" }
    let languages = check.languages.map { "\($0.language) (\(Self.percent($0.share)))" }
    return "Text\n"
      + Self.table(
        [
          ["  bytes", "\(report.textBytes)"], ["  lines", "\(check.lines)"],
          ["  tokens", "\(check.bands.first?.tokens ?? report.tokens)"],
          ["  distinct words", "\(check.bands.first?.types ?? report.distinctWords)"],
          ["  encoded", ByteSize.text(check.encodedBytes)],
          ["  scripts", scripts.isEmpty ? "none" : scripts.joined(separator: ", ")],
          ["  languages", languages.isEmpty ? "not known" : languages.joined(separator: ", ")],
        ], right: [])
  }

  private var words: String {
    let total = max(check.bands.first?.tokens ?? 0, 1)
    let rows = check.bands.map {
      [
        "  \($0.minimumCount)", "\($0.types)", "\($0.tokens)",
        Self.percent(Double($0.tokens) / Double(total)),
      ]
    }
    return Self.table(
      [["  --min-count", "words", "tokens", "of all"]] + rows, right: [1, 2, 3])
  }

  private var training: String {
    guard !estimates.isEmpty else {
      return check.problem.map { "Training: \($0)\n" } ?? ""
    }
    let rows = estimates.map {
      [
        "  " + $0.trainer, "\($0.epochs)", ByteSize.text($0.memory), ByteSize.text($0.disk),
        ByteSize.text($0.output), $0.seconds.map(ProgressDisplay.duration) ?? "–",
      ]
    }
    return "Training, --min-count \(minimumCount), \(dimensions) dimensions, "
      + "\(threads) thread\(threads == 1 ? "" : "s"), about\n"
      + Self.table(
        [["  trainer", "epochs", "memory", "temporary", "writes", "time"]] + rows,
        right: [1, 2, 3, 4, 5])
  }

  private func proposal(_ files: [String]) -> String {
    let options = advice.filter(\.isOption)
    let remedies = advice.filter { !$0.isOption }
    var text = "Proposed\n  firth train skipgram \(files.joined(separator: " "))"
    for option in options { text += " " + option.text }
    text += " --output vectors.safetensors\n"
    let rows = (options + remedies).map { ["  " + $0.text, $0.reason] }
    return text + Self.table(rows, right: [])
  }

  private static func percent(_ share: Double) -> String {
    ProgressDisplay.decimal(100 * share, 1) + " %"
  }

  /// Rows with their columns in line; some of them set to the right.
  private static func table(_ rows: [[String]], right: Set<Int>) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let fields = row.enumerated().map { column, field in
        let room = String(repeating: " ", count: widths[column] - field.count)
        let isLast = column == row.count - 1
        return right.contains(column) ? room + field : isLast ? field : field + room
      }
      return fields.joined(separator: "  ") + "\n"
    }.joined()
  }
}
