internal import ArgumentParser
internal import Firth

/// What to read and which words to keep.
struct CorpusOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Text files, plain or gzip, and folders of them; '-' is standard input.",
      valueName: "corpus"))
  var paths: [String]

  @OptionGroup var reading: ReadingOptions

  mutating func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name a text file, a folder or '-'.") }
  }

  /// The files, checked to be there; none of them is one of the outputs.
  func corpus(notWriting outputs: [String]) throws -> Corpus {
    let corpus = try Corpus(paths: paths)
    try SameFile.refuse(outputs, amongInputs: corpus.files + reading.lists)
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
