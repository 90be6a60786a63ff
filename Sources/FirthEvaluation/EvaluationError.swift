/// A file of questions that cannot be used.
public enum EvaluationError: Error, Equatable, Sendable {
  /// A line is not what the file's form asks for; lines count from 1.
  case invalid(path: String, line: Int, expected: String, found: String)
  /// The file or folder holds nothing to be asked.
  case noQuestions(path: String, expected: String)
  /// The file is too large for what it should be; `limit` is what is allowed.
  case tooLarge(path: String, limit: String)
}

extension EvaluationError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .invalid(let path, let line, let expected, let found):
      "\(path):\(line): expected \(expected), found \(found); correct the line or leave it out"
    case .noQuestions(let path, let expected):
      "\(path): expected \(expected), found none"
    case .tooLarge(let path, let limit):
      "\(path): holds more than \(limit), which no test of word vectors does; check the file"
    }
  }
}
