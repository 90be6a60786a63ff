internal import FirthFiles

extension Embeddings {
  /// Reads a file of word vectors; a matrix that lies in the file as it is used is mapped and not
  /// copied.
  ///
  /// - Parameters:
  ///   - path: the file, or the folder of a format that is one; gzip is inflated.
  ///   - format: its format; nil finds it out by the file's content first and its name second.
  /// - Throws: `FileError` when the file can't be read, `FormatError` when it is damaged or of no
  ///   known format.
  public init(contentsOf path: String, format: VectorFormat? = nil) throws {
    try self.init(contentsOf: path, options: VectorReadingOptions(format: format))
  }

  /// Reads a file of word vectors in the way that options say.
  ///
  /// - Throws: as `init(contentsOf:format:)`; with `isStrict` also for what would be repaired.
  public init(contentsOf path: String, options: VectorReadingOptions) throws {
    if let (format, member) = Self.folderFormat(path) {
      self = try format.codec.read(
        VectorSource(
          MappedFile(path + "/" + member), path: path, format: format, options: options))
      return
    }
    var file = try MappedFile(path)
    if file.isGzip { file = try Self.inflate(file) }
    let format = try options.format ?? VectorFormat(sniffing: file, options)
    self = try format.codec.read(VectorSource(file, format: format, options: options))
  }

  /// The format of a folder, by the files in it, and which of them has the vectors.
  private static func folderFormat(_ path: String) -> (VectorFormat, member: String)? {
    let formats: [(VectorFormat, member: String)] = [
      (.modelFolder, ModelFolder.matrix), (.tensorBoard, TensorBoard.vectors),
    ]
    return formats.first { (try? MappedFile(path + "/" + $0.member)) != nil }
  }

  /// What a gzip file holds.
  static func inflate(_ file: MappedFile) throws -> MappedFile {
    do {
      return try file.inflated()
    } catch InputError.damaged(let offset, let problem) {
      throw FormatError.invalid(
        path: file.path, at: .byte(offset), expected: "whole gzip data", found: problem)
    } catch InputError.file(let error) {
      throw error
    }
  }
}
