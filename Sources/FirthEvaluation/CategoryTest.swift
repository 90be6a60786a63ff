/// Words with the categories they belong to.
public struct CategoryTest: Sendable {
  /// The file.
  public let path: String
  /// The words with their categories, in the order of the file; an empty word, which published files
  /// have, counts as unknown.
  public let words: [(word: String, category: String)]

  /// Reads vecto's CSV (`category` and `word` among its columns), or a word and its category a line,
  /// in either order: the categories are the column with fewer distinct values.
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged gzip, `EvaluationError`.
  public init(contentsOf path: String) throws {
    self.path = path
    let text = try TestText(path)
    let table = HeaderedTable(text, names: ["category", "class"])
    let expected = "a word and its category"
    let (word, category): (Int, Int)
    if table.header != nil {
      guard let wordColumn = table.column("word"),
        let categoryColumn = table.column("category") ?? table.column("class")
      else {
        throw text.invalid(text.lines[0], expected: "columns named word and category")
      }
      (word, category) = (wordColumn, categoryColumn)
    } else {
      let distinct = (0..<2).map { place in
        Set(table.rows.compactMap { $0.fields.count > place ? $0.fields[place] : nil }).count
      }
      (word, category) = distinct[1] <= distinct[0] ? (0, 1) : (1, 0)
    }
    words = try table.rows.map { row in
      guard row.fields.count == (table.header?.count ?? 2), !row.fields[category].isEmpty
      else { throw text.invalid(row.line, expected: expected) }
      return (row.fields[word], row.fields[category])
    }
    guard !words.isEmpty else {
      throw EvaluationError.noQuestions(path: text.name, expected: "lines of \(expected)")
    }
  }
}
