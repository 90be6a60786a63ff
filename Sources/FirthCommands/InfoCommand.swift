internal import ArgumentParser
internal import Firth

/// `firth info`.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tells what a file of word vectors holds.")

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var reading: ReadingArguments

  @Flag(help: "Write JSON.")
  var json = false

  mutating func run() throws {
    let summary = try reading.embeddings(vectors, isQuiet: true).summary
    if json {
      try Console.write(json: summary)
    } else {
      try Console.write("\(summary)\n")
    }
  }
}
