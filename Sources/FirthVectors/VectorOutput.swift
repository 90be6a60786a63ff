internal import FirthFiles
internal import FirthText

/// The file, or the files, that a format is written as; all appear when all are whole.
final class VectorOutput {
  let path: String
  let format: VectorFormat
  let options: WritingOptions
  private var main: OutputFile?
  /// Whether the output is a folder that was not there before.
  private var isNewFolder = false
  private var companions: [(path: String, file: CompanionFile)] = []

  init(_ file: consuming OutputFile, format: VectorFormat, options: WritingOptions) {
    path = file.path
    self.format = format
    self.options = options
    main = consume file
  }

  /// An output that is a folder, which is made if it is not there.
  init(folder path: String, format: VectorFormat, options: WritingOptions) throws(FileError) {
    self.path = path
    self.format = format
    self.options = options
    main = nil
    isNewFolder = try OutputFolder.make(path)
  }

  /// Writes to the file that has the output's name.
  func write(_ body: (inout OutputFile) throws -> Void) throws {
    guard var file = main.take() else { preconditionFailure("the output is committed") }
    try body(&file)
    main = consume file
  }

  /// Writes a file beside the output.
  func write(beside path: String, _ body: (inout OutputFile) throws -> Void) throws {
    var file = try OutputFile(path)
    try body(&file)
    companions.append((path, CompanionFile(file)))
  }

  /// Gives all files their names, the main one's last.
  func commit() throws(FileError) {
    for companion in companions { try companion.file.commit() }
    if let file = main.take() { try file.commit() }
    isNewFolder = false
  }

  deinit {
    // What is not whole leaves nothing behind.
    companions = []
    if isNewFolder { OutputFolder.removeEmpty(path) }
  }

  /// An error for a word that the format can't hold.
  func unwritable(_ embeddings: Embeddings, row: Int, because reason: String) -> FormatError {
    .unwritableWord(
      path: path, word: embeddings.vocabulary[WordID(row)], row: row, format: format,
      because: reason)
  }
}

/// A written file that waits for its name.
private final class CompanionFile {
  private var file: OutputFile?

  init(_ file: consuming OutputFile) { self.file = consume file }

  func commit() throws(FileError) {
    if let file = file.take() { try file.commit() }
  }
}
