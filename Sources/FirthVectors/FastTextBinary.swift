internal import Dispatch
internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// fastText's model files.
///
/// A word's vector is the mean of its own row and its n-grams'; unseen words
/// have their n-grams only.
///
/// A model is written without n-grams, since those of its words are in their vectors: fastText then
/// gives the same vectors for them, and none for other words.
enum FastTextBinary: FormatCodec {
  static let holdsCounts = true
  /// The word for a line's end, which has no n-grams.
  private static let lineEnd = Array("</s>".utf8)

  static func read(_ source: VectorSource) throws -> Embeddings {
    let model = try FastTextModel(source.file)
    let vocabulary = model.words.vocabulary(counts: model.counts)
    guard let rows = model.rows else { throw FormatError.unrecognized(path: source.path) }
    try source.check(rows: vocabulary.count, columns: model.dimensions, at: .byte(0))
    let subwords =
      model.lengths.upperBound > 0
      ? Subwords(
        lengths: model.lengths, buckets: model.bucketCount, rows: rows,
        firstRow: vocabulary.count, kept: model.kept) : nil
    return Embeddings(
      vocabulary: vocabulary,
      vectors: try vectors(vocabulary, rows, subwords, of: source.path), subwords: subwords,
      source: source.facts())
  }

  /// The words' vectors, computed on all cores.
  private static func vectors(
    _ vocabulary: Vocabulary, _ rows: FastTextRows, _ subwords: Subwords?, of path: String
  ) throws(FormatError) -> Matrix {
    let storage = try RowStorage(rows: vocabulary.count, columns: rows.columns, of: path)
    let step = 256
    DispatchQueue.concurrentPerform(iterations: (vocabulary.count + step - 1) / step) { block in
      for row in block * step..<min((block + 1) * step, vocabulary.count) {
        let word = Array(vocabulary.utf8(of: WordID(row)))
        let nGrams = word == lineEnd ? [] : subwords?.rows(of: word) ?? []
        unsafe rows.mean(of: [row] + nGrams).withUnsafeBufferPointer {
          unsafe storage.fill(row, from: $0)
        }
      }
    }
    return storage.frozen()
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(
      forbidden: [0], forbiddenName: "a NUL", allowsEmpty: true, needsDistinct: true
    ).check(embeddings, for: output)
    let (vocabulary, vectors) = (embeddings.vocabulary, embeddings.vectors)
    // Of words without counts each has been seen once, so that fastText's own sums are no zeros.
    let counts = vocabulary.counts ?? [UInt64](repeating: 1, count: vocabulary.count)
    let (rows, columns) = (vectors.rows, vectors.columns)
    try output.write { file in
      try file.write(FastTextModel.magic)
      // Version 12; dim, ws, epoch, minCount, neg, wordNgrams; negative sampling, skip-gram; no
      // buckets and no n-grams; lrUpdateRate; t.
      for number in [12, columns, 5, 5, 1, 5, 1, 2, 2, 0, 0, 0, 100] {
        try file.write(Int32(clamping: number))
      }
      try file.write((1e-4).bitPattern)
      for number in [rows, rows, 0] { try file.write(Int32(clamping: number)) }
      try file.write(Int64(clamping: counts.reduce(0, +)))
      try file.write(Int64(-1))
      for row in 0..<rows {
        try file.write(Array(vocabulary.utf8(of: WordID(row))) + [0])
        try file.write(Int64(clamping: counts[row]))
        try file.write(UInt8(0))
      }
      for matrix in [vectors, embeddings.context] {
        try file.write(UInt8(0))
        for number in [rows, columns] { try file.write(Int64(number)) }
        for row in 0..<rows {
          if let matrix {
            try file.write(floatsOf: row, of: matrix)
          } else {
            try file.write([UInt8](repeating: 0, count: columns * 4))
          }
        }
      }
    }
  }
}
