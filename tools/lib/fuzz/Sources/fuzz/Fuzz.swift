internal import Firth
internal import Foundation
internal import LibFuzzer

/// `fuzz seeds FOLDER` writes files to start from; `fuzz READER FOLDER …` hands each of libFuzzer's
/// inputs to a reader, with libFuzzer's own options behind.
@main
enum Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2 else { throw Usage() }
    if arguments[1] == "seeds" { return try Seeds(folder: arguments[2]).write() }
    guard let reader = Reader(rawValue: arguments[1]) else { throw Usage() }
    try FuzzedFile.prepare(reader)
    // libFuzzer sees the arguments without the reader.
    var count = CInt(arguments.count - 1)
    var pointers = unsafe ([arguments[0]] + arguments.dropFirst(2)).map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      let status = unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, size in
        unsafe FuzzedFile.read(UnsafeRawBufferPointer(start: bytes, count: size))
        return 0
      }
      exit(status)
    }
  }

  struct Usage: Error, CustomStringConvertible {
    let description = "fuzz seeds FOLDER, or fuzz READER FOLDER [libFuzzer's options]"
  }
}
