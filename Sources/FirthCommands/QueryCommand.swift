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

  @Argument(help: "The expression.")
  var expression: String?

  mutating func run() throws {
    var questioner = try Questioner(options)
    let arguments = expression.map { [$0] } ?? []
    try questioner.run(arguments: arguments) { [count = options.count] embeddings, words in
      let expression = try QueryExpression(words.joined(separator: " "))
      return embeddings.query(expression, maximumCount: count)
    }
  }
}
