internal import ArgumentParser
internal import Firth
internal import Foundation

/// Asks questions, one from the arguments or blocks of lines, and writes what is found.
struct Questioner {
  /// How an answer is written where it is not JSON.
  enum Style {
    /// Each word with its score, one a line.
    case words
    /// The score of the first match alone.
    case score
  }

  let embeddings: Embeddings
  private let isJSON: Bool
  private let path: String?
  private let style: Style
  private var suggestions: Suggestions?
  /// What was suggested for words so far: a file of questions may ask for the same one often.
  private var suggested: [String: [String]] = [:]
  /// Enough to share words and rows, and few enough for the memory of their answers.
  private let mostAtOnce: Int
  /// The status so far: of the worst answer.
  private var status = ExitStatus.success

  init(_ options: QuestionOptions) throws {
    try self.init(
      vectors: options.vectors, options.answers)
  }

  /// Opens the vectors for questions whose answers are words.
  init(vectors: String, _ options: AnswerOptions) throws {
    try self.init(
      vectors: vectors, reading: options.reading, questions: options.questions,
      count: options.count, isJSON: options.json, style: .words)
  }

  /// Opens the vectors for questions from a file, or from standard input when nil.
  init(
    vectors: String, reading: ReadingArguments, questions: String?, count: Int, isJSON: Bool,
    style: Style
  ) throws {
    // An instruction set that this machine lacks is said before anything else.
    _ = try InstructionSet.chosen()
    self.isJSON = isJSON
    path = questions
    self.style = style
    mostAtOnce = max(1, min(1 << 13, (1 << 20) / count))
    embeddings = try reading.embeddings(vectors)
  }

  /// Asks one question from the arguments, or one for each line of the file or standard input.
  ///
  /// - Parameters:
  ///   - arguments: the question's parts; none for questions by lines.
  ///   - splitsLines: whether a line has parts, divided by white space, or by tabs where it has
  ///     such.
  ///   - question: makes a question of its parts.
  ///   - answers: answers questions.
  /// - Throws: `ExitCode` at the end when a question had no answer; what a question from the
  ///   arguments throws.
  mutating func run<Asked>(
    arguments: [String], splitsLines: Bool = true,
    question: (Embeddings, [String]) throws -> Asked,
    answers: (Embeddings, [Asked]) -> [Answer]
  ) throws {
    if !arguments.isEmpty {
      guard path == nil else {
        throw UsageError("the question stands in the arguments and in --questions; give one")
      }
      let answer = answers(embeddings, [try question(embeddings, arguments)])[0]
      try Console.write(try text(arguments, answer))
    } else {
      var lines = try LineBlocks(path ?? "-")
      while let block = try lines.next() {
        for start in stride(from: 0, to: block.count, by: mostAtOnce) {
          let part = Array(block[start...].prefix(mostAtOnce))
          try Console.write(
            try reply(to: part, splitsLines: splitsLines, question: question, answers: answers))
        }
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  /// Answers some lines at once and returns what is to be written.
  private mutating func reply<Asked>(
    to lines: [LineBlocks.Line], splitsLines: Bool,
    question: (Embeddings, [String]) throws -> Asked,
    answers: (Embeddings, [Asked]) -> [Answer]
  ) throws -> String {
    let parts = lines.map { splitsLines ? Self.parts($0.text) : [Self.trimmed($0.text)] }
    let asked = parts.map { parts in Result { try question(embeddings, parts) } }
    var found = answers(embeddings, asked.compactMap { try? $0.get() })[...]
    var output = ""
    for (index, asked) in asked.enumerated() {
      var reply = ""
      switch asked {
      case .success: reply = try text(parts[index], found.removeFirst())
      case .failure(let error):
        Console.note("\(LineBlocks.name(path ?? "-")), line \(lines[index].number): \(error)")
        status = .usage
      }
      // An empty line ends each answer, so that a reader knows where the next begins; scores have a
      // line each anyway.
      if !isJSON, style == .words || reply.isEmpty { reply += "\n" }
      output += reply
    }
    return output
  }

  /// The parts of a line: between tabs where there are tabs, so that words may hold spaces.
  static func parts(_ line: String) -> [String] {
    line.contains("\t")
      ? line.split(separator: "\t").map { trimmed(String($0)) }.filter { !$0.isEmpty }
      : line.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private mutating func text(_ parts: [String], _ answer: Answer) throws -> String {
    var spellings: [String: [String]] = [:]
    for word in answer.unknown {
      let close = closest(to: word)
      spellings[word] = close
      Console.note(
        "unknown word '\(word)'"
          + (close.isEmpty ? "" : "; is it " + close.joined(separator: ", ") + "?"))
    }
    if answer.cancelsOut {
      Console.note("the question's vectors cancel out, so nothing is near them")
      if status == .success { status = .failure }
    } else if answer.matches.isEmpty, !answer.unknown.isEmpty, status == .success {
      status = .unknownWords
    }
    if isJSON {
      return try Console.line(json: Reply(question: parts, answer: answer, suggestions: spellings))
    }
    switch style {
    case .words:
      return answer.matches.map { "\($0.word)\t\(Self.score($0.similarity))\n" }.joined()
    case .score:
      return answer.matches.first.map { Self.score($0.similarity) + "\n" } ?? ""
    }
  }

  private mutating func closest(to word: String) -> [String] {
    if let known = suggested[word] { return known }
    let index = suggestions ?? Suggestions(embeddings.vocabulary)
    suggestions = index
    let found = index.closest(to: word)
    suggested[word] = found
    return found
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
