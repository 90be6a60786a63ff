internal import FirthNumerics
internal import FirthText

/// Collects words and vectors from a file that does not say how many there are.
struct RowBuilder {
  private(set) var words = WordList()
  private var values: [Float] = []
  private var counts: [UInt64] = []
  private var places: [FormatError.Place] = []
  /// The values of a row, known from the first.
  private(set) var columns: Int?

  /// The number of rows.
  var rows: Int { words.count }

  /// Appends a row.
  ///
  /// - Throws: `FormatError.invalid` when it has no values or not as many as the first.
  mutating func append(
    _ word: some Sequence<UInt8>, _ row: [Float], count: UInt64? = nil,
    at place: FormatError.Place, of source: VectorSource
  ) throws(FormatError) {
    guard !row.isEmpty, columns == nil || columns == row.count else {
      throw source.file.invalid(
        place, expected: columns.map { "\($0) values as in the first row" } ?? "a value at least",
        found: "\(row.count)")
    }
    columns = row.count
    words.append(word)
    values += row
    if let count { counts.append(count) }
    places.append(place)
  }

  /// What was collected; duplicates keep their first row.
  func embeddings(_ source: VectorSource) throws(FormatError) -> Embeddings {
    let columns = columns ?? 0
    try source.check(rows: rows, columns: columns, at: .line(1))
    let storage = try RowStorage(rows: rows, columns: columns, of: source.path)
    for row in 0..<rows {
      unsafe values.withUnsafeBufferPointer { values in
        unsafe storage.fill(
          row, from: UnsafeBufferPointer(rebasing: values[row * columns..<(row + 1) * columns]))
      }
    }
    let counts =
      self.counts.count == rows
      ? try source.file.checked(counts: self.counts, at: places[0]) : nil
    return try source.embeddings(words.vocabulary(counts: counts), storage) { places[$0] }
  }
}
