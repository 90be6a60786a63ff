internal import FirthNumerics
internal import FirthText

/// A safetensors file of another program: one of its matrices, with the words from a file beside it.
struct ForeignSafetensors {
  let source: VectorSource
  let header: SafetensorsHeader

  /// The names that programs give to the matrix of word vectors, the likeliest first.
  private static let likelyNames = [
    SafetensorsFormat.Name.vectors, "embeddings", "embedding.weight", "weight",
  ]

  func read(facts: VectorFile) throws -> Embeddings {
    let tensor = try matrix()
    let vocabulary = try WordFile.words(for: source, rows: tensor.shape[0])
    return Embeddings(vocabulary: vocabulary, vectors: try vectors(tensor), source: facts)
  }

  /// The matrix that `--tensor` names; else the only one, or the one whose name says what it is.
  func matrix() throws(FormatError) -> SafetensorsHeader.Tensor {
    let matrices = header.tensors.filter { Self.isMatrix($0) }
    let found: SafetensorsHeader.Tensor?
    if let name = source.options.tensor {
      found = matrices.first { $0.name == name }
    } else if matrices.count == 1 {
      found = matrices[0]
    } else {
      let names = Self.likelyNames
      found = names.lazy.compactMap { name in matrices.first { $0.name == name } }.first
    }
    guard let tensor = found else {
      throw .noSuchTensor(
        path: source.path, name: source.options.tensor,
        tensors: matrices.map { "\($0.name) \($0.type.rawValue) \($0.shape)" })
    }
    try source.check(
      rows: tensor.shape[0], columns: tensor.shape[1], at: .tensor(tensor.name))
    return tensor
  }

  private static func isMatrix(_ tensor: SafetensorsHeader.Tensor) -> Bool {
    tensor.shape.count == 2 && (tensor.type.precision != nil || tensor.type == .f64)
  }

  /// The matrix; whole numbers without scales are taken as they are, since a cosine needs none.
  func vectors(_ tensor: SafetensorsHeader.Tensor) throws(FormatError) -> Matrix {
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    let start = tensor.range.lowerBound
    if let precision = tensor.type.precision {
      let scales = precision == .i8 ? [Float](repeating: 1, count: rows) : nil
      return try source.matrix(
        at: start, rows: rows, columns: columns, precision: precision, scales: scales)
    }
    let storage = try RowStorage(rows: rows, columns: columns, of: source.path)
    for row in 0..<rows {
      for column in 0..<columns {
        let bits = source.file.integer(at: start + (row * columns + column) * 8, as: UInt64.self)
        storage.set(row, column, Float(Double(bitPattern: bits)))
      }
    }
    return storage.frozen()
  }
}
