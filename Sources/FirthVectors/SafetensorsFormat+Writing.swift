internal import FirthFiles
internal import FirthNumerics
internal import FirthText

extension SafetensorsFormat {
  /// Writes vectors so that the matrix starts at a multiple of 64 bytes; the same vectors give the
  /// same bytes.
  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try output.write { try write(embeddings, to: &$0) }
  }

  private static func write(
    _ embeddings: Embeddings, to file: inout OutputFile
  ) throws(FileError) {
    let vocabulary = embeddings.vocabulary
    try file.write(header(embeddings))
    try write(embeddings.vectors, to: &file)
    // Always of the rows as they are: a file may have brought wrong ones.
    try write(Norms.ofRows(embeddings.vectors), to: &file)
    if let context = embeddings.context { try write(context, to: &file) }
    for values in [embeddings.biases, embeddings.contextBiases, embeddings.originalNorms] {
      try write(values ?? [], to: &file)
    }
    try write(vocabulary.counts ?? [], to: &file)
    try write(vocabulary.offsets.map { UInt64($0) }, to: &file)
    try file.write(vocabulary.bytes)
    for attachment in embeddings.attachments { try file.write(attachment.bytes) }
  }

  /// The header with its length before it.
  private static func header(_ embeddings: Embeddings) -> [UInt8] {
    let (rows, columns) = (embeddings.vocabulary.count, embeddings.dimension)
    var metadata = embeddings.metadata
    metadata[Key.format] = name
    metadata[Key.version] = String(version)
    var header = SafetensorsHeaderBuilder(metadata: metadata)
    func add(_ name: String, scales: String, _ matrix: Matrix) {
      header.add(name, .init(matrix.precision), [rows, columns])
      if matrix.scales != nil { header.add(scales, .f32, [rows]) }
    }
    add(Name.vectors, scales: Name.scales, embeddings.vectors)
    header.add(Name.norms, .f32, [rows])
    if let context = embeddings.context {
      add(Name.context, scales: Name.contextScales, context)
    }
    if embeddings.biases != nil { header.add(Name.biases, .f32, [rows]) }
    if embeddings.contextBiases != nil { header.add(Name.contextBiases, .f32, [rows]) }
    if embeddings.originalNorms != nil { header.add(Name.originalNorms, .f32, [rows]) }
    if embeddings.vocabulary.counts != nil { header.add(Name.counts, .u64, [rows]) }
    header.add(Name.tokenOffsets, .u64, [rows + 1])
    header.add(Name.tokens, .u8, [embeddings.vocabulary.bytes.count])
    for attachment in embeddings.attachments {
      header.add(attachment.name, .u8, [attachment.bytes.count])
    }
    return header.bytes
  }

  private static func write(_ matrix: Matrix, to file: inout OutputFile) throws(FileError) {
    #if _endian(big)
      #error("rows are written as they lie in memory, which must be little-endian")
    #endif
    for row in 0..<matrix.rows {
      // `withBytes` lends by `rethrows`, which would lose the error's type.
      let result: Result<Void, FileError> = unsafe matrix.withBytes(ofRow: row) { bytes in
        Result { () throws(FileError) in unsafe try file.write(bytes) }
      }
      try result.get()
    }
    try write(matrix.scales ?? [], to: &file)
  }

  private static func write(_ values: [Float], to file: inout OutputFile) throws(FileError) {
    try write(values.map(\.bitPattern), to: &file)
  }

  private static func write<Number: FixedWidthInteger>(
    _ numbers: [Number], to file: inout OutputFile
  ) throws(FileError) {
    try file.write(littleEndian(numbers))
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * MemoryLayout<Number>.size)
    for number in numbers {
      unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
