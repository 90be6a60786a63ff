/// Lines of text as rows of a vocabulary.
package struct EncodedLines: Sendable {
  /// The rows of all known tokens, one line's after the other's.
  package var rows: [UInt32] = []
  /// Where each line's rows end.
  package var ends: [Int] = []
  /// Tokens without a row.
  package var unknown = 0

  /// No lines yet.
  package init() {}

  /// The number of lines.
  package var count: Int { ends.count }

  /// Where a line's rows are.
  package func range(of line: Int) -> Range<Int> { (line == 0 ? 0 : ends[line - 1])..<ends[line] }

  /// Appends other lines behind these.
  mutating func append(_ other: EncodedLines) {
    let start = rows.count
    rows += other.rows
    ends += other.ends.map { $0 + start }
    unknown += other.unknown
  }
}
