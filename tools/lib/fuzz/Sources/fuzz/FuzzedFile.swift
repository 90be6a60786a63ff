internal import Firth
internal import Foundation

/// The file that each input becomes, and what is done with it.
///
/// Vectors or an error that the library names are right. A crash, a hang and an allocation larger
/// than the input can account for are what libFuzzer looks for.
enum FuzzedFile {
  nonisolated(unsafe) private static var reader = Reader.detect
  private static let folder = NSTemporaryDirectory() + "/firth-fuzz-\(getpid())"

  /// Makes the folder, with what the reader takes beside the input.
  static func prepare(_ reader: Reader) throws {
    unsafe self.reader = reader
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: FuzzedFile.folder) }
    switch reader {
    case .tokenizer: try Seeds.sample.write(to: folder, format: .modelFolder)
    case .words: try Seeds.sample.write(to: folder + "/matrix.npy")
    default: try Data(Seeds.words.utf8).write(to: URL(fileURLWithPath: folder + "/words.txt"))
    }
  }

  /// Reads an input, asks the vectors something, and writes them again.
  static func read(_ input: UnsafeRawBufferPointer) {
    let reader = unsafe reader
    let words = folder + "/words.txt"
    do {
      let path = folder + "/" + reader.fileName
      try unsafe put(input, path)
      let opened =
        switch reader {
        case .tokenizer: folder
        case .words: folder + "/matrix.npy"
        default: path
        }
      let vectors = try Embeddings(
        contentsOf: opened,
        options: VectorReadingOptions(
          format: reader.format,
          vocabulary: reader.needsWords || reader == .words ? words : nil))
      let word = vectors.vocabulary[WordID(0)]
      _ = vectors.similar(to: [word, "unseen"], maximumCount: 3)
      _ = vectors.oddOneOut(among: [word, "unseen", "king"])
      _ = vectors.summary
      if let format = reader.format, format.isWritable, !format.isFolder {
        try vectors.write(to: folder + "/again", format: format)
      }
    } catch is FormatError {
      // As it should be.
    } catch is FileError {
      // A file beside this one is asked for that is not there.
    } catch {
      fatalError("\(error)")
    }
  }

  private static func put(_ bytes: UnsafeRawBufferPointer, _ path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    defer { close(descriptor) }
    guard unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
      throw POSIXError(.EIO)
    }
  }
}
