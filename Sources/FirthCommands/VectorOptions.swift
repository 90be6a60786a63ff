internal import ArgumentParser
internal import Firth

/// What vectors are trained, whatever trains them: how long, from what start, on how many threads.
struct VectorOptions: ParsableArguments {
  @Option(
    name: [
      .customLong("dimensions"), .customLong("dim"), .customLong("size"),
      .customLong("vector-size"),
    ], help: "The length of a vector.")
  var dimensions = 100

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("Vectors to start from, in any format that can be read.", valueName: "file"))
  var start: String?

  @Option(help: "What the random numbers derive from.")
  var seed: UInt64 = 1

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  /// The number of threads to use.
  var threadCount: Int { threads ?? Workers.cores }

  func check() throws {
    if let threads { try Limits.check("--threads", threads, 1...1024) }
  }
}
