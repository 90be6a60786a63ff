internal import ArgumentParser
internal import Firth

/// Which neighbours of a word are counted.
struct ContextOptions: ParsableArguments {
  @Option(help: "Where sentences end; contexts do not reach beyond.")
  var boundary = SentenceBoundary.line

  @Option(
    name: [.customLong("window"), .customLong("window-size")],
    help: "The farthest context word.")
  var size = 15

  @Option(help: "Where the context lies: on both sides of a word, or before it.")
  var context = ContextWindow.Side.symmetric

  @Option(
    help: ArgumentHelp(
      "What a neighbour counts: one divided by its distance, or one.", valueName: "weighting"))
  var distanceWeighting = ContextWindow.Weighting.inverse

  /// The window that the options describe.
  var window: ContextWindow {
    ContextWindow(size: size, side: context, weighting: distanceWeighting)
  }

  func check() throws { try Limits.check("--window", size, 1...ContextWindow.largest) }
}
