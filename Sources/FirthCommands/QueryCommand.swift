internal import ArgumentParser
internal import Firth

/// `firth query`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Lists the words nearest to an expression over words.",
    discussion: """
      An expression such as "king - man + woman", "0.5*red + yellow" or "(paris - france) + italy"; \
      words that hold spaces or operators stand in quotes inside it. With --concept gender.concept, \
      "king - gender" is the king without it, "nurse ~ gender" the nurse halfway between its groups, \
      and "actor + 1.5*gender" one and a half times the way from the first group on. Without one, reads expressions \
      from standard input, one a line; an empty line ends each answer.
      """)

  @OptionGroup var options: QuestionOptions

  @OptionGroup var search: SearchOptions

  @Option(
    help: ArgumentHelp(
      "A concept, whose name stands for it in expressions; may be repeated.", valueName: "file"))
  var concept: [String] = []

  @Argument(help: "The expression.")
  var expression: String?

  mutating func run() throws {
    let concepts = try concepts()
    var questioner = try Questioner(options)
    let dimension = questioner.embeddings.dimension
    for concept in concepts.values where concept.dimensions != dimension {
      throw ConceptError.otherDimensions(concept: concept.dimensions, vectors: dimension)
    }
    let limits = try search.limits(count: options.count, in: questioner.embeddings)
    let names = Set(concepts.keys)
    try questioner.run(
      arguments: expression.map { [$0] } ?? [], splitsLines: false,
      question: { embeddings, parts in
        try Self.question(
          QueryExpression(parts[0], concepts: names), embeddings, concepts: concepts)
      },
      answers: { [search] embeddings, questions in
        embeddings.answers(
          to: questions, limits: limits, includingQuestionWords: search.includeQuestionWords)
      })
  }

  private func concepts() throws -> [String: Concept] {
    var concepts: [String: Concept] = [:]
    for path in concept {
      let concept = try Concept(contentsOf: path)
      guard concepts.updateValue(concept, forKey: concept.name) == nil else {
        throw UsageError("\(path): another concept is called '\(concept.name)' too")
      }
    }
    return concepts
  }

  private static func question(
    _ expression: QueryExpression, _ embeddings: Embeddings, concepts: [String: Concept]
  ) throws -> Question {
    // Without concepts, or without a known word, there is nothing to move.
    guard !expression.moves.isEmpty, var vector = embeddings.sum(of: expression.terms) else {
      return .similar(expression.terms)
    }
    for move in expression.moves {
      switch move {
      case .remove(let name):
        if let concept = concepts[name] { vector = concept.moved(vector, by: .remove) }
      case .neutral(let name):
        if let concept = concepts[name] { vector = concept.moved(vector, by: .neutral) }
      case .add(let name, let strength):
        guard let concept = concepts[name] else { continue }
        guard concept.examples.groups.count == 2 else {
          throw ConceptError.notTwoGroups(concept.examples.groups.count)
        }
        vector = concept.moved(vector, by: .add(strength: strength))
      }
    }
    return .vector(vector, of: expression.terms.map(\.word))
  }
}
