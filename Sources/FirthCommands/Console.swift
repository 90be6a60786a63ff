internal import Firth
internal import Foundation

/// Standard output and standard error.
enum Console {
  /// Whether standard error is a terminal, where a line can be written over.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes to standard output at once, so that a reader in a pipe has it.
  ///
  /// - Throws: `FileError` when the disk or device behind it is full.
  static func write(_ text: String) throws(FileError) { try write(bytes: Array(text.utf8)) }

  /// Writes bytes to standard output, as `write` does text.
  static func write(bytes: [UInt8]) throws(FileError) {
    let code = send(bytes, to: STDOUT_FILENO)
    if code != 0 { throw .writing("standard output", code: code) }
  }

  /// Writes a value as one line of JSON to standard output.
  static func write(json value: some Encodable) throws { try write(line(json: value)) }

  /// A value as one line of JSON.
  static func line(json value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A norm or a loss may be infinite or no number, which JSON cannot say.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try String(decoding: encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// Writes a sentence for the user to standard error.
  static func note(_ text: String) { progress("firth: \(text)\n") }

  /// Writes to standard error as it is; a closed standard error is no reason to stop.
  static func progress(_ text: String) { _ = send(Array(text.utf8), to: STDERR_FILENO) }

  /// Writes all bytes; returns 0 or the `errno` of the failure.
  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
