internal import ArgumentParser
internal import Firth

/// `firth train glove`.
struct GloVeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "glove",
    abstract: "Trains GloVe vectors: counts which words stand near each other, and fits the counts."
  )

  @OptionGroup var options: GloVeOptions

  mutating func validate() throws { try options.check() }

  mutating func run() throws { try GloVeTraining(options: options).run() }
}
