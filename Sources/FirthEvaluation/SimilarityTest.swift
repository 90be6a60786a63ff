/// Pairs of words with what people say of their likeness.
public struct SimilarityTest: Sendable {
  /// Two words and their score, on any scale.
  public struct Pair: Sendable {
    /// The words.
    public let first: String, second: String
    /// The mean of people's scores.
    public let score: Double
  }

  /// The file.
  public let path: String
  /// The pairs in the order of the file.
  public let pairs: [Pair]

  /// Reads two words and a score a line, between tabs, commas, semicolons or white space; the names
  /// of the columns may stand first, and other columns between and behind them (a column of row
  /// numbers, SimLex-999's part of speech).
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged gzip, `EvaluationError`.
  public init(contentsOf path: String) throws {
    self.path = path
    let text = try TestText(path)
    let table = HeaderedTable(text, names: Self.names)
    let places = table.rows.first.flatMap { Self.places($0.fields, hasHeader: table.header != nil) }
    pairs = try table.rows.map { row in
      guard let places, row.fields.count > places.score,
        case let (first, second) = (row.fields[places.first], row.fields[places.second]),
        !first.isEmpty, !second.isEmpty, let score = Double(row.fields[places.score]),
        score.isFinite
      else { throw text.invalid(row.line, expected: "two words and a number") }
      return Pair(first: first, second: second, score: score)
    }
    guard !pairs.isEmpty else {
      throw EvaluationError.noQuestions(
        path: text.name, expected: "lines of two words and a number")
    }
  }

  /// Names that the known tests give to their columns.
  private static let names: Set<String> = [
    "word1", "word 1", "word_1", "w1", "first", "score", "sim", "similarity", "relatedness",
    "human", "human (mean)", "rating", "mean", "simlex999",
  ]

  /// Where the words and the score stand: the first two fields that are no numbers, and the first
  /// number behind them; without names of columns, the words are the first two fields.
  private static func places(
    _ fields: [String], hasHeader: Bool
  ) -> (first: Int, second: Int, score: Int)? {
    let words = hasHeader ? fields.indices.filter { Double(fields[$0]) == nil } : [0, 1]
    guard words.count >= 2, fields.count > 2,
      let score = fields.indices.first(where: { $0 > words[1] && Double(fields[$0]) != nil })
    else { return nil }
    return (words[0], words[1], score)
  }
}
