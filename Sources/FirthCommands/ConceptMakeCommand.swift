internal import ArgumentParser
internal import Firth
internal import Foundation

/// `firth concept make`.
struct ConceptMakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make", abstract: "Finds a concept in examples and writes a .concept file.",
    discussion: """
      Examples are a file of pairs such as "man woman", one a line; or two lists of words, one a line; \
      or words with labels. Prints how far each pair agrees, how much the concept explains, and \
      whether random examples explain as much.
      """)

  @Argument(help: "The file of pairs of words.")
  var pairs: String?

  @Option(
    name: .customLong("groups"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Two lists of words instead of pairs; the concept leads from the first to the second.",
      valueName: "file"))
  var groups: [String] = []

  @Option(
    help: ArgumentHelp(
      "Words with labels, one a line, instead of pairs; two labels or more.", valueName: "file"))
  var labels: String?

  @Option(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var reading: ReadingArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The .concept file to write.", valueName: "file"))
  var output: String

  @Option(
    help: """
      How the concept is found: mean-difference; pca of pairs around their centres (Bolukbasi 2016); \
      leace, the smallest change that hides the groups from linear classifiers (Belrose 2023).
      """)
  var method = Concept.Method.meanDifference

  @Option(
    help:
      "The number of directions (default: 1 of pairs and two groups, else one less than groups).")
  var rank: Int?

  @Option(help: "What the concept is called (default: the output's name without its ending).")
  var name: String?

  @Option(help: "The random seed of the test against random examples.")
  var seed: UInt64 = 1

  @Flag(help: "Write the result as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  mutating func validate() throws {
    let sources = (pairs == nil ? 0 : 1) + (groups.isEmpty ? 0 : 1) + (labels == nil ? 0 : 1)
    guard sources == 1 else {
      throw ValidationError("Give one of: a file of pairs, --groups A B, --labels FILE.")
    }
    guard groups.isEmpty || groups.count == 2 else {
      throw ValidationError("--groups takes two files of words, not \(groups.count).")
    }
    guard !output.isEmpty, output != "-" else {
      throw ValidationError("--output must name a file.")
    }
    if let rank { try Limits.check("--rank", rank, 1...65_536) }
    if let name, name.isEmpty || name.contains(where: \.isWhitespace) {
      throw ValidationError("--name must be a word without spaces.")
    }
  }

  mutating func run() throws {
    try SameFile.refuse(
      [output], amongInputs: [vectors] + groups + [pairs, labels].compactMap(\.self))
    let file = try OutputFile(output)
    let embeddings = try reading.embeddings(vectors, isQuiet: quiet)
    let (concept, unknown) = try Concept.find(
      conceptName, in: try examples(), embeddings, by: method, rank: rank, seed: seed)
    if !quiet, !unknown.isEmpty {
      Console.note(
        "\(unknown.count) words have no vector: " + unknown.prefix(10).joined(separator: ", ")
          + (unknown.count > 10 ? " …" : ""))
    }
    if concept.evidence.mayBeChance {
      Console.note(
        "warning: random examples explain as much in \(ProgressDisplay.decimal(100 * concept.evidence.pValue, 1)) % "
          + "of the cases, so this concept may be chance; give more or better examples")
    }
    try concept.write(
      to: file,
      provenance: ["vectors": URL(fileURLWithPath: vectors).lastPathComponent])
    try show(concept)
  }

  private var conceptName: String {
    name
      ?? String(
        URL(fileURLWithPath: output).deletingPathExtension().lastPathComponent.map {
          $0.isWhitespace ? "_" : $0
        })
  }

  private func examples() throws -> ConceptExamples {
    if let pairs {
      return ConceptExamples(pairs: try ConceptWords.sets(pairs, most: 2).map { ($0[0], $0[1]) })
    }
    if let labels { return try ConceptWords.labelled(labels) }
    return ConceptExamples(
      groups: try groups.map { path in
        ConceptExamples.Group(
          URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
          try ConceptWords.list(path))
      })
  }

  private struct Summary: Encodable {
    let name: String
    let method: Concept.Method
    let rank: Int
    let examples: ConceptExamples
    let evidence: ConceptEvidence
  }

  private func show(_ concept: Concept) throws {
    let (examples, evidence) = (concept.examples, concept.evidence)
    if json {
      return try Console.write(
        json: Summary(
          name: concept.name, method: concept.method, rank: concept.rank, examples: examples,
          evidence: evidence))
    }
    func percent(_ share: Double) -> String { ProgressDisplay.decimal(100 * share, 1) + " %" }
    var text =
      "\(concept.name): \(concept.rank) direction\(concept.rank == 1 ? "" : "s") by "
      + "\(concept.method.rawValue)\n"
    if examples.arePairs {
      var table = TextTable(["pair", "agreement"])
      for (place, agreement) in evidence.agreements.enumerated() {
        table.rows.append(
          [
            examples.groups.map { $0.words[place] }.joined(separator: " "),
            ProgressDisplay.decimal(agreement, 3),
          ])
      }
      text += table.text(.plain)
      text += "explains \(percent(evidence.explained)) of the pairs' differences"
    } else {
      for group in examples.groups { text += "\(group.name): \(group.words.count) words\n" }
      text += "the groups explain \(percent(evidence.explained)) of the words' variance"
    }
    text += "; random examples do as much in \(percent(evidence.pValue)) of the cases\n"
    try Console.write(text)
  }
}
