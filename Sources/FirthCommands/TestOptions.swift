internal import ArgumentParser
internal import Firth

/// Which tests are asked, and how.
struct TestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Analogies: Google's form, MSR's (.questions with .answers beside) or a folder of BATS's.",
      valueName: "file"))
  var analogies: [String] = []

  @Option(
    help: ArgumentHelp(
      "Pairs of words with people's scores, between tabs, commas or spaces.", valueName: "file"))
  var similarity: [String] = []

  @Option(
    help: ArgumentHelp(
      "Words with their categories: vecto's CSV, or two columns.", valueName: "file"))
  var categories: [String] = []

  @Option(
    help: ArgumentHelp(
      "Groups with a word that does not belong: vecto's CSV, files of the 8-8-8 test, or lines "
        + "whose last word is odd.", valueName: "file"))
  var oddOneOut: [String] = []

  @Option(
    help: ArgumentHelp(
      "Know and find only the first words of the vectors: the most frequent ones.",
      valueName: "number"))
  var top: Int?

  @Flag(help: "Tell spellings apart that differ by case; else the first one stands for all.")
  var caseSensitive = false

  @Option(help: "The number of bootstrap samples behind each interval.")
  var samples = 1000

  @Option(help: "The random seed of clusters and samples.")
  var seed: UInt64 = 1

  var isEmpty: Bool {
    analogies.isEmpty && similarity.isEmpty && categories.isEmpty && oddOneOut.isEmpty
  }

  mutating func validate() throws {
    if let top { try Limits.check("--top", top, 1...Int(UInt32.max)) }
    try Limits.check("--samples", samples, 100...1_000_000)
  }

  /// Reads the tests.
  ///
  /// - Throws: `FileError`, `CorpusError`, `EvaluationError`.
  func evaluation() throws -> Evaluation {
    let tests =
      try analogies.map { Evaluation.Test.analogies(try AnalogyTest(contentsOf: $0)) }
      + similarity.map { .similarity(try SimilarityTest(contentsOf: $0)) }
      + categories.map { .categories(try CategoryTest(contentsOf: $0)) }
      + oddOneOut.map { .oddOneOut(try OddOneOutTest(contentsOf: $0)) }
    return Evaluation(
      tests,
      settings: EvaluationSettings(
        top: top, foldsCase: !caseSensitive,
        bootstrap: Bootstrap(samples: samples, seed: seed)))
  }
}
