internal import Dispatch
internal import FirthNumerics
internal import FirthText
internal import Foundation

/// Reads lines of a word and its values on all cores.
///
/// The text is cut at line ends into pieces of about a megabyte. A first pass counts the rows of
/// each, so that in the second each piece knows where its rows go.
struct TextRows {
  /// What the lines came to.
  struct Result {
    var vocabulary: Vocabulary
    var storage: RowStorage
    /// Where the rows' lines are.
    var lines: LineNumbers
  }

  private let source: VectorSource
  /// The number of the first line, from 1.
  private let firstLine: Int
  private let columns: Int
  /// Pieces of whole lines up to the last that holds anything.
  private let pieces: [Range<Int>]

  /// Prepares to read lines.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - start: where the first line starts.
  ///   - firstLine: its number, from 1.
  ///   - columns: the values of a line, at least 1.
  ///   - pieceBytes: about how many bytes a thread takes at a time.
  init(
    _ source: VectorSource, from start: Int, firstLine: Int, columns: Int,
    pieceBytes: Int = 1 << 20
  ) {
    self.source = source
    self.firstLine = firstLine
    self.columns = columns
    pieces = source.file.withBytes { bytes in
      var end = bytes.count
      while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
      var pieces: [Range<Int>] = []
      var position = start
      while position < end {
        let next = min(TextRow.end(of: bytes, from: min(position + pieceBytes, end)) + 1, end)
        pieces.append(position..<next)
        position = next
      }
      return pieces
    }
  }

  /// Reads all lines; empty ones are skipped and counted.
  ///
  /// - Throws: `FormatError.invalid` for the first line that is no row.
  func read() throws(FormatError) -> Result {
    let counts = count()
    let rows = counts.reduce(0) { $0 + $1.rows }
    try source.check(rows: rows, columns: columns, at: .line(firstLine))
    // A row takes a byte for its word, two for each value and a line end, which the last may lack.
    let bytes = (pieces.last?.upperBound ?? 0) - (pieces.first?.lowerBound ?? 0)
    let (needed, overflow) = rows.multipliedReportingOverflow(by: 2 * columns + 2)
    let hasRoom = !overflow && needed - 1 <= bytes
    // Without room for all rows one of them is too short, and its error comes before a second row.
    let storage = try RowStorage(
      rows: hasRoom ? rows : 1, columns: columns, of: source.path)
    let parsed = hasRoom ? parseAll(counts, into: storage) : parseUntilFault(into: storage)
    return try assemble(parsed, storage)
  }

  // MARK: - Counting

  private struct Count {
    var rows = 0
    var lines = 0
  }

  private func count() -> [Count] {
    Self.concurrently(pieces.count) { index in
      var count = Count()
      source.file.withBytes { bytes in
        TextLines.forEach(in: pieces[index], of: bytes) { line in
          count.lines += 1
          if !Self.isEmpty(bytes, line) { count.rows += 1 }
          return true
        }
      }
      return count
    }
  }

  // MARK: - Parsing

  /// What a thread found in a piece.
  private struct Piece {
    var words: [UInt8] = []
    var ends: [Int] = []
    var lines = 0
    /// The lines, counted from the piece's first, that are empty.
    var emptyLines: [Int] = []
    var fault: Fault?

    mutating func append(_ bytes: Span<UInt8>, _ word: Range<Int>) {
      for index in word { words.append(bytes[index]) }
      ends.append(words.count)
    }
  }

  /// What is wrong with the line behind the last one of a piece that is right.
  private struct Fault {
    var expected: String
    var found: String
  }

  private func parseAll(_ counts: [Count], into storage: RowStorage) -> [Piece] {
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count.rows) }
    return Self.concurrently(pieces.count) { parse(pieces[$0], first: starts[$0], into: storage) }
  }

  private func parseUntilFault(into storage: RowStorage) -> [Piece] {
    var parsed: [Piece] = []
    for piece in pieces where parsed.last?.fault == nil {
      parsed.append(parse(piece, first: nil, into: storage))
    }
    return parsed
  }

  /// Parses a piece's lines into the rows from `first` on, or all into row 0 where only a fault is
  /// looked for.
  private func parse(_ piece: Range<Int>, first: Int?, into storage: RowStorage) -> Piece {
    var result = Piece()
    var split = TextRow(columns: columns)
    source.file.withBytes { bytes in
      TextLines.forEach(in: piece, of: bytes) { line in
        if Self.isEmpty(bytes, line) {
          result.emptyLines.append(result.lines)
          result.lines += 1
          return true
        }
        let row = first.map { $0 + result.ends.count } ?? 0
        let isFirst = row == 0 && result.ends.isEmpty
        let values = unsafe UnsafeMutableBufferPointer(
          start: storage.address(of: row).assumingMemoryBound(to: Float.self), count: columns)
        if let word = unsafe TextFloat.parseRow(bytes, line, into: values) {
          result.append(bytes, word)
        } else if let fault = unsafe Self.fill(values, bytes, line, &split, isFirst: isFirst) {
          result.fault = fault
          return false
        } else {
          result.append(bytes, split.word)
        }
        result.lines += 1
        return true
      }
    }
    return result
  }

  /// Takes a line apart from its end, with every check.
  private static func fill(
    _ values: UnsafeMutableBufferPointer<Float>, _ bytes: Span<UInt8>, _ line: Range<Int>,
    _ row: inout TextRow, isFirst: Bool
  ) -> Fault? {
    let isSplit = row.split(bytes, line)
    // A wrong dimension would turn values into parts of words, which the first row shows.
    guard isSplit, !isFirst || !row.wordEndsInNumber(bytes) else {
      return Fault(
        expected: "a word and \(row.values.count) values",
        found: "\(TextRow.fieldCount(bytes, line)) fields")
    }
    for (column, field) in row.values.enumerated() {
      guard let value = TextFloat.parse(bytes.extracting(field)) else {
        let start = bytes.extracting(
          field.lowerBound..<min(field.upperBound, field.lowerBound + 40))
        return Fault(
          expected: "a number as value \(column + 1)", found: start.text.debugDescription)
      }
      unsafe values[column] = value
    }
    return nil
  }

  private func assemble(_ parsed: [Piece], _ storage: RowStorage) throws(FormatError) -> Result {
    var words = WordList(capacity: storage.rows)
    var lines = LineNumbers(first: firstLine)
    for piece in parsed {
      if let fault = piece.fault {
        throw source.file.invalid(
          .line(firstLine + lines.lineCount + piece.lines), expected: fault.expected,
          found: fault.found)
      }
      words.append(piece.words, ends: piece.ends)
      lines.append(piece.lines, empty: piece.emptyLines)
    }
    if let first = lines.emptyLines.first {
      let what = lines.emptyLines.count == 1 ? "empty line" : "empty lines"
      try source.repair("\(lines.emptyLines.count) \(what) skipped", at: .line(first))
    }
    return Result(vocabulary: words.vocabulary, storage: storage, lines: lines)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isEmpty(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    line.allSatisfy { isBlank(bytes[$0]) }
  }

  /// What `body` gives for each number below `count`, on all cores.
  private static func concurrently<Element>(
    _ count: Int, _ body: (Int) -> Element
  ) -> [Element] {
    unsafe [Element](unsafeUninitializedCapacity: count) { elements, initialized in
      nonisolated(unsafe) let elements = unsafe elements
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: count) { index in
        unsafe elements.initializeElement(at: index, to: body(index))
      }
      initialized = count
    }
  }
}
