internal import ArgumentParser
internal import Firth

/// `firth analogy`.
struct AnalogyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analogy", abstract: "Answers: A is to B as C is to what?",
    discussion: """
      A word with spaces is a phrase: one word of the vectors, with spaces or underscores. Without \
      words, reads questions from standard input, three words a line (words between tabs may \
      hold spaces); an empty line ends each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @OptionGroup var search: SearchOptions

  @Option(
    help: ArgumentHelp(
      "How words are scored: by the cosine with B - A + C, by 3CosMul, or by the cosine of B - A "
        + "with what leads from C to the word."))
  var method = AnalogyMethod.addition

  @Argument(help: ArgumentHelp("The words A, B and C.", valueName: "word"))
  var words: [String] = []

  mutating func validate() throws {
    guard words.isEmpty || words.count == 3 else {
      throw ValidationError("An analogy takes three words: A is to B as C is to what?")
    }
  }

  mutating func run() throws {
    var questioner = try Questioner(options)
    let limits = try search.limits(count: options.count, in: questioner.embeddings)
    try questioner.run(
      arguments: words,
      question: { [method] embeddings, parts in
        let words = parts.map(embeddings.word(ofPhrase:))
        guard words.count == 3 else {
          throw UsageError("an analogy takes three words, not \(words.count)")
        }
        return .analogy(words[0], words[1], words[2], by: method)
      },
      answers: { [search] embeddings, questions in
        embeddings.answers(
          to: questions, limits: limits, includingQuestionWords: search.includeQuestionWords)
      })
  }
}
