internal import FirthFiles
package import FirthText

/// A file of words, one a line in the order of the rows, for vectors whose own file holds none.
///
/// Where every line ends in a space or tab and a whole number (GloVe's and word2vec's vocabularies),
/// that is the word's count.
package enum WordFile {
  /// What is put in place of a file's ending for the words that are written beside it.
  static let ending = ".words.txt"

  /// The path of the words beside a file.
  static func path(beside path: String) -> String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[name...].lastIndex(of: ".") ?? path.endIndex
    return path[..<dot] + ending
  }

  /// The words for a source's vectors: from the file that `--vocabulary` names, else from the one
  /// beside it.
  static func words(
    for source: VectorSource, rows: Int
  ) throws -> Vocabulary {
    let beside = path(beside: source.path)
    let path: String
    if let given = source.options.vocabulary {
      path = given
    } else if (try? MappedFile(beside)) != nil {
      path = beside
    } else {
      throw FormatError.lacksWords(path: source.path)
    }
    let vocabulary = try read(path)
    guard vocabulary.count == rows else {
      throw FormatError.wordCount(path: path, words: vocabulary.count, vectors: rows)
    }
    return vocabulary
  }

  /// Reads a file of words.
  package static func read(_ path: String) throws -> Vocabulary {
    let mapped = try MappedFile(path)
    let file = FileBytes(mapped.isGzip ? try Embeddings.inflate(mapped) : mapped)
    var lines: [Range<Int>] = []
    file.withBytes { bytes in
      TextLines.forEach(in: 0..<bytes.count, of: bytes) { line in
        let end = line.upperBound
        lines.append(
          line.lowerBound..<(line.isEmpty || bytes[end - 1] != 0x0D ? end : end - 1))
        return true
      }
    }
    guard lines.count < Int(UInt32.max) else {
      throw file.invalid(.line(1), expected: "fewer than 2^32 words", found: "\(lines.count)")
    }
    return try file.withBytes { (bytes) throws(FormatError) in
      let counted = lines.map { Self.count(bytes, $0) }
      let hasCounts = !counted.isEmpty && counted.allSatisfy { $0 != nil }
      var words = WordList(capacity: lines.count)
      for (line, count) in zip(lines, counted) {
        words.append(bytes.extracting(hasCounts ? count?.word ?? line : line))
      }
      guard hasCounts else { return words.vocabulary }
      return words.vocabulary(
        counts: try file.checked(counts: counted.compactMap { $0?.count }, at: .line(1)))
    }
  }

  /// A word and the count behind it; nil where there is no count.
  private static func count(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (word: Range<Int>, count: UInt64)? {
    var start = line.upperBound
    while start > line.lowerBound, (48...57).contains(bytes[start - 1]) { start -= 1 }
    // 19 digits are fewer than 2^64, and so is the sum of a few of them.
    guard start < line.upperBound, line.upperBound - start < 18, start > line.lowerBound + 1,
      bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09
    else { return nil }
    var count: UInt64 = 0
    for index in start..<line.upperBound { count = count * 10 + UInt64(bytes[index] - 48) }
    return (line.lowerBound..<start - 1, count)
  }

  /// Writes the words of a format that holds none into a file beside it.
  static func write(_ embeddings: Embeddings, for output: VectorOutput) throws {
    try WordRules(
      forbidden: [0x0A, 0x0D], forbiddenName: "a line end", allowsEmpty: true
    ).check(embeddings, for: output)
    let vocabulary = embeddings.vocabulary
    let looksCounted = (0..<vocabulary.count).allSatisfy { row in
      let word = Array(vocabulary.utf8(of: WordID(row)))
      return count(word.span, 0..<word.count) != nil
    }
    guard !looksCounted || vocabulary.counts != nil else {
      throw output.unwritable(
        embeddings, row: 0,
        because: "it ends in a number, as all words here do, which would be read as their counts")
    }
    try output.write(beside: path(beside: output.path)) { file in
      for row in 0..<vocabulary.count {
        try file.write(Array(vocabulary.utf8(of: WordID(row))))
        if let counts = vocabulary.counts { try file.write("\t\(counts[row])") }
        try file.write("\n")
      }
    }
  }
}
