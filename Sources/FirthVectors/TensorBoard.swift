internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// A folder for TensorBoard's projector: `vectors.tsv`, `metadata.tsv` with the words and
/// `projector_config.pbtxt`, which points at both.
///
/// `metadata.tsv` has a header only where it has a second column, the counts; TensorBoard has it so.
enum TensorBoard: FormatCodec {
  static let holdsCounts = true
  /// The names of the files.
  static let vectors = "vectors.tsv"
  private static let metadata = "metadata.tsv"
  private static let configuration = "projector_config.pbtxt"
  private static let header = "word\tcount"

  static func read(_ source: VectorSource) throws -> Embeddings {
    let words = try readWords(source)
    var rows = RowBuilder()
    var (position, line) = (0, 1)
    while position < source.file.count {
      let end = source.file.withBytes { TextRow.end(of: $0, from: position) }
      let values = try readValues(source, position..<end, line: line)
      guard rows.rows < words.count else {
        throw FormatError.wordCount(
          path: metadataPath(source), words: words.count, vectors: rows.rows + 1)
      }
      try rows.append(
        words.utf8(of: WordID(rows.rows)), values, count: words.counts?[rows.rows],
        at: .line(line), of: source)
      position = end + 1
      line += 1
    }
    guard rows.rows == words.count else {
      throw FormatError.wordCount(
        path: metadataPath(source), words: words.count, vectors: rows.rows)
    }
    return try rows.embeddings(source)
  }

  private static func readValues(
    _ source: VectorSource, _ line: Range<Int>, line number: Int
  ) throws(FormatError) -> [Float] {
    var values: [Float] = []
    var start = line.lowerBound
    try source.file.withBytes { (bytes) throws(FormatError) in
      var end = line.upperBound
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
      while start <= end {
        var next = start
        while next < end, bytes[next] != 0x09 { next += 1 }
        guard let value = TextFloat.parse(bytes.extracting(start..<next)) else {
          throw source.file.invalid(
            .line(number), expected: "a number as value \(values.count + 1)",
            found: bytes.extracting(start..<min(next, start + 40)).text.debugDescription)
        }
        values.append(value)
        start = next + 1
      }
    }
    return values
  }

  /// The words: from the file that `--vocabulary` names, or from the one beside the vectors.
  private static func metadataPath(_ source: VectorSource) -> String {
    if let path = source.options.vocabulary { return path }
    let path = source.file.path
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    // gensim's word2vec2tensor writes PREFIX_tensor.tsv and PREFIX_metadata.tsv.
    let prefix = path[name...].hasSuffix("_tensor.tsv") ? path[name...].dropLast(10) : ""
    return path[..<name] + prefix + metadata
  }

  private static func readWords(_ source: VectorSource) throws -> Vocabulary {
    let path = metadataPath(source)
    let file = FileBytes(try MappedFile(path))
    var words = WordList()
    var counts: [UInt64] = []
    var (position, line, columns) = (0, 1, 1)
    while position < file.count {
      let end = file.withBytes { TextRow.end(of: $0, from: position) }
      var text = file[position..<end]
      if text.last == 0x0D { text.removeLast() }
      position = end + 1
      let fields = text.split(separator: 0x09, omittingEmptySubsequences: false)
      if line == 1 { columns = fields.count }
      // With more than one column the first line names them.
      if line > 1 || columns == 1 {
        words.append(fields[0])
        if columns > 1, fields.count > 1,
          let count = UInt64(String(decoding: fields[1], as: UTF8.self))
        {
          counts.append(count)
        }
      }
      line += 1
    }
    let hasCounts = words.count > 0 && counts.count == words.count
    return words.vocabulary(
      counts: hasCounts ? try file.checked(counts: counts, at: .line(1)) : nil)
  }

  /// Whether a file of values has its words beside it.
  static func hasWords(beside path: String, _ options: VectorReadingOptions) -> Bool {
    let file = try? MappedFile(path)
    guard let file else { return false }
    let source = VectorSource(file, format: .tensorBoard, options: options)
    return (try? MappedFile(metadataPath(source))) != nil
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    var rules = WordRules(
      forbidden: [0x09, 0x0A, 0x0D], forbiddenName: "a tab or a line end", needsUTF8: true)
    rules.allowsBlank = false
    try rules.check(embeddings, for: output)
    let vocabulary = embeddings.vocabulary
    let text = RowText(embeddings, output.options)
    let folder = output.path + "/"
    try output.write(beside: folder + vectors) { file in
      try text.write(to: &file) { row, line in
        text.append(valuesOf: row, to: &line, between: 0x09)
        line.append(0x0A)
      }
    }
    try output.write(beside: folder + metadata) { file in
      if vocabulary.counts != nil { try file.write(header + "\n") }
      for row in 0..<vocabulary.count {
        try file.write(Array(vocabulary.utf8(of: WordID(row))))
        try file.write(vocabulary.counts.map { "\t\($0[row])\n" } ?? "\n")
      }
    }
    try output.write(beside: folder + configuration) { file in
      try file.write(
        """
        embeddings {
          tensor_name: "words"
          tensor_path: "\(vectors)"
          metadata_path: "\(metadata)"
        }

        """)
    }
  }
}
