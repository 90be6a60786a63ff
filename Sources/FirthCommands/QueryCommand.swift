internal import ArgumentParser
internal import Firth

/// `firth query`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Lists the words nearest to an expression over words.",
    discussion: """
      An expression such as "king - man + woman", "0.5*red + yellow" or "(paris - france) + italy"; \
      words that hold spaces or operators stand in quotes inside it. Without one, reads expressions \
      from standard input, one a line; an empty line ends each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @OptionGroup var search: SearchOptions

  @Argument(help: "The expression.")
  var expression: String?

  mutating func run() throws {
    var questioner = try Questioner(options)
    let limits = try search.limits(count: options.count, in: questioner.embeddings)
    try questioner.run(
      arguments: expression.map { [$0] } ?? [], splitsLines: false,
      question: { _, parts in .similar(try QueryExpression(parts[0]).terms) },
      answers: { [search] embeddings, questions in
        embeddings.answers(
          to: questions, limits: limits, includingQuestionWords: search.includeQuestionWords)
      })
  }
}
