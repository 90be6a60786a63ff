internal import ArgumentParser
internal import Firth

/// `firth similarity`.
struct SimilarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity", abstract: "Prints the cosine of two words.",
    discussion: """
      Without words, reads pairs from standard input, two words a line, and prints a line for each, \
      empty where a word is unknown.
      """)

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "Read pairs from a file, one a line, instead of standard input.", valueName: "file"))
  var questions: String?

  @Flag(help: "Write each answer as a line of JSON.")
  var json = false

  @Argument(help: ArgumentHelp("The two words.", valueName: "word"))
  var words: [String] = []

  mutating func validate() throws {
    guard words.isEmpty || words.count == 2 else {
      throw ValidationError("A similarity takes two words.")
    }
  }

  mutating func run() throws {
    var questioner = try Questioner(
      vectors: vectors, reading: reading, questions: questions, count: 1, isJSON: json,
      style: .score)
    try questioner.run(
      arguments: words,
      question: { _, words in
        guard words.count == 2 else {
          throw UsageError("a similarity takes two words, not \(words.count)")
        }
        return (words[0], words[1])
      },
      answers: { embeddings, pairs in
        pairs.map { embeddings.similarity(between: $0, and: $1) }
      })
  }
}
