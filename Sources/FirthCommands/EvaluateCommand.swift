internal import ArgumentParser
internal import Firth

/// `firth evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores word vectors by analogies, similarities, categories and odd words.",
    discussion: """
      Any number of vectors and tests; each option for a test may be repeated. Scores are in per \
      cent or correlations times 100, with the interval that 95 % of the bootstrap samples lie in. \
      Analogies are scored by 3CosAdd and 3CosMul without the question's words and among all words, \
      beside the nearest neighbour of the third word. Further vectors are compared with the first \
      ones over the questions that both can be asked.
      """)

  @Argument(help: "The files of word vectors.")
  var vectors: [String]

  @OptionGroup var reading: ReadingArguments
  @OptionGroup var tests: TestOptions
  @OptionGroup var table: TableOptions

  /// Programs whose way of counting can be followed.
  enum Peer: String, CaseIterable, ExpressibleByArgument {
    case word2vec
  }

  @Option(
    help: ArgumentHelp(
      "Count one file of analogies as word2vec's compute-accuracy does, and print what it prints.",
      valueName: "program"))
  var like: Peer?

  mutating func validate() throws {
    guard !tests.isEmpty else {
      throw ValidationError(
        "Name a test: --analogies, --similarity, --categories or --odd-one-out FILE.")
    }
    guard like != nil else { return }
    guard vectors.count == 1, tests.analogies.count == 1, tests.similarity.isEmpty,
      tests.categories.isEmpty, tests.oddOneOut.isEmpty, !tests.caseSensitive, !table.markdown
    else {
      throw ValidationError(
        "--like word2vec takes one file of vectors, one of --analogies, --top and --json.")
    }
  }

  mutating func run() throws {
    // An instruction set that this machine lacks is said before anything else.
    _ = try InstructionSet.chosen()
    if like == .word2vec { return try countLikeWord2vec() }
    let evaluation = try tests.evaluation()
    let measured = try vectors.map { path in
      (name: path, measured: try evaluation.measure(reading.embeddings(path)))
    }
    let report = evaluation.report(measured)
    if table.json {
      try Console.write(json: report)
    } else {
      try Console.write(EvaluationText(report: report, style: table.style).text)
    }
    try Self.finish(measured)
  }

  /// Says so where a model lacks the words of a whole test.
  private static func finish(
    _ measured: [(name: String, measured: Evaluation.Measured)]
  ) throws {
    let without = measured.filter(\.measured.hasTestWithoutWords)
    guard !without.isEmpty else { return }
    for model in without {
      Console.note("\(model.name): no question of a test has all its words among these vectors")
    }
    throw ExitCode(ExitStatus.unknownWords.rawValue)
  }

  private func countLikeWord2vec() throws {
    let counts = try ComputeAccuracy(
      contentsOf: tests.analogies[0], embeddings: reading.embeddings(vectors[0]), top: tests.top)
    if table.json {
      try Console.write(json: counts)
    } else {
      try Console.write("\(counts)")
    }
  }
}
