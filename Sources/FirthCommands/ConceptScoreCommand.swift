internal import ArgumentParser
internal import Firth

/// `firth concept score`.
struct ConceptScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Ranks words along a concept.",
    discussion: """
      Prints each word with its score, the cosine with the direction, and its place: −1 where the first \
      group's words are in the mean, 1 where the second's are. Without words, the ends of the ranking \
      of the most frequent words. Of more than two groups, the score is the part of the word's \
      length that is in the concept.
      """)

  @Argument(help: "The .concept file.")
  var concept: String

  @Option(help: "The file of word vectors.")
  var vectors: String

  @Argument(help: "Words to score instead.")
  var wordArguments: [String] = []

  @OptionGroup var reading: ReadingArguments

  @Option(help: ArgumentHelp("Words to score, one a line.", valueName: "file"))
  var words: String?

  @Option(
    help: ArgumentHelp("Rank only the first words of the vectors.", valueName: "number"))
  var top = 30_000

  @Option(help: "How many words of each end are printed.")
  var count = 20

  @Flag(help: "Write the result as JSON: all words.")
  var json = false

  mutating func validate() throws {
    try Limits.check("--top", top, 1...Int(UInt32.max))
    try Limits.check("--count", count, 1...Int(UInt32.max))
  }

  mutating func run() throws {
    let concept = try Concept(contentsOf: concept)
    let embeddings = try reading.embeddings(vectors)
    let asked = try wordArguments + (words.map { try ConceptWords.list($0) } ?? [])
    let unknown = asked.filter { !embeddings.contains($0) }
    for word in unknown { Console.note("unknown word '\(word)'") }
    let rows =
      asked.isEmpty
      ? Array(0..<min(top, embeddings.vocabularySize))
      : asked.compactMap { embeddings.vocabulary.id(of: $0)?.row }
    let scores = try concept.scores(of: rows, in: embeddings).sorted { $0.score > $1.score }
    if json {
      try Console.write(json: scores)
    } else {
      let isWhole = !asked.isEmpty || scores.count <= 2 * count
      let (first, last) = (scores.prefix(count), scores.suffix(count))
      try Console.write(
        isWhole
          ? Self.text(scores[...])
          : Self.text(first) + "…\n" + Self.text(last))
    }
    if !asked.isEmpty, scores.isEmpty { throw ExitCode(ExitStatus.unknownWords.rawValue) }
  }

  private static func text(_ scores: ArraySlice<Concept.Score>) -> String {
    scores.map { score in
      let place = score.place.map { "\t" + ProgressDisplay.decimal($0, 3) } ?? ""
      return "\(score.word)\t\(ProgressDisplay.decimal(score.score, 6))\(place)\n"
    }.joined()
  }
}
