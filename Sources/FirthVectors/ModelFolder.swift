internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// A folder that a network takes as it is.
///
/// It holds `model.safetensors` with the one matrix `embeddings`, `tokenizer.json`, `config.json` and
/// `modules.json`. sentence-transformers opens it as a
/// `StaticEmbedding`, model2vec as a `StaticModel`; `vocabulary.json` maps each word to its row.
enum ModelFolder: FormatCodec {
  static let precisions: Set<Precision> = [.f32, .f16]

  /// The names of the files.
  static let matrix = "model.safetensors"
  static let tokenizer = "tokenizer.json"
  private static let configuration = "config.json"
  private static let modules = "modules.json"
  private static let vocabulary = "vocabulary.json"
  /// The tensor that both programs look for.
  private static let tensor = "embeddings"

  /// The rows in front where none are asked for: padding, and what stands for unknown words, without
  /// which the tokenizer fails at the first such.
  static let usualTokens = [SpecialToken("[PAD]", row: 0), SpecialToken("[UNK]", row: 1)]

  static func read(_ source: VectorSource) throws -> Embeddings {
    let header = try SafetensorsHeader(source.file)
    let foreign = ForeignSafetensors(source: source, header: header)
    let tensor = try foreign.matrix()
    let rows = tensor.shape[0]
    let words =
      try source.options.vocabulary.map { try WordFile.read($0) }
      ?? TokenizerFile.words(source.path + "/" + tokenizer, rows: rows)
    guard words.count == rows else {
      throw FormatError.wordCount(
        path: source.options.vocabulary ?? source.path + "/" + tokenizer, words: words.count,
        vectors: rows)
    }
    return Embeddings(
      vocabulary: words, vectors: try foreign.vectors(tensor), source: source.facts())
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(allowsEmpty: true, needsUTF8: true, needsDistinct: true).check(
      embeddings, for: output)
    let (tokens, isPresent) = try specialTokens(embeddings, output)
    let added = isPresent ? [] : tokens
    let folder = output.path + "/"
    try output.write(beside: folder + matrix) { try write(embeddings, added, to: &$0) }
    try output.write(beside: folder + tokenizer) {
      try TokenizerFile.write(embeddings, tokens, added: added, to: &$0)
    }
    try output.write(beside: folder + configuration) { file in
      try file.write(
        """
        {
          "architectures": ["StaticModel"],
          "hidden_dim": \(embeddings.dimension),
          "model_type": "model2vec",
          "normalize": false,
          "seq_length": 1000000
        }

        """)
    }
    try output.write(beside: folder + modules) { file in
      try file.write(
        """
        [
          {
            "idx": 0,
            "name": "0",
            "path": ".",
            "type": "sentence_transformers.models.StaticEmbedding"
          }
        ]

        """)
    }
    try output.write(beside: folder + vocabulary) { file in
      try TokenizerFile.writeMap(embeddings, added, to: &file)
      try file.write("\n")
    }
  }

  /// The tokens in front of the words: those asked for, or the usual ones; `isPresent` where the first
  /// words are these tokens already.
  private static func specialTokens(
    _ embeddings: Embeddings, _ output: VectorOutput
  ) throws -> (tokens: [SpecialToken], isPresent: Bool) {
    let vocabulary = embeddings.vocabulary
    let tokens = output.options.specialTokens ?? usualTokens
    let rows = tokens.map { vocabulary.id(of: $0.text)?.row }
    if rows == tokens.map(\.row) { return (tokens, true) }
    if let row = rows.compactMap(\.self).first {
      throw output.unwritable(
        embeddings, row: row, because: "it is a special token too; name others with --special")
    }
    return (tokens, false)
  }

  private static func write(
    _ embeddings: Embeddings, _ tokens: [SpecialToken], to file: inout OutputFile
  ) throws(FileError) {
    let vectors = embeddings.vectors
    let rows = tokens.count + vectors.rows
    let size = rows * vectors.columns * vectors.precision.size
    let type = SafetensorsHeader.ElementType(vectors.precision).rawValue
    try file.write(
      SafetensorsHeader.bytes(
        "{\"\(tensor)\":{\"dtype\":\"\(type)\",\"shape\":[\(rows),\(vectors.columns)],"
          + "\"data_offsets\":[0,\(size)]},\"__metadata__\":{\"format\":\"pt\"}}"))
    let mean = tokens.contains(where: \.isUnknown) ? mean(of: vectors) : []
    for token in tokens {
      let values = token.isUnknown ? mean : [Float](repeating: 0, count: vectors.columns)
      let row = Matrix(rows: 1, columns: vectors.columns, copying: values)
      try file.write(bytesOf: 0, of: row.converted(to: vectors.precision))
    }
    for row in 0..<vectors.rows { try file.write(bytesOf: row, of: vectors) }
  }

  /// The mean of all rows that are finite.
  private static func mean(of vectors: Matrix) -> [Float] {
    var sum = [Double](repeating: 0, count: vectors.columns)
    var count = 0.0
    for row in 0..<vectors.rows {
      unsafe vectors.withRow(row) { values in
        guard unsafe values.allSatisfy(\.isFinite) else { return }
        count += 1
        for column in values.indices { sum[column] += Double(unsafe values[column]) }
      }
    }
    return sum.map { Float($0 / max(count, 1)) }
  }
}
