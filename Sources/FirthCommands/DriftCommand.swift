internal import ArgumentParser
internal import Firth

/// `firth drift`.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Lists the words that moved most between two spaces of vectors.",
    discussion: """
      One space is turned to fit the other (orthogonal Procrustes on the words compared); a word's \
      distance is 1 − cos of its two vectors. Of several runs that differ in seed, give \
      --before A1 A2 --after B1 B2: distances are then the mean over all pairs of runs, with 95 % \
      intervals, beside what seeds alone do. Words that seeds move as far are marked.
      """)

  @Argument(help: ArgumentHelp("Two files of word vectors.", valueName: "vectors"))
  var vectors: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of runs of one side, which differ in seed.", valueName: "file"))
  var before: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of runs of the other side.", valueName: "file"))
  var after: [String] = []

  @OptionGroup var reading: ReadingArguments

  @Option(help: "How many words are listed.")
  var count = 20

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("List these words instead of those that moved most.", valueName: "word"))
  var words: [String] = []

  @Option(help: "Compare only words that occur so often in every file.")
  var minCount: Int?

  @Option(
    help: ArgumentHelp(
      "Compare only the first words of the first file: the most frequent ones.",
      valueName: "number"))
  var top: Int?

  @Option(help: "How many nearest neighbours are shown on each side.")
  var neighbors = 3

  @OptionGroup var table: TableOptions

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  mutating func validate() throws {
    let isNamed = !before.isEmpty || !after.isEmpty
    guard isNamed ? vectors.isEmpty && !before.isEmpty && !after.isEmpty : vectors.count == 2 else {
      throw ValidationError(
        "Name two files of vectors, or the runs of two sides with --before and --after.")
    }
    try Limits.check("--count", count, 1...1_000_000)
    try Limits.check("--neighbors", neighbors, 0...1_000)
    if let minCount { try Limits.check("--min-count", minCount, 1...Int(Int32.max)) }
    if let top { try Limits.check("--top", top, 1...Int(UInt32.max)) }
  }

  mutating func run() throws {
    _ = try InstructionSet.chosen()
    let paths = before.isEmpty ? ([vectors[0]], [vectors[1]]) : (before, after)
    let runs = try (paths.0 + paths.1).map { path in
      let read = try reading.embeddings(path, isQuiet: quiet)
      guard minCount == nil || read.vocabulary.counts != nil else {
        throw UsageError("\(path): has no counts for --min-count; use --top")
      }
      return read
    }
    let sides = (Array(runs[..<paths.0.count]), Array(runs[paths.0.count...]))
    let drift = try Drift(
      from: sides.0, to: sides.1, top: top ?? .max, minimumCount: UInt64(minCount ?? 0))
    let listed = try listed(drift)
    let report = DriftReport(
      drift, listed, (sides.0[0], sides.1[0]), runs: (sides.0.count, sides.1.count),
      neighbors: neighbors)
    try table.json
      ? Console.write(json: report.summary) : Console.write(report.text(table.style))
    if listed.isEmpty { throw ExitCode(ExitStatus.unknownWords.rawValue) }
  }

  /// The words that are shown.
  private func listed(_ drift: Drift) throws -> [Drift.Word] {
    guard !words.isEmpty else { return Array(drift.words.prefix(count)) }
    let wanted = Set(words)
    let found = Dictionary(
      drift.words.lazy.filter { wanted.contains($0.word) }.map { ($0.word, $0) },
      uniquingKeysWith: { first, _ in first })
    return words.compactMap { word in
      if found[word] == nil { Console.note("'\(word)' is not among the words compared") }
      return found[word]
    }
  }
}
