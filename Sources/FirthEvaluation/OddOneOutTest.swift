internal import FirthFiles

/// Groups of words one of which does not belong to the others.
public struct OddOneOutTest: Sendable {
  /// The words that belong together, and the one that does not.
  public struct Question: Sendable {
    /// The name of the group.
    public let section: String
    /// The words that belong together.
    public let group: [String]
    /// The one that does not.
    public let odd: String
  }

  /// The file or folder.
  public let path: String
  /// The questions, section after section.
  public let questions: [Question]

  /// Reads vecto's CSV (columns `category`, `word`, `is_outlier`), the form of the 8-8-8 test (a file
  /// or a folder of files: a group's words one a line, an empty line, words that do not belong), or
  /// lines of words of which the last does not belong, with sections after ": name".
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged gzip, `EvaluationError`.
  public init(contentsOf path: String) throws {
    self.path = path
    if TestText.isFolder(path) {
      questions = try TestText.files(in: path, ending: ".txt").flatMap { name in
        try Self.group(TestText(path + "/" + name), name: String(name.dropLast(4)))
      }
    } else {
      questions = try Self.questions(TestText(path))
    }
    guard !questions.isEmpty else {
      throw EvaluationError.noQuestions(
        path: path, expected: "groups of words with one that does not belong")
    }
  }

  private static func questions(_ text: TestText) throws -> [Question] {
    let table = HeaderedTable(text, names: ["is_outlier"])
    if table.header != nil { return try outliers(text, table) }
    let isSingle = text.lines.allSatisfy { Columns(sniffing: $0.text).fields($0.text).count == 1 }
    return isSingle ? try group(text, name: TestText.title(text.path)) : try lines(text)
  }

  private static func outliers(_ text: TestText, _ table: HeaderedTable) throws -> [Question] {
    guard let category = table.column("category"), let word = table.column("word"),
      let mark = table.column("is_outlier"), let width = table.header?.count
    else {
      throw text.invalid(text.lines[0], expected: "columns named category, word and is_outlier")
    }
    var order: [String] = []
    var groups: [String: (words: [String], odd: [String])] = [:]
    for row in table.rows {
      guard row.fields.count == width, !row.fields[word].isEmpty else {
        throw text.invalid(row.line, expected: "a category, a word and true or false")
      }
      let name = row.fields[category]
      if groups[name] == nil { order.append(name) }
      switch row.fields[mark].lowercased() {
      case "true", "1", "yes": groups[name, default: ([], [])].odd.append(row.fields[word])
      case "false", "0", "no": groups[name, default: ([], [])].words.append(row.fields[word])
      default: throw text.invalid(row.line, expected: "true or false in the column is_outlier")
      }
    }
    return try order.flatMap { name in
      let (words, odd) = groups[name] ?? ([], [])
      guard words.count >= 2 else {
        throw EvaluationError.noQuestions(
          path: "\(text.name), group \(name)", expected: "two words or more that belong together")
      }
      return odd.map { Question(section: name, group: words, odd: $0) }
    }
  }

  private static func group(_ text: TestText, name: String) throws -> [Question] {
    guard
      let gap = text.lines.indices.dropFirst().first(where: {
        text.lines[$0].number > text.lines[$0 - 1].number + 1
      }), gap >= 2
    else {
      throw EvaluationError.noQuestions(
        path: text.name,
        expected: "two words or more, one a line, an empty line, and words that do not belong")
    }
    let words = text.lines.map { Columns.separated("\n").fields($0.text)[0] }
    return words[gap...].map { Question(section: name, group: Array(words[..<gap]), odd: $0) }
  }

  private static func lines(_ text: TestText) throws -> [Question] {
    var section = "all"
    var questions: [Question] = []
    for line in text.lines {
      if line.text.first == ":" {
        section = Columns.separated(":").fields(line.text).last ?? ""
        continue
      }
      let words = Columns(sniffing: line.text).fields(line.text).filter { !$0.isEmpty }
      guard words.count >= 3, let odd = words.last else {
        throw text.invalid(line, expected: "three words or more, the last one odd")
      }
      questions.append(Question(section: section, group: words.dropLast(), odd: odd))
    }
    return questions
  }
}
