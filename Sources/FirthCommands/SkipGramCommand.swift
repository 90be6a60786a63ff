internal import ArgumentParser
internal import Firth

/// `firth train skipgram`.
struct SkipGramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skipgram",
    abstract: "Trains skip-gram vectors (word2vec): each context word predicts the word.")

  @OptionGroup var options: Word2VecOptions

  @Option(
    name: [.customLong("learning-rate"), .customLong("alpha")],
    help: ArgumentHelp("The learning rate at the start.", valueName: "rate"))
  var learningRate = Word2Vec.Architecture.skipGram.usualLearningRate(cbowGradient: .true)

  var model: Word2Vec { options.model(.skipGram, learningRate: learningRate) }

  mutating func validate() throws { try options.check(model) }

  mutating func run() throws { try Word2VecTraining(options: options, model: model).run() }
}
