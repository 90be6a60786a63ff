internal import Firth

/// Where vectors of sentences go: a file that appears when it is whole, or standard output.
final class SentenceFile {
  private var file: OutputFile?

  init(_ file: consuming OutputFile?) { self.file = consume file }

  func write(_ bytes: [UInt8]) throws(FileError) {
    guard var file = file.take() else { return try Console.write(bytes: bytes) }
    try file.write(bytes)
    self.file = consume file
  }

  /// Writes vectors as JSON Lines.
  func write(linesOf block: SentenceBlock) throws(FileError) {
    for text in SentenceOutput.lines(block) { try write(text) }
  }

  /// Writes vectors as they lie in a `.npy` file.
  func write(rowsOf block: SentenceBlock) throws {
    guard var file = file.take() else { preconditionFailure("a .npy file without a name") }
    try SentenceOutput.write(block, to: &file)
    self.file = consume file
  }

  /// Writes components and gives the file its name, if there is one.
  func write(_ components: SentenceComponents) throws(FileError) {
    if let file = file.take() { try components.write(to: file) }
  }

  /// Gives the file its name, if there is one.
  func commit() throws(FileError) {
    if let file = file.take() { try file.commit() }
  }
}
