internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// A file on its way to becoming vectors: its bytes, how it is to be read, and what was repaired.
final class VectorSource {
  let file: FileBytes
  let format: VectorFormat
  let options: VectorReadingOptions
  /// The file, or the folder that holds it.
  let path: String
  private(set) var repairs: [String] = []

  init(
    _ file: MappedFile, path: String? = nil, format: VectorFormat, options: VectorReadingOptions
  ) {
    self.file = FileBytes(file)
    self.path = path ?? file.path
    self.format = format
    self.options = options
  }

  /// Notes a fault that reading goes on in spite of; the first one is an error where reading is
  /// strict.
  func repair(_ fault: String, at place: FormatError.Place) throws(FormatError) {
    if options.isStrict { throw .refused(path: path, at: place, fault: fault) }
    repairs.append(fault)
  }

  /// The facts about the file, for the embeddings that were read from it.
  func facts(tensors: [VectorFile.Tensor] = []) -> VectorFile {
    VectorFile(
      path: path, format: format, bytes: file.count, tensors: tensors, repairs: repairs)
  }

  /// Embeddings of words and rows that were copied out of the file; a word that stands twice keeps
  /// its first row only.
  ///
  /// - Parameters:
  ///   - vocabulary: the words.
  ///   - storage: their vectors.
  ///   - metadata: what the file says about itself.
  ///   - place: where row `i` is in the file.
  /// - Returns: the embeddings.
  /// - Throws: `FormatError.refused` for duplicates where reading is strict.
  func embeddings(
    _ vocabulary: Vocabulary, _ storage: RowStorage, metadata: [String: String] = [:],
    place: (Int) -> FormatError.Place
  ) throws(FormatError) -> Embeddings {
    let duplicates = vocabulary.duplicateRows
    var vocabulary = vocabulary
    if let first = duplicates.first {
      let what = duplicates.count == 1 ? "duplicate word" : "duplicate words"
      try repair("\(duplicates.count) \(what): the first kept", at: place(first))
      storage.remove(duplicates)
      vocabulary = vocabulary.removing(duplicates)
    }
    return Embeddings(
      vocabulary: vocabulary, vectors: storage.frozen(), metadata: metadata, source: facts())
  }

  /// Checks a claim about the number of rows and columns before anything is allocated for it.
  func check(
    rows: Int, columns: Int, at place: FormatError.Place
  ) throws(FormatError) {
    guard rows > 0, columns > 0, rows < Int(UInt32.max), columns <= Int(Int32.max) else {
      throw file.invalid(
        place, expected: "a word and a dimension at least, below 2^32 and 2^31",
        found: "\(rows) words with \(columns) dimensions")
    }
  }
}

extension Vocabulary {
  /// The words without those of some rows.
  ///
  /// - Precondition: the rows rise.
  func removing(_ rows: [Int]) -> Vocabulary {
    var removed = rows[...]
    return selecting(
      (0..<count).filter { row in
        guard removed.first == row else { return true }
        removed.removeFirst()
        return false
      })
  }

  /// The words of some rows, in that order.
  func selecting(_ rows: [Int]) -> Vocabulary {
    var words = WordList(capacity: rows.count)
    for row in rows { words.append(utf8(of: WordID(row))) }
    return words.vocabulary(counts: counts.map { counts in rows.map { counts[$0] } })
  }
}
