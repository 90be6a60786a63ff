internal import ArgumentParser
internal import Firth

/// `firth odd`.
struct OddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "odd", abstract: "Finds the word that fits least among some.",
    discussion: """
      Lists the words with their cosines to the mean of all, the least similar first. Without words, \
      reads questions from standard input, one a line; an empty line ends each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @Argument(help: "The words, three or more.")
  var words: [String] = []

  mutating func validate() throws {
    guard words.isEmpty || words.count >= 3 else {
      throw ValidationError("Give three words or more: of two, neither is odd.")
    }
  }

  mutating func run() throws {
    var questioner = try Questioner(options)
    try questioner.run(
      arguments: words,
      question: { _, words in
        guard words.count >= 3 else {
          throw UsageError("three words or more are needed, not \(words.count)")
        }
        return words
      },
      answers: { [count = options.count] embeddings, questions in
        questions.map { embeddings.oddOneOut(among: $0, maximumCount: count) }
      })
  }
}
