internal import ArgumentParser
internal import Firth

/// `firth analogy`.
struct AnalogyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analogy", abstract: "Answers: A is to B as C is to what?",
    discussion: """
      Without words, reads questions from standard input, three words a line; an empty line ends \
      each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @Argument(help: ArgumentHelp("The words A, B and C.", valueName: "word"))
  var words: [String] = []

  mutating func validate() throws {
    guard words.isEmpty || words.count == 3 else {
      throw ValidationError("An analogy takes three words: A is to B as C is to what?")
    }
  }

  mutating func run() throws {
    var questioner = try Questioner(options)
    try questioner.run(arguments: words) { [count = options.count] embeddings, words in
      guard words.count == 3 else {
        throw UsageError("an analogy takes three words, not \(words.count)")
      }
      return embeddings.analogy(words[0], words[1], words[2], maximumCount: count)
    }
  }
}
