internal import FirthNumerics
internal import FirthText

/// Takes a finalfusion file's chunks apart, in their order.
struct FinalfusionReader {
  private let source: VectorSource
  private let file: FileBytes
  private var position = 0
  private var vocabulary: Vocabulary?
  private var vectors: Matrix?
  private var norms: [Float]?
  private var metadata: [String: String] = [:]
  /// Where the chunk that is being read ends.
  private var end = 0

  /// A file has one chunk of a kind, and there are fewer kinds.
  private static let mostChunks = 16

  init(_ source: VectorSource) {
    self.source = source
    file = source.file
  }

  mutating func read() throws(FormatError) -> Embeddings {
    end = file.count
    position = Finalfusion.magic.count
    guard file.starts(with: Finalfusion.magic), try number(UInt32.self) == Finalfusion.version
    else {
      throw file.invalid(
        .byte(0), expected: "'FiFu' and version \(Finalfusion.version)", found: "something else")
    }
    let count = Int(try number(UInt32.self))
    guard count <= Self.mostChunks else {
      throw fail("at most \(Self.mostChunks) chunks", "\(count)")
    }
    position += 4 * count
    for _ in 0..<count { try readChunk() }
    guard position == file.count else {
      throw fail(
        "the file's end after \(count) chunks", "\(file.count - position) more bytes")
    }
    return try embeddings()
  }

  private func embeddings() throws(FormatError) -> Embeddings {
    guard let vocabulary, vocabulary.count > 0 else {
      throw file.invalid(.byte(0), expected: "a vocabulary of words", found: "none")
    }
    guard var vectors, vectors.rows >= vocabulary.count else {
      throw file.invalid(
        .byte(0), expected: "a vector for each of \(vocabulary.count) words",
        found: "\(vectors?.rows ?? 0)")
    }
    if vectors.rows > vocabulary.count {
      // The rows behind the words' are those of n-grams.
      vectors = unsafe Matrix(
        viewing: vectors.address(of: 0), precision: vectors.precision, rows: vocabulary.count,
        columns: vectors.columns, stride: vectors.stride, owner: vectors)
    }
    if let norms, norms.count < vocabulary.count {
      throw file.invalid(
        .byte(0), expected: "a norm for each of \(vocabulary.count) words", found: "\(norms.count)")
    }
    return Embeddings(
      vocabulary: vocabulary, vectors: vectors,
      originalNorms: norms.map { Array($0.prefix(vocabulary.count)) }, metadata: metadata,
      source: source.facts())
  }

  private mutating func readChunk() throws(FormatError) {
    end = file.count
    let start = position
    let kind = try number(UInt32.self)
    let length = try number(UInt64.self)
    guard length <= UInt64(file.count - position) else {
      throw fail("a chunk inside the file", "\(length) bytes")
    }
    end = position + Int(length)
    let next = end
    guard let chunk = Finalfusion.Chunk(rawValue: kind) else {
      throw file.invalid(.byte(start), expected: "a chunk from 1 to 9", found: "\(kind)")
    }
    switch chunk {
    case .simpleVocabulary: try readWords(count: number(UInt64.self))
    case .bucketVocabulary, .fastTextVocabulary:
      let count = try number(UInt64.self)
      // The lengths of n-grams, and how many buckets there are.
      _ = (try number(UInt32.self), try number(UInt32.self), try number(UInt32.self))
      try readWords(count: count)
    case .explicitVocabulary:
      let count = try number(UInt64.self)
      _ = (try number(UInt64.self), try number(UInt32.self), try number(UInt32.self))
      try readWords(count: count)
    case .floretVocabulary:
      throw fail("a vocabulary of words", "floret's, which has none")
    case .array: try readArray()
    case .quantizedArray: try readQuantizedArray()
    case .metadata:
      let bytes = file[position..<end]
      metadata[Finalfusion.metadataKey] = String(decoding: bytes, as: UTF8.self)
    case .norms: try readNorms()
    }
    position = next
  }

