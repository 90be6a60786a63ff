internal import ArgumentParser
internal import Firth

/// `firth retrofit`.
struct RetrofitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrofit",
    abstract: "Draws the vectors of words that a lexicon relates towards one another.",
    discussion: """
      In each round a word's vector becomes the mean of the one that it had at first and the mean of \
      its neighbours' present ones (Faruqui and others 2015). Words outside of the lexicon stay.
      """)

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @Argument(
    help: ArgumentHelp(
      "Words that belong together: in each line a word and, between spaces or tabs, its neighbours; "
        + "plain or gzip."))
  var lexicon: String

  @OptionGroup var reading: ReadingArguments

  @OptionGroup var output: OutputOptions

  @Option(help: "The number of rounds.")
  var iterations = 10

  @Flag(help: "Make all vectors unit vectors first, as the authors' retrofit.py does.")
  var normalize = false

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  mutating func validate() throws {
    try Limits.check("--iterations", iterations, 1...100_000)
    try output.check()
  }

  mutating func run() throws {
    try SameFile.refuse([output.path], amongInputs: [vectors, lexicon])
    let file = try OutputFile(output.path)
    let read = try reading.embeddings(vectors, isQuiet: quiet)
    let relations = try Lexicon(contentsOf: lexicon, for: read.vocabulary)
    if !quiet { note(relations, read) }
    guard !relations.words.isEmpty else {
      Console.note("\(lexicon): no word of it has both a vector and a neighbour with one")
      throw ExitCode(ExitStatus.unknownWords.rawValue)
    }
    try Retrofitting(iterations: iterations, normalizing: normalize)
      .stream(read, relations).write(to: file, format: output.format)
  }

  private func note(_ relations: Lexicon, _ read: Embeddings) {
    let report = relations.report
    let words = relations.words.count
    Console.note(
      "\(words) of \(read.vocabularySize) words are drawn towards their neighbours"
        + (report.unknown == 0
          ? "" : "; \(report.unknown) of \(report.words) words in \(lexicon) are unknown")
        + (report.lonely == 0 ? "" : "; \(report.lonely) have no known neighbour")
        + ChangedVectors.losses(of: read))
  }
}
