public import FirthFiles
public import FirthText

extension Embeddings {
  /// Writes a file, which appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - path: the file; its ending chooses the format where none is given: `.safetensors`, `.bin`,
  ///     `.txt`, `.vec`.
  ///   - format: the format.
  /// - Throws: `FileError` when the file can't be written, `FormatError` when the ending stands for
  ///   no format or the format can't hold a word.
  public func write(to path: String, format: VectorFormat? = nil) throws {
    guard let format = format ?? VectorFormat(extensionOf: path) else {
      throw FormatError.unknownExtension(path: path)
    }
    try write(to: OutputFile(path), format: format)
  }

  /// Writes to a file that is open already and commits it.
  ///
  /// - Throws: `FileError` when the file can't be written, `FormatError` when the format can't hold
  ///   a word.
  public func write(to file: consuming OutputFile, format: VectorFormat) throws {
    switch format {
    case .safetensors: try SafetensorsFormat.write(self, to: &file)
    case .word2vecBinary: try Word2VecBinary.write(self, to: &file)
    case .word2vecText: try Word2VecText.write(self, to: &file)
    }
    try file.commit()
  }

  /// What a file of a format leaves out of these vectors, as words for a message; empty for
  /// safetensors.
  public func losses(in format: VectorFormat) -> [String] {
    guard format != .safetensors else { return [] }
    return [
      vocabulary.counts.map { _ in "counts" }, context.map { _ in "context vectors" },
      biases.map { _ in "biases" }, contextBiases.map { _ in "context biases" },
      originalNorms.map { _ in "norms before normalizing" },
      metadata.isEmpty ? nil : "metadata",
    ].compactMap(\.self)
  }

  /// About the size of the safetensors file for words and vectors, rather too much than too little.
  ///
  /// - Parameters:
  ///   - vocabulary: the words.
  ///   - dimensions: the values in each vector.
  ///   - hasContext: whether the context vectors will be written too.
  /// - Returns: bytes.
  public static func fileSize(
    vocabulary: Vocabulary, dimensions: Int, hasContext: Bool = false
  ) -> Int {
    // Each row has its norm beside it.
    let floats =
      vocabulary.count * (dimensions * (hasContext ? 2 : 1) + 1) * MemoryLayout<Float>.stride
    let countsAndOffsets = (2 * vocabulary.count + 1) * MemoryLayout<UInt64>.stride
    return SafetensorsFormat.generousHeader + floats + countsAndOffsets + vocabulary.bytes.count
  }
}
