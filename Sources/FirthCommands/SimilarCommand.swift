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

  @Argument(help: "The file of word vectors; a word where --models names files.")
  var vectors: String?

  @OptionGroup var options: AnswerOptions

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

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files of runs that differ in seed, in place of one: each score is their mean, followed by the "
        + "ends of the interval in which 95 of 100 further runs would have it.",
      valueName: "file"))
  var models: [String] = []

  @Argument(help: "The words.")
  var words: [String] = []

  mutating func validate() throws {
    guard vector == nil || words.isEmpty && weights == nil else {
      throw ValidationError("Give words or --vector, not both.")
    }
    guard !models.isEmpty else {
      if vectors == nil { throw ValidationError("Missing expected argument '<vectors>'") }
      return
    }
    guard models.count >= 2 else {
      throw ValidationError("--models takes two files or more, of runs that differ in seed.")
    }
    guard vector == nil else {
      throw ValidationError("--vector is for one file: the vectors of runs have nothing in common.")
    }
  }

  mutating func run() throws {
    guard models.isEmpty, let vectors else {
      var questioner = try ModelsQuestioner(models, options, search)
      return try questioner.run((vectors.map { [$0] } ?? []) + words, weights: weights?.values)
    }
    var questioner = try Questioner(vectors: vectors, options)
    let limits = try search.limits(count: options.count, in: questioner.embeddings)
    let arguments = vector.map { $0 == "-" ? [] : [$0] } ?? words
    try questioner.run(
      arguments: arguments,
      question: { [weights, isVector = vector != nil] embeddings, parts in
        isVector
          ? .vector(try Self.vector(parts, embeddings.dimension))
          : .similar(
            try Self.weighted(
              parts, weights?.values, wordsOfPhrase: embeddings.words(ofPhrase:)))
      },
      answers: { [search] embeddings, questions in
        embeddings.answers(
          to: questions, limits: limits, includingQuestionWords: search.includeQuestionWords)
      })
  }

  /// The words of a question with their weights; a phrase's is shared by its words.
  static func weighted(
    _ words: [String], _ weights: [Double]?, wordsOfPhrase: (String) -> [String]
  ) throws -> [WeightedWord] {
    if let weights, weights.count != words.count {
      throw UsageError(
        "--weights has \(weights.count) numbers and the question \(words.count) words")
    }
    return words.enumerated().flatMap { index, word in
      let parts = wordsOfPhrase(word)
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
