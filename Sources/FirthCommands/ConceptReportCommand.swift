internal import ArgumentParser
internal import Firth

/// `firth concept report`.
struct ConceptReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Tells what taking a concept away did, before and after.",
    discussion: """
      How well a linear probe tells the groups apart in words held out: other words by --probe, or else \
      the concept's own in turn, of which the score falls below chance once it is gone. Association tests (WEAT, \
      Caliskan 2017) with p-values; scores of tests; and the words whose nearest neighbours changed \
      most. A file for --weat has two lines of a name, a colon and words, which are compared by the \
      concept's two groups, or four lines, the last two being the attributes.
      """)

  @Argument(help: "The .concept file.")
  var concept: String

  @Option(help: "The file of word vectors before the change.")
  var vectors: String

  @Option(help: "The file of word vectors after the change.")
  var after: String

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "Other words with the names of their groups, one a line, to test the probe with.",
      valueName: "file"))
  var probe: String?

  @Option(help: ArgumentHelp("Words for an association test.", valueName: "file"))
  var weat: [String] = []

  @Option(help: ArgumentHelp("Analogies, as firth evaluate takes them.", valueName: "file"))
  var analogies: [String] = []

  @Option(help: ArgumentHelp("Pairs of words with people's scores.", valueName: "file"))
  var similarity: [String] = []

  @Option(help: "How many words are listed whose neighbours changed.")
  var count = 20

  @Option(help: "The random seed.")
  var seed: UInt64 = 1

  @OptionGroup var table: TableOptions

  mutating func validate() throws {
    try Limits.check("--count", count, 0...1_000_000)
  }

  mutating func run() throws {
    _ = try InstructionSet.chosen()
    let concept = try Concept(contentsOf: concept)
    let words = try weat.map { try associations($0, concept) }
    let heldOut = try probe.map { try otherWords($0, concept) }
    let evaluation = Evaluation(
      try analogies.map { .analogies(try AnalogyTest(contentsOf: $0)) }
        + similarity.map { .similarity(try SimilarityTest(contentsOf: $0)) },
      settings: EvaluationSettings(bootstrap: Bootstrap(seed: seed)))
    let models = try [vectors, after].map { try reading.embeddings($0) }
    let stability = Stability(of: models, bootstrap: Bootstrap(seed: seed))
    guard stability.commonWords > 0 else {
      Console.note("the files have no word in common")
      throw ExitCode(ExitStatus.unknownWords.rawValue)
    }
    let report = Report(
      concept: concept.name,
      probe: try models.map { try linearProbe(concept, heldOut, in: $0) },
      associations: try zip(weat, words).map { path, words in
        Report.Association(
          path: path, tests: try models.map { try AssociationTest(words, in: $0, seed: seed) })
      },
      tests: analogies.isEmpty && similarity.isEmpty
        ? nil
        : evaluation.report(
          try zip([vectors, after], models).map { ($0, try evaluation.measure($1)) }),
      neighbors: stability.bands, changed: Self.mostChanged(stability, count))
    if table.json { return try Console.write(json: report) }
    try Console.write(text(report))
  }

  private func linearProbe(
    _ concept: Concept, _ heldOut: ConceptExamples?, in model: Embeddings
  ) throws -> LinearProbe {
    let asUnit = concept.method != .leace
    guard let heldOut else {
      return try LinearProbe(concept.examples, in: model, asUnit: asUnit, seed: seed)
    }
    return try LinearProbe(training: concept.examples, test: heldOut, in: model, asUnit: asUnit)
  }

  /// Words by the concept's groups, in their order.
  private func otherWords(_ path: String, _ concept: Concept) throws -> ConceptExamples {
    let read = try ConceptWords.labelled(path).groups
    let names = concept.examples.groups.map(\.name)
    if let other = read.first(where: { !names.contains($0.name) }) {
      throw UsageError(
        "\(path): '\(other.name)' is no group of the concept; its groups are "
          + names.joined(separator: ", "))
    }
    return ConceptExamples(
      groups: names.map { name in
        read.first { $0.name == name } ?? ConceptExamples.Group(name, [])
      })
  }

  private func associations(_ path: String, _ concept: Concept) throws -> AssociationTest.Words {
    let groups = try ConceptWords.named(path)
    switch groups.count {
    case 4:
      return AssociationTest.Words(groups: Array(groups[..<2]), attributes: Array(groups[2...]))
    case 2 where concept.examples.groups.count == 2:
      return AssociationTest.Words(groups: groups, attributes: concept.examples.groups)
    default:
      throw ConceptError.line(
        path: path, line: groups.count,
        expected: concept.examples.groups.count == 2
          ? "two lines in all, or four" : "four lines in all, as the concept has not two groups")
    }
  }

  private static func mostChanged(_ stability: Stability, _ count: Int) -> [Stability.Word] {
    Array(stability.words.sorted { ($0.overlap, $0.rank) < ($1.overlap, $1.rank) }.prefix(count))
  }

  /// What is said of the two files, the one before first.
  private struct Report: Encodable {
    struct Association: Encodable {
      let path: String
      let tests: [AssociationTest]
    }

    let concept: String
    let probe: [LinearProbe]
    let associations: [Association]
    let tests: EvaluationReport?
    let neighbors: [Stability.Band]
    let changed: [Stability.Word]
  }

  private func text(_ report: Report) -> String {
    func number(_ value: Double, _ digits: Int) -> String { ProgressDisplay.decimal(value, digits) }
    var measures = TextTable(["", "before", "after"])
    measures.rows.append(
      ["linear probe, %"] + report.probe.map { number(100 * $0.accuracy, 1) })
    measures.rows.append(["by chance, %"] + report.probe.map { number(100 * $0.chance, 1) })
    for association in report.associations {
      measures.rows.append(
        ["effect, \(association.path)"] + association.tests.map { number($0.effectSize, 3) })
      measures.rows.append(["p"] + association.tests.map { number($0.pValue, 4) })
    }
    var bands = TextTable(["rank", "words", "looked at", "neighbours kept, %"])
    for band in report.neighbors {
      bands.rows.append(
        [
          "\(band.first)–\(band.last)", "\(band.words)", "\(band.sampled)",
          EvaluationText.percent(band.overlap),
        ])
    }
    var changed = TextTable(["word", "rank", "neighbours kept, %"])
    for word in report.changed {
      changed.rows.append([word.word, "\(word.rank)", number(100 * word.overlap, 1)])
    }
    let tests =
      report.tests.map { EvaluationText(report: $0, style: table.style).text + "\n" } ?? ""
    return """
      \(report.concept): \(report.probe[0].words) words held out from the probe

      \(measures.text(table.style))
      \(tests)\(bands.text(table.style))
      \(changed.text(table.style))
      """
  }
}
