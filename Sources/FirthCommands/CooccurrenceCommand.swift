internal import ArgumentParser
internal import Firth

/// `firth cooccurrence`.
struct CooccurrenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cooccurrence",
    abstract: "Counts which words stand near each other, for train glove and other programs.")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var window: ContextOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write: .cooc (for --cooccurrence of train glove), .bin (Stanford's), .npz "
        + "(SciPy's), or any name with --to.", valueName: "file"))
  var output: String

  @Option(help: "The output's format; by its ending when not given.")
  var to: CooccurrenceFormat?

  @Option(
    help: ArgumentHelp(
      "Write the words too, one 'word count' a line as Stanford's programs read them.",
      valueName: "file"))
  var writeVocabulary: String?

  @Option(help: "The number of threads (default: one per core).")
  var threads: Int?

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output at the end.")
  var json = false

  mutating func validate() throws {
    try window.check()
    if let threads { try Limits.check("--threads", threads, 1...1024) }
    guard !output.isEmpty, output != "-" else {
      throw ValidationError("--output must name a file; a matrix cannot go to standard output.")
    }
    guard to != nil || CooccurrenceFormat(extensionOf: output) != nil else {
      throw ValidationError(
        "\(output): its ending stands for no format of co-occurrences; end it in .cooc, .bin or "
          + ".npz, or name one with --to.")
    }
    if let writeVocabulary, writeVocabulary == output {
      throw ValidationError("--write-vocabulary and --output name the same file; name another.")
    }
  }

  mutating func run() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let outputs = [output, writeVocabulary].compactMap(\.self)
    let files = try corpus.corpus(notWriting: outputs)
    let file = try OutputFile(output)
    let encoded = try corpus.reading.encode(files, boundary: window.boundary, display)
    display.note(
      "\(encoded.vocabulary.count) words, \(encoded.tokens) of \(encoded.report.tokens) tokens")
    let matrix = try CooccurrenceMatrix(
      counting: encoded, window: window.window, threads: threads,
      memory: corpus.reading.memory?.bytes,
      progress: { display.show($0) })
    let format = to ?? CooccurrenceFormat(extensionOf: output) ?? .firth
    try matrix.write(to: file, format: format)
    if let writeVocabulary { try Self.write(matrix.vocabulary, to: writeVocabulary) }
    let cells = try matrix.cellCount()
    display.note("wrote \(output): \(cells) cells of \(matrix.vocabulary.count) words")
    if json {
      try Console.write(
        json: Summary(
          output: output, format: format, words: matrix.vocabulary.count, cells: cells,
          window: matrix.window, corpus: matrix.report))
    }
  }

  /// The words as Stanford's `vocab_count` writes them.
  private static func write(_ vocabulary: Vocabulary, to path: String) throws {
    var file = try OutputFile(path)
    for row in 0..<vocabulary.count {
      let count = vocabulary.counts?[row] ?? 0
      try file.write(Array(vocabulary.utf8(of: WordID(row))) + Array(" \(count)\n".utf8))
    }
    try file.commit()
  }

  private struct Summary: Encodable {
    let output: String
    let format: CooccurrenceFormat
    let words: Int
    let cells: Int
    let window: ContextWindow
    let corpus: CorpusReport
  }
}
