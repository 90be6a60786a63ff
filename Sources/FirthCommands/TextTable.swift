/// Rows of cells, written in columns or as Markdown.
struct TextTable {
  /// How a table is written.
  enum Style {
    case plain
    case markdown
  }

  /// The columns' names; the first columns are flush left, the others flush right.
  let header: [String]
  /// How many columns are flush left.
  var leftColumns = 1
  var rows: [[String]] = []

  init(_ header: [String], leftColumns: Int = 1) {
    self.header = header
    self.leftColumns = leftColumns
  }

  func text(_ style: Style) -> String {
    switch style {
    case .plain: plain
    case .markdown: markdown
    }
  }

  private var plain: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      var line = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leftColumns ? cell + space : space + cell
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private var markdown: String {
    let rules = header.indices.map { $0 < leftColumns ? "---" : "---:" }
    return ([header, rules] + rows).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }.joined()
  }
}
