internal import FirthFiles
internal import FirthNumerics
internal import FirthText

/// NumPy's `.npy`: a matrix, with the words in a text file beside it (`vectors.words.txt` for
/// `vectors.npy`, or the one that `--vocabulary` names).
enum NumPyArray: FormatCodec {
  static let holdsCounts = true
  static let precisions: Set<Precision> = [.f32, .f16]
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  static func read(_ source: VectorSource) throws -> Embeddings {
    let header = try NumPyHeader(source.file, 0..<source.file.count)
    let vectors = try matrix(source, header)
    let vocabulary = try WordFile.words(for: source, rows: vectors.rows)
    return Embeddings(vocabulary: vocabulary, vectors: vectors, source: source.facts())
  }

  /// The matrix behind a header: as it lies there if it can be used so, else a copy.
  static func matrix(_ source: VectorSource, _ header: NumPyHeader) throws -> Matrix {
    guard header.shape.count == 2, let type = header.floatType else {
      throw source.file.invalid(
        .byte(header.start), expected: "a matrix of f2, f4 or f8 numbers",
        found: "type \(header.type) of shape \(header.shape)")
    }
    let (rows, columns) = (header.shape[0], header.shape[1])
    try source.check(rows: rows, columns: columns, at: .byte(header.start))
    if let precision = type.precision, !header.isBigEndian, !header.isColumnMajor {
      return try source.matrix(at: header.data, rows: rows, columns: columns, precision: precision)
    }
    let storage = try RowStorage(rows: rows, columns: columns, of: source.path)
    for row in 0..<rows {
      for column in 0..<columns {
        let index = header.isColumnMajor ? column * rows + row : row * columns + column
        storage.set(
          row, column,
          type.value(in: source.file, at: header.data + index * type.size, header.isBigEndian))
      }
    }
    return storage.frozen()
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    let vectors = embeddings.vectors
    let type = Self.type(of: vectors)
    try WordFile.write(embeddings, for: output)
    try output.write { file in
      try file.write(NumPyHeader.bytes(type: type, shape: [vectors.rows, vectors.columns]))
      for row in 0..<vectors.rows { try file.write(bytesOf: row, of: vectors) }
    }
  }

  /// NumPy's name for the precisions that it has.
  static func type(of matrix: Matrix) -> String { matrix.precision == .f16 ? "<f2" : "<f4" }
}

/// The types of numbers that are read as vectors.
enum NumPyFloat {
  case f16
  case f32
  case f64

  var size: Int {
    switch self {
    case .f16: 2
    case .f32: 4
    case .f64: 8
    }
  }

  /// The precision of rows of this type; nil where they must be converted.
  var precision: Precision? {
    switch self {
    case .f16: .f16
    case .f32: .f32
    case .f64: nil
    }
  }

  func value(in file: FileBytes, at offset: Int, _ isBigEndian: Bool) -> Float {
    func bits<Bits: FixedWidthInteger & BitwiseCopyable>(_ type: Bits.Type) -> Bits {
      let bits = file.integer(at: offset, as: type)
      return isBigEndian ? bits.byteSwapped : bits
    }
    switch self {
    case .f16: return Float(Float16(bitPattern: bits(UInt16.self)))
    case .f32: return Float(bitPattern: bits(UInt32.self))
    case .f64: return Float(Double(bitPattern: bits(UInt64.self)))
    }
  }
}
