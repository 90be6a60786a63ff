internal import ArgumentParser

/// `firth train`: the family of models.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains word embeddings on text.",
    subcommands: [SkipGramCommand.self, CBOWCommand.self, GloVeCommand.self])
}
