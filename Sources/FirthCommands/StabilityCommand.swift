internal import ArgumentParser
internal import Firth

/// `firth stability`.
struct StabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability",
    abstract: "Tells how far nearest neighbours agree among runs that differ in seed.",
    discussion: """
      The overlap of a word is the share of its nearest neighbours in one run that are such in another \
      one too, in the mean over all pairs of runs. Prints it by bands of frequency, with 95 % \
      intervals, and the most frequent words whose overlap is low: their neighbours should not be \
      trusted. Only words that all files have are looked at and found.
      """)

  @Argument(help: "The files of word vectors, two or more.")
  var vectors: [String]

  @OptionGroup var reading: ReadingArguments

  @Option(help: "How many nearest neighbours are compared.")
  var neighbors = 10

  @Option(help: "The most words of each band that are looked at; 0 for all.")
  var sample = 1000

  @Option(help: "The overlap in per cent below which a word's neighbours are not to be trusted.")
  var below = 50.0

  @Option(help: "How many of these words are listed; JSON has all words.")
  var count = 20

  @Option(help: "The random seed of the words that are looked at.")
  var seed: UInt64 = 1

  @OptionGroup var table: TableOptions

  mutating func validate() throws {
    guard vectors.count >= 2 else {
      throw ValidationError("Name two files of vectors or more, of runs that differ in seed.")
    }
    try Limits.check("--neighbors", neighbors, 1...1000)
    try Limits.check("--sample", sample, 0...Int(Int32.max))
    try Limits.check("--below", below, 0...100)
    try Limits.check("--count", count, 0...1_000_000)
  }

  mutating func run() throws {
    _ = try InstructionSet.chosen()
    let models = try vectors.map { try reading.embeddings($0) }
    let stability = Stability(
      of: models, neighbors: neighbors, sample: sample == 0 ? nil : sample,
      bootstrap: Bootstrap(seed: seed))
    guard stability.commonWords > 0 else {
      Console.note("the files have no word in common")
      throw ExitCode(ExitStatus.unknownWords.rawValue)
    }
    if table.json { return try Console.write(json: stability) }
    try Console.write(text(stability))
  }

  private func text(_ stability: Stability) -> String {
    let pairs = stability.models * (stability.models - 1) / 2
    var bands = TextTable(["rank", "count", "words", "looked at", "overlap, %"], leftColumns: 2)
    for band in stability.bands {
      bands.rows.append(
        [
          "\(band.first)–\(band.last)", Self.counts(band), "\(band.words)", "\(band.sampled)",
          EvaluationText.percent(band.overlap),
        ])
    }
    let low = stability.words.filter { 100 * $0.overlap < below }
    var words = TextTable(["word", "rank", "count", "overlap, %"])
    for word in low.prefix(count) {
      words.rows.append(
        [
          word.word, "\(word.rank)", word.count.map(String.init) ?? "–",
          ProgressDisplay.decimal(100 * word.overlap, 1),
        ])
    }
    return """
      \(stability.models) models with \(stability.commonWords) words in common \
      (\(stability.firstModelWords) in the first); overlap of the \(stability.neighbors) nearest \
      neighbours, mean over \(pairs) pair\(pairs == 1 ? "" : "s") of models

      \(bands.text(table.style))
      \(low.count) of \(stability.words.count) words looked at have an overlap below \
      \(ProgressDisplay.decimal(below, 0)) %: don't trust their neighbours\
      \(words.rows.isEmpty ? "" : "; the most frequent:\n\n" + words.text(table.style))

      """
  }

  private static func counts(_ band: Stability.Band) -> String {
    guard let high = band.highestCount, let low = band.lowestCount else { return "–" }
    return high == low ? "\(high)" : "\(high)–\(low)"
  }
}
