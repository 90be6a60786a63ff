internal import FirthNumerics
internal import FirthText

/// GloVe's binary format: doubles without any header or words.
///
/// First comes a row for each word, then a row for each word as context; the last number of a row is
/// its bias. The words are in GloVe's vocabulary file.
///
/// A word's vector is the sum of its two rows, as in the text that GloVe writes beside it.
enum GloVeBinary: FormatCodec {
  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    guard let path = source.options.vocabulary else {
      throw FormatError.lacksWords(path: source.path)
    }
    let vocabulary = try WordFile.read(path)
    let rows = vocabulary.count
    let rowPairBytes = 2 * MemoryLayout<Double>.size
    guard rows > 0, file.count > 0, file.count % (rows * rowPairBytes) == 0,
      case let columns = file.count / (rows * rowPairBytes) - 1, columns > 0
    else {
      throw file.invalid(
        .byte(0), expected: "two rows of doubles for each of the \(rows) words of \(path)",
        found: "\(file.count) bytes")
    }
    try source.check(rows: rows, columns: columns, at: .byte(0))
    let storage = try RowStorage(rows: rows, columns: columns, of: source.path)
    var (biases, contextBiases): ([Float], [Float]) = ([], [])
    func number(_ row: Int, _ column: Int) -> Double {
      let bits = file.integer(at: (row * (columns + 1) + column) * 8, as: UInt64.self)
      return Double(bitPattern: bits)
    }
    for row in 0..<rows {
      for column in 0..<columns {
        storage.set(row, column, Float(number(row, column) + number(rows + row, column)))
      }
      biases.append(Float(number(row, columns)))
      contextBiases.append(Float(number(rows + row, columns)))
    }
    return Embeddings(
      vocabulary: vocabulary, vectors: storage.frozen(), biases: biases,
      contextBiases: contextBiases, source: source.facts())
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    throw FormatError.unwritableVectors(
      path: output.path, format: output.format, because: "Firth reads this format only")
  }
}
