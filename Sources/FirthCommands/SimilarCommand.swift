internal import ArgumentParser
internal import Firth

/// `firth similar`.
struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Lists the words most similar to a word, or to the mean of several.",
    discussion: """
      A word with spaces is a phrase: one word of the vectors, with spaces or underscores, or the \
      mean of its words. Without words, reads questions from standard input, one a line (words \
      between tabs may hold spaces); an empty line ends each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @OptionGroup var search: SearchOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How much each word counts: one number a word, with commas between."))
  var weights: NumberList?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look for what is near a vector: its numbers with commas between; '-' for a vector a line."))
  var vector: String?

  @Argument(help: "The words.")
  var words: [String] = []

  mutating func validate() throws {
    guard vector == nil || words.isEmpty && weights == nil else {
      throw ValidationError("Give words or --vector, not both.")
    }
  }

  mutating func run() throws {
    var questioner = try Questioner(options)
    let limits = try search.limits(count: options.count, in: questioner.embeddings)
    let arguments = vector.map { $0 == "-" ? [] : [$0] } ?? words
    try questioner.run(
      arguments: arguments,
      question: { [weights, isVector = vector != nil] embeddings, parts in
        isVector
          ? .vector(try Self.vector(parts, embeddings.dimension))
          : .similar(try Self.weighted(parts, weights?.values, embeddings))
      },
      answers: { [search] embeddings, questions in
        embeddings.answers(
          to: questions, limits: limits, includingQuestionWords: search.includeQuestionWords)
      })
  }

  private static func weighted(
    _ words: [String], _ weights: [Double]?, _ embeddings: Embeddings
  ) throws -> [WeightedWord] {
    if let weights, weights.count != words.count {
      throw UsageError(
        "--weights has \(weights.count) numbers and the question \(words.count) words")
    }
    return words.enumerated().flatMap { index, word in
      let parts = embeddings.words(ofPhrase: word)
      let weight = (weights?[index] ?? 1) / Double(parts.count)
      return parts.map { WeightedWord($0, weight: weight) }
    }
  }

  private static func vector(_ parts: [String], _ dimensions: Int) throws -> [Double] {
    let numbers = parts.joined(separator: " ")
    guard let list = NumberList(argument: numbers) else {
      throw UsageError("a vector is numbers with commas or spaces between")
    }
    guard list.values.count == dimensions else {
      throw UsageError("the vector has \(list.values.count) numbers, \(dimensions) are needed")
    }
    return list.values
  }
}

/// Finite numbers with commas or spaces between.
struct NumberList: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let fields = argument.split { $0 == "," || $0.isWhitespace }
    let numbers = fields.compactMap { Double($0) }.filter(\.isFinite)
    guard !fields.isEmpty, numbers.count == fields.count else { return nil }
    values = numbers
  }
}
