internal import ArgumentParser
internal import Firth

/// `firth sentence`.
struct SentenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sentence",
    abstract: "Makes a vector for each line of a text, or finds the lines most similar to a text.",
    discussion: """
      A line's vector is the weighted mean of those of its known words. By default a word with the \
      probability p counts a / (a + p), and what all lines have in common, the first principal \
      component of their vectors, is taken out (SIF; Arora and others 2017). Writes JSON Lines, \
      {"line":1,"vector":[…]}, or a .npy file with a row a line; with --similar, the number, score \
      and text of the lines found.
      """)

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @Argument(
    help: ArgumentHelp(
      "The text, a sentence a line: files, plain or gzip, and folders; standard input when none is "
        + "given.", valueName: "text"))
  var paths: [String] = []

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: "How much each word counts: sif, the less the more frequent it is; mean, all alike.")
  var method = SentenceMethod.sif

  @Option(help: "SIF's a: words of about this probability count half.")
  var smoothing = 1e-3

  @Option(
    help: ArgumentHelp(
      "Take words' counts from a file, word<TAB>count a line, as firth vocabulary writes it.",
      valueName: "file"))
  var counts: String?

  @Option(
    help: ArgumentHelp(
      "Take out so many principal components of the lines' vectors (default: 1; mean: 0).",
      valueName: "number"))
  var components: Int?

  @Option(
    help: ArgumentHelp(
      "Take out the components of a .npy file that --save-components wrote.", valueName: "file"))
  var componentsFrom: String?

  @Option(
    help: ArgumentHelp(
      "Write the components to a .npy file, to be taken out of other texts too.",
      valueName: "file"))
  var saveComponents: String?

  @Option(help: "How text is cut into words; as for the vectors when not given.")
  var tokenizer: Tokenizer?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to write, .npy or .jsonl; JSON Lines to standard output when not given.",
      valueName: "file"))
  var output: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Find the lines most similar to a text; may be repeated.",
      valueName: "text"))
  var similar: [String] = []

  @Option(
    help: ArgumentHelp("Find the lines similar to each line of a file.", valueName: "file"))
  var questions: String?

  @Option(help: "The number of lines that are found.")
  var count = 10

  @Flag(help: "Write each answer as a line of JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  private var texts: [String] { paths.isEmpty ? ["-"] : paths }
  private var isSearch: Bool { !similar.isEmpty || questions != nil }

  /// The principal components that are learned from the lines.
  private var learned: Int {
    componentsFrom == nil ? components ?? (method == .sif ? 1 : 0) : 0
  }

  mutating func validate() throws {
    guard smoothing > 0, smoothing.isFinite else {
      throw ValidationError("--smoothing is \(smoothing), but must be above 0.")
    }
    try Limits.check("--count", count, 1...1_000_000)
    if let components { try Limits.check("--components", components, 0...10_000) }
    guard components == nil || componentsFrom == nil else {
      throw ValidationError("Give --components or --components-from, not both.")
    }
    guard saveComponents == nil || learned > 0 else {
      throw ValidationError("--save-components needs components that are learned: --components 1.")
    }
    guard counts == nil || method == .sif else {
      throw ValidationError("--counts is for --method sif: by mean, all words count alike.")
    }
    guard questions != "-" || !texts.contains("-") else {
      throw ValidationError("The text and --questions can't both come from standard input.")
    }
    if let output {
      guard let format = VectorFormat(extensionOf: output), format == .npy || format == .jsonl
      else {
        throw ValidationError("--output must end in .npy or .jsonl, not '\(output)'.")
      }
    }
  }

  mutating func run() throws {
    let outputs = [output, saveComponents].compactMap(\.self)
    try SameFile.refuse(
      outputs,
      amongInputs: [vectors] + texts + [counts, componentsFrom, questions].compactMap(\.self))
    guard Set(outputs).count == outputs.count else {
      throw UsageError("--output and --save-components name the same file")
    }
    let corpus = try Corpus(paths: texts)
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let savedFile = SentenceFile(try saveComponents.map { try OutputFile($0) })
    let file = SentenceFile(try output.map { try OutputFile($0) })
    let model = try makeModel()
    guard learned <= model.dimension else {
      throw UsageError(
        "--components is \(learned), and the vectors have \(model.dimension) dimensions")
    }
    let given = try componentsFrom.map {
      try SentenceComponents(contentsOf: $0, dimension: model.dimension)
    }
    let total = corpus.storedBytes()
    let progress: (SentenceReport) -> Void = { display.show($0, ofBytes: total) }
    let isNumPy = output.flatMap { VectorFormat(extensionOf: $0) } == .npy
    guard isSearch || learned > 0 || isNumPy else {
      let reader = SentenceReader(model, progress: progress)
      try reader.forEachBlock(of: corpus, removing: given) { try file.write(linesOf: $0) }
      try file.commit()
      return note(reader.report, reader.notes, display)
    }
    let lines = try SentenceLines(
      reading: corpus, for: model, keepingText: isSearch, learning: learned > 0, progress: progress)
    display.close()
    note(lines.report, lines.notes, display)
    let components = learned > 0 ? try lines.components(learned) : given
    if let components, components.count < learned {
      display.note("note: the lines' vectors have only \(components.count) components to take out")
    }
    if let components { try savedFile.write(components) }
    if output != nil || !isSearch {
      if isNumPy {
        try file.write(
          SentenceOutput.header(rows: lines.report.lines, dimension: model.dimension))
      }
      try lines.forEachBlock(removing: components) { block in
        try isNumPy ? file.write(rowsOf: block) : file.write(linesOf: block)
      }
      try file.commit()
    }
    if isSearch { try answer(lines, model, components) }
  }

  private func makeModel() throws -> SentenceModel {
    let embeddings = try reading.embeddings(vectors, isQuiet: quiet)
    let list = try counts.map { path in
      let list = try WordFile.read(path)
      guard list.counts != nil else { throw SentenceError.noCounts(path: path) }
      return list
    }
    let cutting = Cutting(embeddings, tokenizer: tokenizer, boundary: nil)
    let model = SentenceModel(
      embeddings,
      weighting: method == .mean ? .mean : .smoothInverseFrequency(smoothing: smoothing),
      counts: list, tokenizer: cutting.tokenizer,
      phrases: cutting.phrases(of: embeddings.vocabulary))
    if model.probabilities == .rank, !quiet {
      Console.note(
        "\(vectors): the words have no counts, so their probabilities are taken to fall with their "
          + "rank, as Zipf's law has it; --counts gives them")
    }
    return model
  }

  private func note(_ report: SentenceReport, _ notes: [String], _ display: ProgressDisplay) {
    for note in notes { display.note("note: \(note)") }
    let share = 100 * Double(report.unknownTokens) / Double(max(report.tokens, 1))
    display.note(
      "\(report.lines) lines, \(report.tokens) words, \(ProgressDisplay.decimal(share, 1)) % of them "
        + "unknown"
        + (report.unknownLines == 0
          ? "" : "; \(report.unknownLines) lines have no known word: their vectors are zero"))
  }

  /// Writes the lines found for each question.
  private func answer(
    _ lines: SentenceLines, _ model: SentenceModel, _ components: SentenceComponents?
  ) throws {
    var asked = similar
    if let questions {
      var blocks = try LineBlocks(questions)
      while let block = try blocks.next() { asked += block.map(\.text) }
    }
    let vectors = asked.map { model.vector(for: $0, removing: components) }
    var found = try lines.similar(
      to: vectors.compactMap(\.self), count: count, removing: components
    )[...]
    for (question, vector) in zip(asked, vectors) {
      let matches = vector == nil ? [] : found.removeFirst()
      if vector == nil { Console.note("no word of '\(question)' is known") }
      if json {
        try Console.write(json: Answer(question: question, matches: matches))
      } else {
        let text = matches.map { match in
          "\(match.line)\t\(ProgressDisplay.decimal(Double(match.score), 6))\t\(match.text)\n"
        }
        try Console.write(text.joined() + (asked.count > 1 ? "\n" : ""))
      }
    }
    if vectors.contains(nil) { throw ExitCode(ExitStatus.unknownWords.rawValue) }
  }

  private struct Answer: Encodable {
    let question: String
    let matches: [SentenceLines.Match]
  }
}

/// How much each word counts.
enum SentenceMethod: String, CaseIterable, ExpressibleByArgument {
  case sif
  case mean
}
