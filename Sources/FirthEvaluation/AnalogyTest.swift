/// Analogies with their answers, in sections.
public struct AnalogyTest: Sendable {
  /// "a is to b as c is to …", and what is right.
  public struct Question: Sendable {
    /// The three words asked with.
    public let a: String, b: String, c: String
    /// The words any of which is right.
    public let answers: [String]
  }

  /// Questions of one kind.
  public struct Section: Sendable {
    /// The section's name.
    public let name: String
    /// Its questions.
    public internal(set) var questions: [Question]
  }

  /// The file or folder.
  public let path: String
  /// The sections in the order of the file.
  public let sections: [Section]

  /// All questions, section after section.
  var questions: [Question] { sections.flatMap(\.questions) }

  /// Reads Google's form (sections after ": name", four words a line), the same without sections,
  /// MSR's (three words a line, with `NAME.answers` beside `NAME.questions`), or BATS's (a file or a
  /// folder of files of `word<TAB>answer/answer`, of which each two lines make a question).
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged gzip, `EvaluationError`.
  public init(contentsOf path: String) throws {
    self.path = path
    sections = try AnalogyReader.sections(path).filter { !$0.questions.isEmpty }
    guard !sections.isEmpty else {
      throw EvaluationError.noQuestions(
        path: path, expected: "lines of four words, or of a word and its answers")
    }
  }
}