  private mutating func readWords(count: UInt64) throws(FormatError) {
    guard vocabulary == nil, count <= UInt64((end - position) / 4), count < UInt64(UInt32.max)
    else {
      throw fail("one vocabulary with room for its words", "\(count) words")
    }
    var words = WordList(capacity: Int(count))
    for _ in 0..<count {
      let length = Int(try number(UInt32.self))
      guard length <= end - position else {
        throw fail("a word inside the chunk", "\(length) bytes")
      }
      words.append(file[position..<position + length])
      position += length
    }
    vocabulary = words.vocabulary
  }

  private mutating func readArray() throws(FormatError) {
    let rows = Int(clamping: try number(UInt64.self))
    let columns = Int(try number(UInt32.self))
    try expectType(Finalfusion.floatType)
    try source.check(rows: rows, columns: columns, at: .byte(position))
    try skipPadding()
    guard vectors == nil, rows <= (end - position) / 4 / columns,
      rows * columns * 4 == end - position
    else {
      throw fail("one array of \(rows) × \(columns) floats", "\(end - position) bytes")
    }
    vectors = try source.matrix(at: position, rows: rows, columns: columns, precision: .f32)
  }

  private mutating func readNorms() throws(FormatError) {
    let count = Int(clamping: try number(UInt64.self))
    try expectType(Finalfusion.floatType)
    try skipPadding()
    guard norms == nil, count <= (end - position) / 4, count * 4 == end - position else {
      throw fail("one array of \(count) norms", "\(end - position) bytes")
    }
    let values = source.floats(at: position, count: count)
    if let row = values.firstIndex(where: { $0 < 0 }) {
      throw file.invalid(
        .row(row, byte: position + 4 * row), expected: "a norm of 0 or more",
        found: "\(values[row])")
    }
    norms = values
  }

  private mutating func readQuantizedArray() throws(FormatError) {
    let hasProjection = try number(UInt32.self) != 0
    let hasNorms = try number(UInt32.self) != 0
    let codes = Int(try number(UInt32.self))
    let columns = Int(try number(UInt32.self))
    let centroids = Int(try number(UInt32.self))
    let rows = Int(clamping: try number(UInt64.self))
    try expectType(Finalfusion.byteType)
    try expectType(Finalfusion.floatType)
    try source.check(rows: rows, columns: columns, at: .byte(position))
    try skipPadding()
    guard vectors == nil, codes > 0, columns % codes == 0, (1...256).contains(centroids) else {
      throw fail(
        "codes of which a whole number makes a vector, and 1 to 256 centroids",
        "\(codes) codes for \(columns) dimensions, \(centroids) centroids")
    }
    let quantizer = ProductQuantizer(
      codes: codes, columns: columns, centroids: centroids, hasProjection: hasProjection,
      hasNorms: hasNorms, rows: rows)
    // Reconstructed, the rows may take four bytes for each of a quarter or less of a byte.
    guard let size = quantizer.bytes, size == end - position else {
      throw fail(
        "a quantized array of \(rows) × \(columns)", "\(end - position) bytes")
    }
    vectors = try quantizer.reconstruct(source, at: position)
  }

  private mutating func expectType(_ type: UInt32) throws(FormatError) {
    let found = try number(UInt32.self)
    guard found == type else { throw fail("elements of type \(type)", "\(found)") }
  }

  private mutating func skipPadding() throws(FormatError) {
    let padding = Finalfusion.padding(at: position)
    guard padding <= end - position else { throw fail("padding", "the chunk's end") }
    position += padding
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(FormatError) -> Number {
    guard MemoryLayout<Number>.size <= end - position else {
      throw fail("a number of \(MemoryLayout<Number>.size) bytes", "the end")
    }
    defer { position += MemoryLayout<Number>.size }
    return file.integer(at: position)
  }

  private func fail(_ expected: String, _ found: String) -> FormatError {
    file.invalid(.byte(position), expected: expected, found: found)
  }
}
