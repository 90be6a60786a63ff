internal import FirthFiles
internal import FirthNumerics
internal import FirthText

extension SafetensorsFormat {
  /// Opens a file: the matrices stay where they are, mapped; words and counts are copied.
  static func read(_ mapped: MappedFile) throws(FormatError) -> Embeddings {
    let file = FileBytes(mapped)
    let header = try SafetensorsHeader(file)
    try checkVersion(header, file)
    let reader = SafetensorsReader(file: file, header: header)
    guard let tokens = header.tensor(Name.tokens),
      let offsets = header.tensor(Name.tokenOffsets)
    else {
      throw .lacksWords(path: file.path, tensors: header.tensors.map(\.name))
    }
    let vectors = try reader.required(Name.vectors, .f32, [nil, nil])
    let (rows, columns) = (vectors.shape[0], vectors.shape[1])
    guard rows > 0, columns > 0, rows < Int(UInt32.max), columns <= Int(Int32.max) else {
      throw file.invalid(
        .tensor(vectors.name), expected: "a word and a dimension at least, below 2^32 and 2^31",
        found: "\(vectors.shape)")
    }
    _ = try reader.required(tokens.name, .u8, [nil])
    _ = try reader.required(offsets.name, .u64, [rows + 1])
    let counts = try reader.optional(Name.counts, .u64, [rows])
    let context = try reader.optional(Name.context, .f32, [rows, columns])
    let vocabulary = Vocabulary(
      bytes: file[tokens.range], offsets: try reader.offsets(offsets, upTo: tokens.range.count),
      counts: try counts.map(reader.counts))
    return Embeddings(
      vocabulary: vocabulary, vectors: reader.matrix(vectors),
      context: context.map(reader.matrix),
      biases: try reader.optional(Name.biases, .f32, [rows]).map(reader.floats),
      contextBiases: try reader.optional(Name.contextBiases, .f32, [rows]).map(reader.floats),
      metadata: header.metadata, source: reader.source)
  }

  private static func checkVersion(
    _ header: SafetensorsHeader, _ file: FileBytes
  ) throws(FormatError) {
    guard header.metadata[Key.format] == name, let version = header.metadata[Key.version] else {
      return
    }
    guard let number = Int(version), number <= Self.version else {
      throw .newerVersion(path: file.path, version: version)
    }
  }
}

/// Takes tensors out of a file whose header is checked.
private struct SafetensorsReader {
  let file: FileBytes
  let header: SafetensorsHeader

  typealias Tensor = SafetensorsHeader.Tensor

  var source: VectorFile {
    VectorFile(
      path: file.path, format: .safetensors, bytes: file.count,
      tensors: header.tensors.map {
        VectorFile.Tensor(
          name: $0.name, type: $0.type.rawValue, shape: $0.shape, bytes: $0.range.count)
      })
  }

  /// A tensor of a type and shape; nil in the shape stands for any extent.
  func optional(
    _ name: String, _ type: SafetensorsHeader.ElementType, _ shape: [Int?]
  ) throws(FormatError) -> Tensor? {
    guard let tensor = header.tensor(name) else { return nil }
    let fits =
      tensor.shape.count == shape.count
      && zip(tensor.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
    guard tensor.type == type, fits else {
      let extents = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      throw file.invalid(
        .tensor(name), expected: "\(type.rawValue) [\(extents)]",
        found: "\(tensor.type.rawValue) \(tensor.shape)")
    }
    return tensor
  }

  func required(
    _ name: String, _ type: SafetensorsHeader.ElementType, _ shape: [Int?]
  ) throws(FormatError) -> Tensor {
    guard let tensor = try optional(name, type, shape) else {
      throw file.invalid(
        .tensor(name), expected: "to be in the file",
        found: "only " + header.tensors.map(\.name).joined(separator: ", "))
    }
    return tensor
  }

  /// The matrix in place; a copy only where another program's header is no multiple of 4 long.
  func matrix(_ tensor: Tensor) -> Matrix {
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    let bytes = unsafe file.raw(tensor.range)
    let isAligned =
      UInt(bitPattern: bytes.baseAddress) % UInt(MemoryLayout<Float>.alignment) == 0
    if isAligned, let base = unsafe bytes.assumingMemoryBound(to: Float.self).baseAddress {
      return unsafe Matrix(
        viewing: base, rows: rows, columns: columns, stride: columns, owner: file.file)
    }
    let copy = RowStorage(rows: rows, columns: columns)
    let rowBytes = columns * MemoryLayout<Float>.stride
    for row in 0..<rows {
      let start = tensor.range.lowerBound + row * rowBytes
      unsafe copy.fill(row, from: file.raw(start..<start + rowBytes))
    }
    return copy.frozen()
  }

  func floats(_ tensor: Tensor) -> [Float] {
    numbers(tensor, as: UInt32.self).map(Float.init(bitPattern:))
  }

  /// Where each word starts: rises from 0 to the number of bytes.
  func offsets(_ tensor: Tensor, upTo end: Int) throws(FormatError) -> [Int] {
    let offsets = numbers(tensor, as: UInt64.self)
    var last: UInt64 = 0
    for (row, offset) in offsets.enumerated() {
      guard offset >= last, offset <= UInt64(end), row > 0 || offset == 0 else {
        throw file.invalid(
          .tensor(tensor.name), expected: "offsets that rise from 0 to \(end)",
          found: "\(offset) at place \(row) after \(last)")
      }
      last = offset
    }
    guard last == UInt64(end) else {
      throw file.invalid(
        .tensor(tensor.name), expected: "offsets that rise from 0 to \(end)",
        found: "\(last) at the end")
    }
    return offsets.map { Int($0) }
  }

  /// The counts, whose sum must fit in 64 bits.
  func counts(_ tensor: Tensor) throws(FormatError) -> [UInt64] {
    let counts = numbers(tensor, as: UInt64.self)
    var total: UInt64 = 0
    for (row, count) in counts.enumerated() {
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow else {
        throw file.invalid(
          .tensor(tensor.name), expected: "counts whose sum is below 2^64",
          found: "\(count) at place \(row)")
      }
      total = sum
    }
    return counts
  }

  private func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ tensor: Tensor, as type: Number.Type
  ) -> [Number] {
    let size = MemoryLayout<Number>.size
    return (0..<tensor.range.count / size).map {
      file.integer(at: tensor.range.lowerBound + $0 * size)
    }
  }
}
