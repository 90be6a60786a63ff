internal import ArgumentParser
internal import Firth

/// How a training stops, goes on, and tells of itself.
struct SessionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a checkpoint every so many minutes, to the output's name with '.checkpoint'.",
      valueName: "minutes"))
  var checkpointEvery: Double?

  @Flag(help: "Go on from the checkpoint, if there is one; a Ctrl-C writes another.")
  var resume = false

  @Option(
    help: ArgumentHelp("Write the progress as JSON, one object a line.", valueName: "file"))
  var log: String?

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output at the end.")
  var json = false

  /// Where checkpoints of a run with an output go; nil if none are asked for.
  func checkpoints(beside output: String) -> Checkpoints? {
    guard checkpointEvery != nil || resume else { return nil }
    return Checkpoints(
      path: output + ".checkpoint", interval: checkpointEvery.map { $0 * 60 }, resumes: resume)
  }

  /// Checks what can be checked before a word is read.
  ///
  /// - Parameters:
  ///   - output: The run's output.
  ///   - inputs: The files that it reads, besides the corpus.
  /// - Throws: `ValidationError`.
  func check(output: String, inputs: [String]) throws {
    if let checkpointEvery { try Limits.check("--checkpoint-every", checkpointEvery, 0...1e6) }
    if let log, ([output, checkpoints(beside: output)?.path] + inputs).contains(log) {
      throw ValidationError("--log names a file that the run reads or writes; name another.")
    }
  }
}
