internal import ArgumentParser
internal import Firth

/// What to read and which words to keep.
struct CorpusOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Text files, plain or gzip, and folders of them; '-' is standard input.",
      valueName: "corpus"))
  var paths: [String]

  @Option(help: "How text is cut into words.")
  var tokenizer = Tokenizer.words

  @Option(help: "The least number of times that a word must occur.")
  var minCount = 5

  @Option(help: "Keep only this many of the most frequent words.")
  var maxVocabulary: Int?

  @Option(help: ArgumentHelp("The most memory to use, such as 500MB or 2GiB.", valueName: "size"))
  var memory: ByteSize?

  mutating func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name a text file, a folder or '-'.") }
    try Limits.check("--min-count", minCount, 1...Int(Int32.max))
    if let maxVocabulary {
      try Limits.check("--max-vocabulary", maxVocabulary, 1...Int(Int32.max))
    }
  }

  /// The files, checked to be there; none of them is one of the outputs.
  func corpus(notWriting outputs: [String]) throws -> Corpus {
    let corpus = try Corpus(paths: paths)
    try SameFile.refuse(outputs, amongInputs: corpus.files)
    return corpus
  }
}

/// Bounds of option values.
enum Limits {
  static func check<Value: Comparable>(
    _ option: String, _ value: Value, _ allowed: ClosedRange<Value>
  ) throws {
    guard allowed.contains(value) else {
      throw ValidationError(
        "\(option) is \(value), but must be from \(allowed.lowerBound) to \(allowed.upperBound).")
    }
  }
}
