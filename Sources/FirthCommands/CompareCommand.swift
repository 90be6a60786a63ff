internal import ArgumentParser
internal import Firth

/// `firth compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Trains skip-gram, CBOW and GloVe on a text, and compares their time and scores.",
    discussion: """
      The text is read once, so that all models have the same words. Each model is trained with \
      several seeds; scores are means over them, with intervals for the questions and the seeds \
      together. Time and memory are those of training; of GloVe, also of counting its pairs.
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Where sentences end; contexts do not reach beyond.")
  var boundary = SentenceBoundary.line

  @Option(
    help: ArgumentHelp(
      "The models, one a line: 'name: skipgram --window 5', with the options of firth train "
        + "(default: skipgram, cbow and glove as they are).", valueName: "file"))
  var configurations: String?

  @Option(help: "How many seeds each model is trained with, from 1 on.")
  var seeds = 3

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  @OptionGroup var tests: TestOptions
  @OptionGroup var table: TableOptions

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  mutating func validate() throws {
    try Limits.check("--seeds", seeds, 1...1000)
    if let threads { try Limits.check("--threads", threads, 1...1024) }
  }

  mutating func run() throws {
    _ = try InstructionSet.chosen()
    let models = try configurations.map { try ComparedModel.read($0) } ?? ComparedModel.usual
    let evaluation = try tests.evaluation()
    let files = try corpus.corpus(notWriting: [])
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let encoded = try corpus.reading.encode(files, boundary: boundary, display)
    display.note(
      "\(encoded.vocabulary.count) words, \(encoded.tokens) of \(encoded.report.tokens) tokens")
    let runs = try Comparison(
      models: models, seeds: seeds, threads: threads ?? Workers.cores,
      memory: corpus.reading.memory?.bytes, evaluation: evaluation, display: display
    ).run(on: encoded)
    let rows = zip(models, runs).map { model, runs in
      ComparedRow(
        name: model.name, runs: runs, tests: evaluation.report(ofRuns: runs.map(\.measured)))
    }
    if table.json {
      try Console.write(
        json: ComparisonReport(
          words: encoded.vocabulary.count, tokens: encoded.tokens, seeds: seeds, models: rows))
    } else {
      try Console.write(Self.table(rows).text(table.style))
    }
  }

  /// The scores that stand in the table; JSON has all.
  private static let shown: Set<String> = [
    "3cosadd", "3cosmul", "spearman", "purity_k_means", "purity_agglomerative", "accuracy",
  ]

  private static func table(_ rows: [ComparedRow]) -> TextTable {
    func scores(_ row: ComparedRow) -> [(title: String, score: Scores.Score)] {
      row.tests.flatMap { test in
        test.mean.scores.filter { shown.contains($0.key) }.map { score in
          (title: "\(EvaluationText.title(test.path)): \(score.title)", score: score)
        }
      }
    }
    var table = TextTable(
      ["model", "wall s", "CPU s", "peak MB"] + (rows.first.map(scores) ?? []).map(\.title))
    for row in rows {
      func mean(_ value: (Comparison.Run) -> Double) -> String {
        ProgressDisplay.decimal(row.runs.reduce(0) { $0 + value($1) } / Double(row.runs.count), 1)
      }
      let peak = row.runs.compactMap(\.peakBytes).max()
      table.rows.append(
        [
          row.name, mean(\.seconds), mean(\.cpuSeconds),
          peak.map { ProgressDisplay.decimal(Double($0) / 1e6, 0) } ?? "–",
        ] + scores(row).map { EvaluationText.cell($0.score) })
    }
    return table
  }
}

/// What `--json` says.
private struct ComparisonReport: Encodable {
  let words: Int, tokens: Int, seeds: Int
  let models: [ComparedRow]
}

/// A model of a comparison, with what its runs took and gave.
private struct ComparedRow: Encodable {
  let name: String
  let runs: [Comparison.Run]
  let tests: [RunsReport]

  private enum CodingKeys: String, CodingKey {
    case name, tests, seconds
    case cpuSeconds = "cpu_seconds"
    case peakBytes = "peak_bytes"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(tests, forKey: .tests)
    try container.encode(runs.map(\.seconds), forKey: .seconds)
    try container.encode(runs.map(\.cpuSeconds), forKey: .cpuSeconds)
    try container.encode(runs.map(\.peakBytes), forKey: .peakBytes)
  }
}
