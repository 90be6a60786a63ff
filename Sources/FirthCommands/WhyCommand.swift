internal import ArgumentParser
internal import Firth

/// `firth why`.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Tells why two words are similar: the contexts that they share in a corpus.",
    discussion: """
      Contexts are weighed by their positive pointwise mutual information with each word; the cosine \
      of the two words' rows is the sum of what the shared contexts contribute.
      """)

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @Argument(help: ArgumentHelp("The two words.", valueName: "word"))
  var words: [String]

  @OptionGroup var reading: ReadingArguments

  @Option(
    name: .customLong("corpus"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "The text that the vectors were trained on, or another: files, plain or gzip, and folders.",
      valueName: "corpus"))
  var paths: [String]

  @Option(help: "The farthest context word to either side, counted in words of the vectors.")
  var window = 5

  @Option(help: "Leave out contexts that stand near the two words, together, less often.")
  var minCount = 5

  @Option(help: "The number of contexts in each list.")
  var count = 10

  @Option(help: "The number of example lines for each word of a shared context.")
  var examples = 1

  @Option(help: "How text is cut into words; as for the vectors when not given.")
  var tokenizer: Tokenizer?

  @Option(help: "Where sentences end; as for the vectors when not given.")
  var boundary: SentenceBoundary?

  @Option(help: ArgumentHelp("The most memory to use, such as 500MB or 2GiB.", valueName: "size"))
  var memory: ByteSize?

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(help: "Write JSON.")
  var json = false

  mutating func validate() throws {
    guard words.count == 2 else { throw ValidationError("Name two words.") }
    guard !paths.isEmpty, !paths.contains("-") else {
      throw ValidationError("--corpus must name files or folders: they are read twice.")
    }
    try Limits.check("--window", window, 1...1_000)
    try Limits.check("--min-count", minCount, 1...Int(Int32.max))
    try Limits.check("--count", count, 1...1_000_000)
    try Limits.check("--examples", examples, 0...1_000)
  }

  mutating func run() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let corpus = try Corpus(paths: paths)
    let embeddings = try reading.embeddings(vectors, isQuiet: quiet)
    let words = words.map(embeddings.word(ofPhrase:))
    try check(words.filter { !embeddings.contains($0) }, "is not among the vectors")
    let cutting = Cutting(embeddings, tokenizer: tokenizer, boundary: boundary)
    let encoded = try EncodedCorpus(
      encoding: corpus, tokenizer: cutting.tokenizer, boundary: cutting.boundary,
      phrases: cutting.phrases(of: embeddings.vocabulary),
      vocabulary: WordSelection(embeddings.vocabulary, path: vectors), memory: memory?.bytes,
      progress: { display.show($0) })
    for note in encoded.report.notes { display.note("note: \(note)") }
    let ids = words.map { encoded.vocabulary.id(of: $0) }
    guard let first = ids[0], let second = ids[1] else {
      return try check(
        words.filter { encoded.vocabulary.id(of: $0) == nil }, "does not occur in the corpus")
    }
    let comparison = try ContextComparison(
      of: (first, second), in: encoded, window: window, minimumCount: minCount,
      maximumCount: count)
    let lines = try Concordance.lines(
      with: comparison.shared.flatMap { context in
        words.map { Concordance.Pair(word: $0, context: context.word) }
      }, in: corpus, tokenizer: cutting.tokenizer, window: window, each: examples)
    let report = WhyReport(
      words: words,
      similarity: embeddings.distance(between: words[0], and: words[1]).map { 1 - $0 },
      comparison: comparison, lines: lines)
    if json {
      try Console.write(json: report.summary)
    } else {
      try Console.write(report.text)
    }
  }

  /// Ends with the status for unknown words when there are some.
  private func check(_ unknown: [String], _ problem: String) throws {
    guard !unknown.isEmpty else { return }
    for word in unknown { Console.note("'\(word)' \(problem)") }
    throw ExitCode(ExitStatus.unknownWords.rawValue)
  }
}

/// What `firth why` says.
struct WhyReport {
  let words: [String]
  let similarity: Double?
  let comparison: ContextComparison
  let lines: [Concordance.Line]

  /// The report as JSON.
  var summary: Summary {
    Summary(
      words: words, similarity: similarity, contextCosine: comparison.cosine,
      occurrences: comparison.occurrences, shared: comparison.shared,
      apart: [comparison.first, comparison.second], examples: lines)
  }

  /// The parts of the JSON.
  struct Summary: Encodable {
    let words: [String]
    let similarity: Double?
    let contextCosine: Double
    let occurrences: [Int]
    let shared: [ContextComparison.Context]
    let apart: [[ContextComparison.Context]]
    let examples: [Concordance.Line]
  }

  /// The report for people: contexts as columns between tabs.
  var text: String {
    let cosine = similarity.map { ProgressDisplay.decimal($0, 6) } ?? "no number"
    var text = "\(words[0])\t\(comparison.occurrences[0]) times\n"
    text += "\(words[1])\t\(comparison.occurrences[1]) times\n"
    text += "cosine of the vectors\t\(cosine)\n"
    text += "cosine of the contexts\t\(ProgressDisplay.decimal(comparison.cosine, 6))\n"
    text += list("shared contexts", comparison.shared)
    text += list("contexts of \(words[0])", comparison.first)
    text += list("contexts of \(words[1])", comparison.second)
    if !lines.isEmpty {
      text += "\nlines\n"
      for line in lines {
        text += "\(line.word)\t\(line.context)\t\(line.file):\(line.line)\t\(line.text)\n"
      }
    }
    return text
  }

  private func list(_ title: String, _ contexts: [ContextComparison.Context]) -> String {
    guard !contexts.isEmpty else { return "\n\(title): none\n" }
    let head =
      "\n\(title)\tcontribution\t"
      + words.map { "information with \($0)" }.joined(separator: "\t") + "\t"
      + words.map { "times near \($0)" }.joined(separator: "\t") + "\n"
    return head
      + contexts.map { context in
        let numbers =
          [context.contribution] + context.information
        return
          ([context.word] + numbers.map { ProgressDisplay.decimal($0, 4) }
          + context.counts.map { "\($0)" }).joined(separator: "\t") + "\n"
      }.joined()
  }
}
