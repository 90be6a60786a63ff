internal import ArgumentParser
internal import Firth

/// Asks several models for the words most similar to some words, and writes each with its interval.
struct ModelsQuestioner {
  private let ensemble: ModelEnsemble
  private let scopes: [SearchScope]
  private let options: AnswerOptions
  private let search: SearchOptions
  private var status = ExitStatus.success

  /// Opens the models.
  init(_ paths: [String], _ options: AnswerOptions, _ search: SearchOptions) throws {
    _ = try InstructionSet.chosen()
    let models = try paths.map { try options.reading.embeddings($0) }
    ensemble = ModelEnsemble(models)
    scopes = try models.map { try search.limits(count: options.count, in: $0).scope }
    self.options = options
    self.search = search
  }

  /// Asks one question from the arguments, or one for each line of the file or standard input.
  ///
  /// - Throws: `ExitCode` at the end when a question had no answer; what a question from the
  ///   arguments throws.
  mutating func run(_ words: [String], weights: [Double]?) throws {
    if !words.isEmpty {
      guard options.questions == nil else {
        throw UsageError("the question stands in the arguments and in --questions; give one")
      }
      try Console.write(try reply(words, weights))
    } else {
      var lines = try LineBlocks(options.questions ?? "-")
      while let block = try lines.next() {
        for line in block {
          do {
            let reply = try reply(Questioner.parts(line.text), weights)
            try Console.write(options.json ? reply : reply + "\n")
          } catch let error as UsageError {
            Console.note(
              "\(LineBlocks.name(options.questions ?? "-")), line \(line.number): \(error)")
            status = .usage
            if !options.json { try Console.write("\n") }
          }
        }
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private mutating func reply(_ words: [String], _ weights: [Double]?) throws -> String {
    let answer = ensemble.similar(
      to: try SimilarCommand.weighted(
        words, weights, wordsOfPhrase: ensemble.words(ofPhrase:)), count: options.count,
      minimumSimilarity: search.minScore ?? -.infinity, scopes: scopes,
      includingQuestionWords: search.includeQuestionWords)
    for word in answer.unknown { Console.note("unknown word '\(word)' in one of the models") }
    if answer.leftOut > 0 {
      Console.note("\(answer.leftOut) near words are left out: some model lacks them")
    }
    if answer.matches.isEmpty, answer.known.isEmpty, status == .success { status = .unknownWords }
    if options.json { return try Console.line(json: Reply(words, answer)) }
    return answer.matches.map { match in
      let interval = match.similarity
      return ([match.word] + [interval.mean, interval.low, interval.high].map(Self.decimal))
        .joined(separator: "\t") + "\n"
    }.joined()
  }

  private static func decimal(_ number: Double) -> String { ProgressDisplay.decimal(number, 6) }

  private struct Reply: Encodable {
    struct Match: Encodable {
      let word: String
      let score: Double, low: Double, high: Double
    }

    let question: [String]
    let matches: [Match]
    let unknown: [String]

    init(_ question: [String], _ answer: ModelEnsemble.Answer) {
      self.question = question
      matches = answer.matches.map {
        Match(
          word: $0.word, score: $0.similarity.mean, low: $0.similarity.low,
          high: $0.similarity.high)
      }
      unknown = answer.unknown
    }
  }
}
