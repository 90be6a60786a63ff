internal import FirthFiles

extension Embeddings {
  /// Reads a file of word vectors; a safetensors file is mapped and not copied.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - format: its format; nil finds it out by the file's content first and its name second.
  /// - Throws: `FileError` when the file can't be read, `FormatError` when it is damaged or of no
  ///   known format.
  public init(contentsOf path: String, format: VectorFormat? = nil) throws {
    let file = try MappedFile(path)
    let format = try format ?? VectorFormat(sniffing: file)
    switch format {
    case .safetensors: self = try SafetensorsFormat.read(file)
    case .word2vecBinary: self = try Word2VecBinary.read(file)
    case .word2vecText: self = try Word2VecText.read(file)
    }
  }
}
