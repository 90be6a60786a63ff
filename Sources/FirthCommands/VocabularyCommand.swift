internal import ArgumentParser
internal import Firth

/// `firth vocabulary`.
struct VocabularyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Counts words: one 'word<TAB>count' a line, the most frequent first.")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Where sentences end; phrases do not reach beyond.")
  var boundary = SentenceBoundary.line

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The file to write; '-' is standard output.", valueName: "file"))
  var output: String

  @Flag(name: [.short, .long], help: "Write no progress and no notes.")
  var quiet = false

  @Flag(
    help: "Write a summary as JSON to standard output; with '--output -' the words as JSON lines.")
  var json = false

  mutating func run() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let files = try corpus.corpus(notWriting: [output])
    if output == "-" {
      let (vocabulary, _) = try count(files, display)
      try print(vocabulary)
    } else {
      var file = try OutputFile(output)
      let (vocabulary, report) = try count(files, display)
      for row in 0..<vocabulary.count { try file.write(Self.line(vocabulary, row)) }
      try file.commit()
      if json {
        try Console.write(json: Summary(output: output, words: vocabulary.count, corpus: report))
      }
    }
  }

  private func count(
    _ files: Corpus, _ display: ProgressDisplay
  ) throws -> (vocabulary: Vocabulary, report: CorpusReport) {
    let lists = try corpus.reading.readLists()
    let result = try Vocabulary.counting(
      files, tokenizer: corpus.reading.tokenizer, boundary: boundary,
      minimumCount: corpus.reading.minCount,
      maximumVocabulary: corpus.reading.maxVocabulary, phrases: lists.phrases,
      vocabulary: lists.vocabulary, keeping: lists.keep, memory: corpus.reading.memory?.bytes,
      progress: { display.show($0) })
    for note in result.report.notes { display.note("note: \(note)") }
    lists.note(result.vocabulary, result.report, display)
    display.note(
      "\(result.vocabulary.count) words, \(result.report.keptTokens) of \(result.report.tokens) "
        + "tokens")
    return result
  }

  private func print(_ vocabulary: Vocabulary) throws {
    let batch = 4096
    for start in stride(from: 0, to: vocabulary.count, by: batch) {
      let rows = start..<min(start + batch, vocabulary.count)
      if json {
        for row in rows {
          try Console.write(
            json: Word(
              word: vocabulary[WordID(row)], count: vocabulary.counts.map { $0[row] }))
        }
      } else {
        try Console.write(bytes: rows.flatMap { Self.line(vocabulary, $0) })
      }
    }
  }

  /// The word's own bytes, which need not be UTF-8 text that a String could hold unchanged.
  private static func line(_ vocabulary: Vocabulary, _ row: Int) -> [UInt8] {
    var line = Array(vocabulary.utf8(of: WordID(row)))
    if let counts = vocabulary.counts { line += Array("\t\(counts[row])".utf8) }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private struct Word: Encodable {
    let word: String
    let count: UInt64?
  }

  private struct Summary: Encodable {
    let output: String
    let words: Int
    let corpus: CorpusReport
  }
}
