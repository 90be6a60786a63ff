internal import ArgumentParser
internal import Firth

/// `firth train cbow`.
struct CBOWCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cbow",
    abstract: "Trains CBOW vectors (word2vec): the mean of the context words predicts the word.")

  @OptionGroup var options: Word2VecOptions

  @Option(
    help: ArgumentHelp(
      "What each context word gets: its share of the mean's gradient, or all of it as in "
        + "word2vec.c.", valueName: "gradient"))
  var cbowGradient = Word2Vec.CBOWGradient.true

  @Option(
    name: [.customLong("learning-rate"), .customLong("alpha")],
    help: ArgumentHelp(
      "The learning rate at the start (default: 0.15, or 0.05 for word2vec.c's gradient).",
      valueName: "rate"))
  var learningRate: Double?

  var model: Word2Vec {
    options.model(.cbow, cbowGradient: cbowGradient, learningRate: learningRate)
  }

  mutating func validate() throws { try options.check(model) }

  mutating func run() throws { try Word2VecTraining(options: options, model: model).run() }
}
