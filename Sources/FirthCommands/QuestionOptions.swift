internal import ArgumentParser
internal import Firth

/// What all questions to one file of vectors share.
struct QuestionOptions: ParsableArguments {
  @Argument(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var answers: AnswerOptions

  var count: Int { answers.count }
}

/// How vectors are read, where questions come from, and the form of the answers.
struct AnswerOptions: ParsableArguments {
  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "Read questions from a file, one a line, instead of standard input.", valueName: "file"))
  var questions: String?

  @Option(help: "The number of answers.")
  var count = 10

  @Flag(help: "Write each answer as a line of JSON.")
  var json = false

  mutating func validate() throws {
    try Limits.check("--count", count, 1...1_000_000)
  }
}

/// What restricts the words that a question finds.
struct SearchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Leave out words with a lower score.", valueName: "score"))
  var minScore: Float?

  @Option(help: ArgumentHelp("Find only the words in a file, one a line.", valueName: "file"))
  var among: String?

  @Option(
    help: ArgumentHelp(
      "Find only the first words of the vectors: the most frequent ones.", valueName: "number"))
  var top: Int?

  @Flag(help: "Let the words of a question be among its answers.")
  var includeQuestionWords = false

  mutating func validate() throws {
    if let top { try Limits.check("--top", top, 1...Int(UInt32.max)) }
    if let minScore, minScore.isNaN {
      throw ValidationError("--min-score is no number.")
    }
  }

  /// The limits for a search in some vectors.
  ///
  /// - Throws: `FileError` and others when the file of words cannot be read, `ExitCode` when none of
  ///   its words is known.
  func limits(count: Int, in embeddings: Embeddings) throws -> SearchLimits {
    var limits = SearchLimits(count: count, minimumSimilarity: minScore ?? -.infinity)
    if let among {
      limits.scope = try scope(among, embeddings)
    } else if let top {
      limits.scope = .first(top)
    }
    return limits
  }

  private func scope(_ path: String, _ embeddings: Embeddings) throws -> SearchScope {
    var words: [String] = []
    var lines = try LineBlocks(path)
    while let block = try lines.next() {
      words += block.map { line in
        line.text.hasSuffix("\r\n") || line.text.hasSuffix("\r")
          ? String(line.text.dropLast()) : line.text
      }
    }
    let (scope, unknown) = embeddings.scope(among: words, first: top ?? .max)
    let name = LineBlocks.name(path)
    if unknown.count == words.count {
      Console.note("\(name): none of its \(words.count) words is known; write one word a line")
      throw ExitCode(ExitStatus.unknownWords.rawValue)
    }
    if !unknown.isEmpty {
      let some = unknown.prefix(5).joined(separator: ", ") + (unknown.count > 5 ? ", …" : "")
      Console.note("\(name): \(unknown.count) of \(words.count) words are unknown: \(some)")
    }
    return scope
  }
}
