internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// finalfusion's format: chunks with a vocabulary, the vectors as unit vectors, and their norms apart.
///
/// Of a vocabulary with n-grams the words are read, whose vectors hold their n-grams' already; the
/// n-grams' own rows are left aside. Quantized vectors are reconstructed.
enum Finalfusion: FormatCodec {
  /// What chunks hold, by the number that begins each.
  enum Chunk: UInt32, CaseIterable {
    case simpleVocabulary = 1
    case array = 2
    case bucketVocabulary = 3
    case quantizedArray = 4
    case metadata = 5
    case norms = 6
    case fastTextVocabulary = 7
    case explicitVocabulary = 8
    case floretVocabulary = 9
  }

  static let magic = Array("FiFu".utf8)
  static let version: UInt32 = 0
  /// The numbers of the types of elements.
  static let byteType: UInt32 = 1
  static let floatType: UInt32 = 10
  /// Where the file's own metadata, in TOML, is kept.
  static let metadataKey = "finalfusion"

  static func read(_ source: VectorSource) throws -> Embeddings {
    var reader = FinalfusionReader(source)
    return try reader.read()
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(allowsEmpty: true, needsUTF8: true, needsDistinct: true).check(
      embeddings, for: output)
    let metadata = embeddings.metadata[metadataKey].map { Array($0.utf8) }
    let chunks: [Chunk] =
      (metadata == nil ? [] : [.metadata]) + [.simpleVocabulary, .array, .norms]
    let (vocabulary, vectors) = (embeddings.vocabulary, embeddings.vectors)
    // Vectors that were made unit vectors are written as they are.
    let given = embeddings.originalNorms
    let norms = given ?? Norms.ofRows(vectors)
    try output.write { file in
      var position = 0
      func add(_ bytes: [UInt8]) throws(FileError) {
        position += bytes.count
        try file.write(bytes)
      }
      try add(magic)
      try add(LittleEndian.bytes(version, UInt32(chunks.count)))
      for chunk in chunks { try add(LittleEndian.bytes(chunk.rawValue)) }
      if let metadata {
        try add(LittleEndian.bytes(Chunk.metadata.rawValue, UInt64(metadata.count)))
        try add(metadata)
      }
      let wordBytes = UInt64(8 + 4 * vocabulary.count + vocabulary.bytes.count)
      try add(
        LittleEndian.bytes(
          Chunk.simpleVocabulary.rawValue, wordBytes, UInt64(vocabulary.count)))
      for row in 0..<vocabulary.count {
        let word = Array(vocabulary.utf8(of: WordID(row)))
        try add(LittleEndian.bytes(UInt32(word.count)))
        try add(word)
      }
      var padding = Self.padding(at: position + 12 + 16)
      let size = vectors.rows * vectors.columns * 4
      try add(LittleEndian.bytes(Chunk.array.rawValue, UInt64(16 + padding + size)))
      try add(LittleEndian.bytes(UInt64(vectors.rows), UInt32(vectors.columns), floatType))
      try add([UInt8](repeating: 0, count: padding))
      for row in 0..<vectors.rows {
        let unit = given == nil ? UnitVector.ofRow(row, in: vectors)?.map(Float.init) : nil
        for value in unit ?? vectors[row] { try file.write(value.bitPattern) }
      }
      position += size
      padding = Self.padding(at: position + 12 + 12)
      try add(
        LittleEndian.bytes(Chunk.norms.rawValue, UInt64(12 + padding + 4 * norms.count)))
      try add(LittleEndian.bytes(UInt64(norms.count), floatType))
      try add([UInt8](repeating: 0, count: padding))
      for norm in norms { try file.write(norm.bitPattern) }
    }
  }

  /// The bytes before data of floats, given where they start: 1 to 4.
  static func padding(at position: Int) -> Int { 4 - position % 4 }
}
