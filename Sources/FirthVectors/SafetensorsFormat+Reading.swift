internal import Dispatch
internal import FirthFiles
internal import FirthNumerics
internal import FirthText
internal import Synchronization

extension SafetensorsFormat {
  /// Opens a file: the matrices stay where they are, mapped; words and counts are copied.
  static func read(_ source: VectorSource) throws -> Embeddings {
    let file = source.file
    let header = try SafetensorsHeader(file)
    try checkVersion(header, file)
    let reader = SafetensorsReader(source: source, header: header)
    guard source.options.tensor == nil, source.options.vocabulary == nil,
      let tokens = header.tensor(Name.tokens), let offsets = header.tensor(Name.tokenOffsets)
    else {
      return try ForeignSafetensors(source: source, header: header).read(
        facts: source.facts(tensors: reader.facts))
    }
    let vectors = try reader.requiredMatrix(Name.vectors, scales: Name.scales, shape: [nil, nil])
    let (rows, columns) = (vectors.rows, vectors.columns)
    _ = try reader.required(tokens.name, .u8, shape: [nil])
    _ = try reader.required(offsets.name, .u64, shape: [rows + 1])
    let counts = try reader.optional(Name.counts, .u64, shape: [rows])
    let words = CopiedBytes(file, tokens.range)
    // Also where an error is thrown: nothing reads the file after its reader has given up.
    defer { words.wait() }
    let places = try reader.offsets(offsets, upTo: tokens.range.count)
    let norms = try reader.norms(Name.norms, rows)
    let vocabulary = Vocabulary(
      bytes: words.value, offsets: places, counts: try counts.map(reader.counts))
    return Embeddings(
      vocabulary: vocabulary, vectors: vectors, norms: norms,
      context: try reader.optionalMatrix(
        Name.context, scales: Name.contextScales, shape: [rows, columns]),
      biases: try reader.optional(Name.biases, .f32, shape: [rows]).map(reader.floats),
      contextBiases: try reader.optional(Name.contextBiases, .f32, shape: [rows]).map(
        reader.floats),
      originalNorms: try reader.norms(Name.originalNorms, rows), metadata: header.metadata,
      attachments: header.tensors
        .filter { $0.type == .u8 && $0.name.hasPrefix(AttachedBytes.prefix) }
        .map { AttachedBytes(name: $0.name, in: file, $0.range) },
      source: source.facts(tensors: reader.facts))
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

/// A part of a file that is copied while others are; a million words open about 7 ms sooner so.
private final class CopiedBytes: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  private let group = DispatchGroup()

  init(_ file: FileBytes, _ range: Range<Int>) {
    DispatchQueue.global().async(group: group) { [self] in
      let copy = file[range]
      bytes.withLock { $0 = copy }
    }
  }

  /// The bytes, once they are there.
  var value: [UInt8] {
    wait()
    return bytes.withLock { $0 }
  }

  func wait() {
    group.wait()
  }
}

/// Takes tensors out of a file whose header is checked.
private struct SafetensorsReader {
  let source: VectorSource
  let header: SafetensorsHeader

  private var file: FileBytes { source.file }

  typealias Tensor = SafetensorsHeader.Tensor

  /// The tensors, for who asks what the file holds.
  var facts: [VectorFile.Tensor] {
    header.tensors.map {
      VectorFile.Tensor(
        name: $0.name, type: $0.type.rawValue, shape: $0.shape, bytes: $0.range.count)
    }
  }

  /// A tensor of a type and shape; nil in the shape stands for any extent.
  func optional(
    _ name: String, _ types: SafetensorsHeader.ElementType..., shape: [Int?]
  ) throws(FormatError) -> Tensor? {
    try optional(name, types, shape)
  }

