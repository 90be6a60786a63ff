public import FirthFiles
internal import FirthNumerics
public import FirthText

extension Embeddings {
  /// Writes a file, which appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - path: the file; its ending chooses the format where none is given, and compresses where it
  ///     is `.gz`.
  ///   - format: the format.
  ///   - options: what the format leaves to choose.
  /// - Throws: `FileError` when the file can't be written, `FormatError` when the ending stands for
  ///   no format or the format can't hold a word or a value.
  public func write(
    to path: String, format: VectorFormat? = nil, options: WritingOptions = WritingOptions()
  ) throws {
    guard let format = format ?? VectorFormat(extensionOf: path) else {
      throw FormatError.unknownExtension(path: path)
    }
    guard format.isFolder else {
      return try write(to: OutputFile(path), format: format, options: options)
    }
    let output = try VectorOutput(folder: path, format: format, options: options)
    try format.codec.write(try inPrecision(of: format), to: output)
    try output.commit()
  }

  /// Writes to a file that is open already and commits it.
  ///
  /// - Precondition: the format is no folder.
  /// - Throws: `FileError` when the file can't be written, `FormatError` when the format can't hold
  ///   a word or a value.
  public func write(
    to file: consuming OutputFile, format: VectorFormat,
    options: WritingOptions = WritingOptions()
  ) throws {
    precondition(!format.isFolder, "\(format.rawValue) is a folder")
    let output = VectorOutput(file, format: format, options: options)
    try format.codec.write(try inPrecision(of: format), to: output)
    try output.commit()
  }

  /// The vectors in a precision that a format keeps: their own, or single.
  private func inPrecision(of format: VectorFormat) throws(FormatError) -> Embeddings {
    if format.precisions.contains(vectors.precision) { return self }
    try checkMemory(for: .f32)
    return converted(to: .f32)
  }

  /// What a file of a format leaves out of these vectors, as words for a message.
  public func losses(in format: VectorFormat) -> [String] {
    let isNative = format == .safetensors
    let holdsCounts = isNative || format.codec.holdsCounts
    let holdsNorms = isNative || format == .finalfusion
    let holdsMetadata =
      isNative
      || (format == .finalfusion && metadata.keys.allSatisfy { $0 == Finalfusion.metadataKey })
    return [
      holdsCounts || vocabulary.counts == nil ? nil : "counts",
      isNative || context == nil ? nil : "context vectors",
      isNative || biases == nil ? nil : "biases",
      isNative || contextBiases == nil ? nil : "context biases",
      holdsNorms || originalNorms == nil ? nil : "norms before normalizing",
      subwords == nil ? nil : "n-grams",
      holdsMetadata || metadata.isEmpty ? nil : "metadata",
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
