internal import ArgumentParser
internal import Firth

/// `firth concept remove`.
struct ConceptRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Takes a concept away from vectors.",
    discussion: """
      Writes the vectors without their part along the concept; of one by leace, so that no linear \
      classifier finds it. What was done is kept in a .safetensors file, and undone with --undo.
      """)

  @OptionGroup var options: ConceptChangeOptions

  @OptionGroup var scope: ConceptScope

  mutating func run() throws {
    try options.move("remove", .remove, scope)
  }
}

/// `firth concept neutral`.
struct ConceptNeutralCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neutral", abstract: "Puts vectors halfway between a concept's groups.",
    discussion: """
      Writes the vectors with the place in the concept that lies halfway between the means of its \
      groups, for their length. What was done is kept in a .safetensors file, and undone with --undo.
      """)

  @OptionGroup var options: ConceptChangeOptions

  @OptionGroup var scope: ConceptScope

  mutating func run() throws {
    try options.move("neutral", .neutral, scope)
  }
}

/// `firth concept add`.
struct ConceptAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Moves vectors along a concept.",
    discussion: """
      Writes the vectors moved so many times the way from the mean of the first group to that of the \
      second, for their length. What was done is kept in a .safetensors file, and undone with --undo.
      """)

  @OptionGroup var options: ConceptChangeOptions

  @Option(help: "How many times the way; below 0 for the other direction.")
  var strength = 1.0

  @OptionGroup var scope: ConceptScope

  mutating func validate() throws {
    guard abs(strength) <= 1e6 else {
      throw ValidationError("--strength must be a number from -1000000 to 1000000.")
    }
  }

  mutating func run() throws {
    try options.move("add", .add(strength: strength), scope)
  }
}

extension ConceptChangeOptions {
  /// Moves vectors in a concept, or undoes that.
  fileprivate func move(_ kind: String, _ move: ConceptMove, _ scope: ConceptScope) throws {
    try run(kind, reading: scope.files) { embeddings, concept in
      let rows = try scope.rows(in: embeddings, isQuiet: quiet)
      let (changed, count) = try embeddings.changed(by: concept, move, rows: rows)
      return (changed, "\(kind) \(concept.name): \(count) of \(embeddings.vocabularySize) words")
    }
  }
}

/// `firth concept equalize`.
struct ConceptEqualizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equalize", abstract: "Makes words equal in all but a concept.",
    discussion: """
      The words of each set, such as "grandmother grandfather", get the same part outside of the \
      concept and the same distance from their middle within it (Bolukbasi 2016). What was done is \
      kept in a .safetensors file, and undone with --undo.
      """)

  @OptionGroup var options: ConceptChangeOptions

  @Option(
    help: ArgumentHelp(
      "The sets, one a line (default: the concept's own pairs).", valueName: "file"))
  var sets: String?

  mutating func run() throws {
    try options.run("equalize", reading: [sets].compactMap(\.self)) { embeddings, concept in
      let sets = try sets(of: concept)
      let (changed, count, unknown) = try embeddings.equalized(sets, in: concept)
      let note = unknown.isEmpty ? "" : "; without a vector: " + unknown.joined(separator: ", ")
      return (changed, "equalize \(concept.name): \(count) of \(sets.count) sets\(note)")
    }
  }

  private func sets(of concept: Concept) throws -> [[String]] {
    if let sets { return try ConceptWords.sets(sets) }
    guard concept.examples.arePairs else {
      throw UsageError("the concept was not made of pairs; name the words with --sets")
    }
    return zip(concept.examples.groups[0].words, concept.examples.groups[1].words)
      .map { [$0, $1] }
  }
}