  private func optional(
    _ name: String, _ types: [SafetensorsHeader.ElementType], _ shape: [Int?]
  ) throws(FormatError) -> Tensor? {
    guard let tensor = header.tensor(name) else { return nil }
    let fits =
      tensor.shape.count == shape.count
      && zip(tensor.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
    guard types.contains(tensor.type), fits else {
      let extents = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      let names = types.map(\.rawValue).joined(separator: " or ")
      throw file.invalid(
        .tensor(name), expected: "\(names) [\(extents)]",
        found: "\(tensor.type.rawValue) \(tensor.shape)")
    }
    return tensor
  }

  func required(
    _ name: String, _ type: SafetensorsHeader.ElementType, shape: [Int?]
  ) throws(FormatError) -> Tensor {
    guard let tensor = try optional(name, type, shape: shape) else { throw missing(name) }
    return tensor
  }

  private func missing(_ name: String) -> FormatError {
    file.invalid(
      .tensor(name), expected: "to be in the file",
      found: "only " + header.tensors.map(\.name).joined(separator: ", "))
  }

  func requiredMatrix(
    _ name: String, scales: String, shape: [Int?]
  ) throws(FormatError) -> Matrix {
    guard let matrix = try optionalMatrix(name, scales: scales, shape: shape) else {
      throw missing(name)
    }
    return matrix
  }

  /// A matrix in any precision, with the scales that its rows need if they are whole numbers.
  func optionalMatrix(
    _ name: String, scales: String, shape: [Int?]
  ) throws(FormatError) -> Matrix? {
    let types = Precision.allCases.map(SafetensorsHeader.ElementType.init)
    guard let tensor = try optional(name, types, shape), let precision = tensor.type.precision
    else { return nil }
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    guard rows > 0, columns > 0, rows < Int(UInt32.max), columns <= Int(Int32.max) else {
      throw file.invalid(
        .tensor(name), expected: "a word and a dimension at least, below 2^32 and 2^31",
        found: "\(tensor.shape)")
    }
    let rowScales =
      precision == .i8
      ? floats(try required(scales, .f32, shape: [rows])) : nil
    return try source.matrix(
      at: tensor.range.lowerBound, rows: rows, columns: columns, precision: precision,
      scales: rowScales)
  }

  /// Lengths of rows, none of them negative.
  func norms(_ name: String, _ rows: Int) throws(FormatError) -> [Float]? {
    guard let tensor = try optional(name, .f32, shape: [rows]) else { return nil }
    let norms = floats(tensor)
    if let row = norms.firstIndex(where: { $0 < 0 }) {
      throw file.invalid(
        .tensor(name), expected: "lengths of 0 or more", found: "\(norms[row]) at place \(row)")
    }
    return norms
  }

  func floats(_ tensor: Tensor) -> [Float] { numbers(tensor, as: Float.self) }

  /// Where each word starts: rises from 0 to the number of bytes.
  func offsets(_ tensor: Tensor, upTo end: Int) throws(FormatError) -> [Int] {
    // A number that is no Int becomes negative, which the check finds.
    let offsets = numbers(tensor, as: Int.self)
    // Of a sound file, which is nearly every one, only this is asked of each word.
    var (isSound, previous) = (offsets.first == 0, 0)
    for offset in offsets {
      isSound = isSound && offset >= previous
      previous = offset
    }
    if isSound, previous == end { return offsets }
    var last = 0
    for (row, offset) in offsets.enumerated() {
      guard offset >= last, offset <= end, row > 0 || offset == 0 else {
        throw file.invalid(
          .tensor(tensor.name), expected: "offsets that rise from 0 to \(end)",
          found: "\(UInt64(bitPattern: Int64(offset))) at place \(row) after \(last)")
      }
      last = offset
    }
    guard last == end else {
      throw file.invalid(
        .tensor(tensor.name), expected: "offsets that rise from 0 to \(end)",
        found: "\(last) at the end")
    }
    return offsets
  }

  /// The counts, whose sum must fit in 64 bits.
  func counts(_ tensor: Tensor) throws(FormatError) -> [UInt64] {
    try file.checked(counts: numbers(tensor, as: UInt64.self), at: .tensor(tensor.name))
  }

  /// A copy of a tensor's numbers; a million of them take a millisecond.
  private func numbers<Number: BitwiseCopyable>(
    _ tensor: Tensor, as type: Number.Type
  ) -> [Number] {
    #if _endian(big)
      #error("numbers are copied as they lie in the file, which is little-endian")
    #endif
    let count = tensor.range.count / MemoryLayout<Number>.size
    let bytes = unsafe file.raw(tensor.range)
    return unsafe [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
      unsafe UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
      initialized = count
    }
  }
}
