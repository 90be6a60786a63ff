internal import ArgumentParser
internal import Firth

/// `firth similar`.
struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Lists the words most similar to a word, or to the mean of several.",
    discussion: """
      Without words, reads questions from standard input, one a line; an empty line ends each \
      answer.
      """)

  @OptionGroup var options: QuestionOptions

  @Argument(help: "The words.")
  var words: [String] = []

  mutating func run() throws {
    var questioner = try Questioner(options)
    try questioner.run(arguments: words) { [count = options.count] embeddings, words in
      embeddings.similar(to: words, maximumCount: count)
    }
  }
}
