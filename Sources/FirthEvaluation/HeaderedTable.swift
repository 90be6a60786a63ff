/// The rows of a file that may begin with the names of its columns.
struct HeaderedTable {
  /// The rows, with the lines they stand on.
  let rows: [(line: TestText.Line, fields: [String])]
  /// The columns' names in lower case; nil where the file has none.
  let header: [String]?

  /// Takes the first line for the names of the columns where it holds no number and has one of some
  /// names, as the known tests have them.
  init(_ text: TestText, names: Set<String>) {
    // Lines that begin with # are comments, as in gensim.
    let lines = text.lines.filter { $0.text.first != "#" }
    let columns = lines.first.map { Columns(sniffing: $0.text) } ?? .spaced
    let rows = lines.map { (line: $0, fields: columns.fields($0.text)) }
    let first = rows.first?.fields.map { $0.lowercased() } ?? []
    let isHeader = first.contains(where: names.contains) && first.allSatisfy { Double($0) == nil }
    header = isHeader ? first : nil
    self.rows = isHeader ? Array(rows.dropFirst()) : rows
  }

  /// The place of a column by its name.
  func column(_ name: String) -> Int? { header?.firstIndex(of: name) }
}
