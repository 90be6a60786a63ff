internal import ArgumentParser
internal import Firth

/// `firth check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Looks at a text before training: what is wrong with it, and what training will take.",
    discussion: """
      Reads the text once. Places are file:line:byte, lines from 1 and bytes of the text from 0. \
      Defects are no failure; a file in a form that cannot be read is, with status 65.
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Where sentences end.")
  var boundary = SentenceBoundary.line

  @Option(
    name: [
      .customLong("dimensions"), .customLong("dim"), .customLong("size"),
      .customLong("vector-size"),
    ], help: "The length of a vector, for what training will take.")
  var dimensions = 100

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write the report as JSON.")
  var json = false

  mutating func validate() throws {
    try Limits.check("--dimensions", dimensions, 1...65_536)
    if let threads { try Limits.check("--threads", threads, 1...1024) }
  }

  mutating func run() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let reading = corpus.reading
    let files = try corpus.corpus(notWriting: [])
    let check = try CorpusCheck(files, tokenizer: reading.tokenizer) { files, observer in
      try reading.encode(files, boundary: boundary, display, observer: observer)
    }
    let threads = threads ?? Workers.cores
    if check.encoded != nil { display.note("trying each trainer for a few seconds") }
    let estimates =
      try check.encoded.map {
        try Calibration(
          corpus: $0, encodedBytes: check.encodedBytes, readingSeconds: check.readingSeconds,
          dimensions: dimensions, threads: threads, memory: reading.memory?.bytes,
          note: { display.note("note: \($0)") }
        ).estimates()
      } ?? []
    let report = CheckReport(
      check: check, estimates: estimates, threads: threads, dimensions: dimensions,
      minimumCount: reading.minCount,
      advice: Advice.advice(for: check, tokenizer: reading.tokenizer, boundary: boundary))
    if json {
      try Console.write(json: report.summary)
    } else {
      try Console.write(report.text(files: corpus.paths))
    }
    if let refused = check.refused.first { throw refused }
  }
}
