internal import ArgumentParser
internal import Firth

/// `firth phrases`.
struct PhrasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phrases",
    abstract: "Finds words that belong together, such as new york, for --phrases of the trainers.",
    discussion: """
      Writes one 'words<TAB>score<TAB>count' a line, the most frequent first.
      """)

  @Argument(
    help: ArgumentHelp(
      "Text files, plain or gzip, and folders of them; '-' is standard input.",
      valueName: "corpus"))
  var paths: [String]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The file to write; '-' is standard output.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "How pairs are scored: by word2phrase's formula, by gensim's (another scale), or by normalised "
        + "pointwise mutual information."))
  var score = PhraseScore.word2phrase

  @Option(
    help: ArgumentHelp(
      "What a score must exceed: one number, or one a pass with commas between (default: 100; "
        + "gensim: 10; npmi: 0.5)."))
  var threshold: NumberList?

  @Option(help: "How often pairs are joined: n passes for phrases of up to 2^n words.")
  var passes = 2

  @Option(help: "The least number of times that a phrase, and each of its words, must occur.")
  var minCount = 5

  @Option(
    help: ArgumentHelp(
      "Words that may stand inside a phrase, not at its ends: 'english' for English articles, "
        + "prepositions and conjunctions, or a file with a word a line.", valueName: "english|file")
  )
  var connectors: String?

  @Option(help: "How text is cut into words.")
  var tokenizer = Tokenizer.words

  @Option(help: "Where sentences end; phrases do not reach beyond.")
  var boundary = SentenceBoundary.line

  @Option(help: ArgumentHelp("The most memory to use, such as 500MB or 2GiB.", valueName: "size"))
  var memory: ByteSize?

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(
    help:
      "Write a summary as JSON to standard output; with '--output -' the phrases as JSON lines.")
  var json = false

  mutating func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name a text file, a folder or '-'.") }
    try Limits.check("--passes", passes, 1...5)
    try Limits.check("--min-count", minCount, 1...Int(Int32.max))
    if let threshold, threshold.values.count != 1, threshold.values.count != passes {
      throw ValidationError(
        "--threshold has \(threshold.values.count) numbers; give one, or one for each of the "
          + "\(passes) passes.")
    }
    let least = score == .npmi ? -1.0 : 0
    if let threshold, threshold.values.contains(where: { $0 < least }) {
      throw ValidationError("--threshold for \(score.rawValue) is \(Int(least)) or more.")
    }
  }

  mutating func run() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let corpus = try Corpus(paths: paths)
    let lists = connectors.map { [$0] } ?? []
    try SameFile.refuse([output], amongInputs: corpus.files + lists)
    let finder = PhraseFinder(
      score: score, thresholds: threshold?.values ?? [], minimumCount: minCount, passes: passes,
      connectors: try connectorWords())
    if output == "-" {
      let found = try find(finder, corpus, display)
      for phrase in found.phrases {
        if json {
          try Console.write(json: Phrase(phrase))
        } else {
          try Console.write(phrase.line + "\n")
        }
      }
    } else {
      let file = try OutputFile(output)
      let found = try find(finder, corpus, display)
      try found.write(to: file)
      display.note("wrote \(output)")
      if json {
        try Console.write(json: Summary(output: output, phrases: found.phrases.count))
      }
    }
  }

  private func connectorWords() throws -> Set<String> {
    guard let connectors else { return [] }
    if connectors == "english" { return PhraseFinder.englishConnectors }
    return Set(try WordSelection(contentsOf: connectors, tokenizer: tokenizer).strings)
  }

  private func find(
    _ finder: PhraseFinder, _ corpus: Corpus, _ display: ProgressDisplay
  ) throws -> PhraseList {
    let (found, report) = try finder.phrases(
      in: corpus, tokenizer: tokenizer, boundary: boundary, memory: memory?.bytes,
      progress: { display.show($0) })
    for note in report.notes { display.note("note: \(note)") }
    display.note(
      "\(found.phrases.count) phrases in \(report.tokens) tokens of \(report.distinctWords) words")
    if found.phrases.isEmpty {
      display.note("note: no pair's score exceeds the threshold; lower --threshold or --min-count")
    }
    return found
  }

  private struct Phrase: Encodable {
    let phrase: String
    let score: Double?
    let count: Int?

    init(_ phrase: PhraseList.Phrase) {
      self.phrase = phrase.text
      score = phrase.score
      count = phrase.count
    }
  }

  private struct Summary: Encodable {
    let output: String
    let phrases: Int
  }
}
