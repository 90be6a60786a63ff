internal import FirthFiles
internal import Foundation

/// Reads analogies in the forms of the known tests.
enum AnalogyReader {
  typealias Section = AnalogyTest.Section
  typealias Question = AnalogyTest.Question

  /// A category of more pairs would make more than 250,000 questions.
  private static let mostPairs = 500

  static func sections(_ path: String) throws -> [Section] {
    if TestText.isFolder(path) {
      return try TestText.files(in: path, ending: ".txt").flatMap { name in
        [try pairs(TestText(path + "/" + name), name: String(name.dropLast(4)))]
      }
    }
    let text = try TestText(path)
    guard let first = text.lines.first(where: { sectionName($0) == nil }) else { return [] }
    switch words(first).count {
    case 4: return try quadruples(text)
    case 3: return try triples(text, answers: answersPath(of: text, first))
    case 2: return [try pairs(text, name: TestText.title(path))]
    case let count:
      throw text.invalid(
        first, expected: "four words (Google's form), three (MSR's) or two (BATS's)",
        found: "\(count)")
    }
  }

  /// The name behind a section's ":"; nil for other lines.
  private static func sectionName(_ line: TestText.Line) -> String? {
    guard line.text.first == ":" else { return nil }
    return line.text.dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func words(_ line: TestText.Line) -> [String] {
    let columns = Columns(sniffing: line.text)
    if case .separated(",") = columns, line.text.split(whereSeparator: \.isWhitespace).count > 1 {
      return Columns.spaced.fields(line.text)
    }
    return columns.fields(line.text)
  }

  private static func quadruples(_ text: TestText) throws -> [Section] {
    var sections: [Section] = []
    for line in text.lines {
      if let name = sectionName(line) {
        sections.append(Section(name: name, questions: []))
        continue
      }
      let words = words(line)
      guard words.count == 4, !words.contains("") else {
        throw text.invalid(line, expected: "four words or \": section\"")
      }
      if sections.isEmpty { sections.append(Section(name: "all", questions: [])) }
      sections[sections.count - 1].questions.append(
        Question(a: words[0], b: words[1], c: words[2], answers: [words[3]]))
    }
    return sections
  }

  /// Where the answers to MSR's questions stand.
  private static func answersPath(of text: TestText, _ first: TestText.Line) throws -> String {
    let ending = ".questions"
    guard text.path.hasSuffix(ending) else {
      throw text.invalid(
        first, expected: "four words; of three (MSR's form), the file's name ends in \(ending)")
    }
    return text.path.dropLast(ending.count) + ".answers"
  }

  private static func triples(_ text: TestText, answers path: String) throws -> [Section] {
    let answers = try TestText(path)
    guard answers.lines.count == text.lines.count else {
      throw EvaluationError.invalid(
        path: path, line: answers.lines.last?.number ?? 1,
        expected: "an answer for each of the \(text.lines.count) questions",
        found: "\(answers.lines.count) answers")
    }
    var places: [String: Int] = [:]
    var sections: [Section] = []
    for (line, answer) in zip(text.lines, answers.lines) {
      let (words, reply) = (words(line), words(answer))
      guard words.count == 3 else { throw text.invalid(line, expected: "three words") }
      guard (1...2).contains(reply.count), let right = reply.last else {
        throw answers.invalid(answer, expected: "the kind of the question and its answer")
      }
      let name = reply.count == 2 ? reply[0] : "all"
      if places[name] == nil {
        places[name] = sections.count
        sections.append(Section(name: name, questions: []))
      }
      sections[places[name] ?? 0].questions.append(
        Question(a: words[0], b: words[1], c: words[2], answers: [right]))
    }
    return sections
  }

  /// A category of BATS: each pair asks for the answer of every other one.
  private static func pairs(_ text: TestText, name: String) throws -> Section {
    let pairs = try text.lines.map { line in
      let fields = words(line)
      let answers = fields.last?.split(separator: "/").map(String.init) ?? []
      guard fields.count == 2, !fields[0].isEmpty, !answers.isEmpty else {
        throw text.invalid(line, expected: "a word and its answers with slashes between")
      }
      return (word: fields[0], answers: answers)
    }
    guard pairs.count <= mostPairs else {
      throw EvaluationError.tooLarge(path: text.path, limit: "\(mostPairs) pairs in a category")
    }
    var questions: [Question] = []
    for (place, third) in pairs.enumerated() {
      for (other, first) in pairs.enumerated() where other != place {
        questions.append(
          Question(
            a: first.word, b: first.answers[0], c: third.word, answers: third.answers))
      }
    }
    return Section(name: name, questions: questions)
  }
}
