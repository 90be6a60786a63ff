internal import ArgumentParser
internal import Firth

/// What all questions share: the vectors and the form of the answers.
struct QuestionOptions: ParsableArguments {
  @Argument(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var reading: ReadingArguments

  @Option(help: "The number of answers.")
  var count = 10

  @Flag(help: "Write each answer as a line of JSON.")
  var json = false

  mutating func validate() throws {
    try Limits.check("--count", count, 1...1_000_000)
  }
}

/// Asks questions one by one and writes what is found.
struct Questioner {
  private let isJSON: Bool
  private let embeddings: Embeddings
  private var suggestions: Suggestions?
  /// The status so far: of the worst answer.
  private var status = ExitStatus.success

  init(_ options: QuestionOptions) throws {
    isJSON = options.json
    embeddings = try options.reading.embeddings(options.vectors)
  }

  /// Asks one question from the arguments, or one for each line of standard input.
  ///
  /// - Throws: `ExitCode` at the end when a question had no answer; what `answer` throws.
  mutating func run(
    arguments: [String], _ answer: (Embeddings, [String]) throws -> Answer
  ) throws {
    if !arguments.isEmpty {
      try ask(arguments, answer)
    } else {
      var line = 0
      while let text = readLine() {
        line += 1
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty else { continue }
        do {
          try ask(words, answer)
        } catch let error as FileError {
          throw error
        } catch {
          Console.note("standard input, line \(line): \(error)")
          status = .usage
        }
        // An empty line ends each answer, so that a reader knows where the next begins.
        if !isJSON { try Console.write("\n") }
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private mutating func ask(
    _ words: [String], _ answer: (Embeddings, [String]) throws -> Answer
  ) throws {
    let found = try answer(embeddings, words)
    var spellings: [String: [String]] = [:]
    for word in found.unknown {
      let close = closest(to: word)
      spellings[word] = close
      Console.note(
        "unknown word '\(word)'"
          + (close.isEmpty ? "" : "; is it " + close.joined(separator: ", ") + "?"))
    }
    if found.matches.isEmpty, status == .success {
      if found.unknown.isEmpty {
        Console.note("the question's vectors cancel out, so nothing is near them")
        status = .failure
      } else {
        status = .unknownWords
      }
    }
    if isJSON {
      try Console.write(json: Reply(question: words, answer: found, suggestions: spellings))
    } else {
      try Console.write(found.matches.map { "\($0.word)\t\(Self.score($0.similarity))\n" }.joined())
    }
  }

  private mutating func closest(to word: String) -> [String] {
    let index = suggestions ?? Suggestions(embeddings.vocabulary)
    suggestions = index
    return index.closest(to: word)
  }

  private static func score(_ similarity: Float) -> String {
    ProgressDisplay.decimal(Double(similarity), 6)
  }
}

/// An answer as JSON.
private struct Reply: Encodable {
  struct Match: Encodable {
    let word: String
    let score: Float
  }

  let question: [String]
  let matches: [Match]
  let unknown: [String]
  let suggestions: [String: [String]]

  init(question: [String], answer: Answer, suggestions: [String: [String]]) {
    self.question = question
    matches = answer.matches.map { Match(word: $0.word, score: $0.similarity) }
    unknown = answer.unknown
    self.suggestions = suggestions
  }
}
