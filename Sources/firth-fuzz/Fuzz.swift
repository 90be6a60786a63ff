import FirthFiles
import FirthVectors
import Foundation

/// What libFuzzer calls: one input is written to a file and read by the reader of the format that
/// `FIRTH_FUZZ_FORMAT` names (`detect`: whichever the content asks for).
///
/// Vectors or a `FormatError` are right; a crash, a hang, or much memory is what is looked for. The
/// vectors are asked for neighbours, so that wild sizes show.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = unsafe UnsafeBufferPointer(start: data, count: size)
  do {
    try Data(buffer: bytes).write(to: URL(fileURLWithPath: Fuzz.path))
    let vectors = try Embeddings(contentsOf: Fuzz.path, options: Fuzz.options)
    let word = vectors.vocabulary[.init(0)]
    _ = vectors.similar(to: [word, "unseen"], maximumCount: 3)
    _ = vectors.summary
  } catch is FormatError {
    // As it should be.
  } catch is FileError {
    // A sidecar that this input asks for and that is not there.
  } catch {
    fatalError("\(error)")
  }
  return 0
}

private enum Fuzz {
  static let environment = ProcessInfo.processInfo.environment
  static let folder = environment["FIRTH_FUZZ_FOLDER"] ?? NSTemporaryDirectory()
  static let path = folder + "/input-\(getpid())"
  static let options = VectorReadingOptions(
    format: environment["FIRTH_FUZZ_FORMAT"].flatMap(VectorFormat.init),
    vocabulary: environment["FIRTH_FUZZ_WORDS"].flatMap { $0.isEmpty ? nil : $0 })
}
