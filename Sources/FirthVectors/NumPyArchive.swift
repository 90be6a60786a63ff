internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// NumPy's `.npz`: a zip archive of the arrays `vectors` [V × D], `words` [V] and, where they are
/// known, `counts` [V].
///
/// Archives of other programs are read if one array is the matrix and one holds strings, or the words
/// are in a file beside it.
enum NumPyArchive: FormatCodec {
  static let holdsCounts = true
  static let precisions: Set<Precision> = [.f32, .f16]
  private enum Name {
    static let vectors = "vectors"
    static let words = "words"
    static let counts = "counts"
  }

  private struct Part {
    var name: String
    var source: VectorSource
    var header: NumPyHeader
  }

  static func read(_ source: VectorSource) throws -> Embeddings {
    let archive = try ZipArchive(source.file)
    let ending = ".npy"
    var arrays: [Part] = []
    for member in archive.members where member.name.hasSuffix(ending) {
      let (file, range) = try archive.contents(of: member)
      let part = VectorSource(file, format: source.format, options: source.options)
      arrays.append(
        Part(
          name: String(member.name.dropLast(ending.count)), source: part,
          header: try NumPyHeader(part.file, range)))
    }
    let matrix = try matrix(of: arrays, source)
    let vectors = try NumPyArray.matrix(matrix.source, matrix.header)
    let vocabulary = try vocabulary(of: arrays, source, rows: vectors.rows)
    return Embeddings(vocabulary: vocabulary, vectors: vectors, source: source.facts())
  }

  private static func matrix(of arrays: [Part], _ source: VectorSource) throws -> Part {
    let matrices = arrays.filter { $0.header.shape.count == 2 && $0.header.floatType != nil }
    let name = source.options.tensor ?? (matrices.count == 1 ? matrices[0].name : Name.vectors)
    guard let matrix = matrices.first(where: { $0.name == name }) else {
      throw FormatError.noSuchTensor(
        path: source.path, name: source.options.tensor,
        tensors: matrices.map { "\($0.name) \($0.header.type) \($0.header.shape)" })
    }
    return matrix
  }

  private static func vocabulary(
    of arrays: [Part], _ source: VectorSource, rows: Int
  ) throws -> Vocabulary {
    let strings = arrays.filter { part in
      let kind = part.header.type.first
      return part.header.shape.count == 1 && (kind == "U" || kind == "S")
    }
    guard source.options.vocabulary == nil,
      let words = strings.count == 1 ? strings[0] : strings.first(where: { $0.name == Name.words })
    else { return try WordFile.words(for: source, rows: rows) }
    guard words.header.shape[0] == rows else {
      throw FormatError.wordCount(
        path: source.path, words: words.header.shape[0], vectors: rows)
    }
    var list = WordList(capacity: rows)
    for row in 0..<rows { try list.append(word(row, of: words)) }
    let counts = arrays.first { part in
      part.name == Name.counts && part.header.shape == [rows] && !part.header.isBigEndian
        && ["u8", "i8"].contains(part.header.type)
    }
    return list.vocabulary(counts: try counts.map { try Self.counts(of: $0, rows: rows) })
  }

  private static func counts(of array: Part, rows: Int) throws -> [UInt64] {
    let file = array.source.file
    let counts = (0..<rows).map {
      file.integer(at: array.header.data + 8 * $0, as: UInt64.self)
    }
    return try file.checked(counts: counts, at: .byte(array.header.data))
  }

  /// A string of an array, in UTF-8; NumPy fills up with zeros at the end.
  private static func word(_ row: Int, of array: Part) throws(FormatError) -> [UInt8] {
    let (file, header) = (array.source.file, array.header)
    let start = header.data + row * header.elementBytes
    if header.type.hasPrefix("S") {
      var bytes = file[start..<start + header.elementBytes]
      while bytes.last == 0 { bytes.removeLast() }
      return bytes
    }
    var scalars = (0..<header.elementBytes / 4).map { index in
      let scalar = file.integer(at: start + 4 * index, as: UInt32.self)
      return header.isBigEndian ? scalar.byteSwapped : scalar
    }
    while scalars.last == 0 { scalars.removeLast() }
    var word: [UInt8] = []
    for scalar in scalars {
      guard let scalar = Unicode.Scalar(scalar) else {
        throw file.invalid(
          .row(row, byte: start), expected: "characters of Unicode", found: "\(scalar)")
      }
      word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return word
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    let (vectors, vocabulary) = (embeddings.vectors, embeddings.vocabulary)
    let type = NumPyArray.type(of: vectors)
    try WordRules(allowsEmpty: true, needsUTF8: true).check(embeddings, for: output)
    var longest = 1
    for row in 0..<vocabulary.count {
      let word = vocabulary[WordID(row)].unicodeScalars
      guard word.last != "\0" else {
        throw output.unwritable(
          embeddings, row: row, because: "it ends in a NUL, which NumPy takes for padding")
      }
      longest = max(longest, word.count)
    }
    let vectorsHeader = NumPyHeader.bytes(type: type, shape: [vectors.rows, vectors.columns])
    let wordsHeader = NumPyHeader.bytes(type: "<U\(longest)", shape: [vocabulary.count])
    try output.write { file in
      var zip = ZipWriter()
      try zip.add(
        Name.vectors + ".npy",
        size: vectorsHeader.count + vectors.rows * vectors.columns * vectors.precision.size,
        to: &file
      ) { (take) throws(FileError) in
        try take(vectorsHeader)
        for row in 0..<vectors.rows {
          try take(unsafe vectors.withBytes(ofRow: row) { unsafe Array($0) })
        }
      }
      try zip.add(
        Name.words + ".npy", size: wordsHeader.count + vocabulary.count * longest * 4, to: &file
      ) { (take) throws(FileError) in
        try take(wordsHeader)
        for row in 0..<vocabulary.count {
          var bytes: [UInt8] = []
          for scalar in vocabulary[WordID(row)].unicodeScalars {
            bytes += LittleEndian.bytes(scalar.value)
          }
          try take(bytes + [UInt8](repeating: 0, count: longest * 4 - bytes.count))
        }
      }
      if let counts = vocabulary.counts {
        let header = NumPyHeader.bytes(type: "<u8", shape: [counts.count])
        try zip.add(
          Name.counts + ".npy", size: header.count + counts.count * 8, to: &file
        ) { (take) throws(FileError) in
          try take(header)
          for count in counts { try take(LittleEndian.bytes(count)) }
        }
      }
      try zip.finish(&file)
    }
  }
}
