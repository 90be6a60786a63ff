import Foundation

/// What the first bytes of a file say about its form.
///
/// A compressed or UTF-16 file read as text would train garbage without an error; so the common
/// ones are recognised and refused with the command that helps.
package enum FileSignature {
  /// How many bytes are looked at.
  static let length = 10

  private static let gzip: [UInt8] = [0x1f, 0x8b]
  private static let deflate: UInt8 = 8

  /// Whether a file begins as gzip does; nil when that cannot be told without reading it away.
  package static func isGzip(file path: String) -> Bool? { start(of: path).map(isGzip) }

  /// The form of a file that is not read; nil for all others.
  package static func unsupported(file path: String) -> (format: String, remedy: String)? {
    start(of: path).flatMap(unsupported)
  }

  /// The first bytes of a regular file.
  private static func start(of path: String) -> [UInt8]? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = FileHandle(forReadingAtPath: path)
    else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: length) else { return [] }
    return Array(data)
  }

  static func isGzip(_ start: [UInt8]) -> Bool { start.starts(with: gzip) }

  /// Whether one of gzip's two magic bytes is wrong and what follows is right.
  ///
  /// No text begins so: 1f is a control character, and 8b cannot begin a character.
  static func isDamagedGzip(_ start: [UInt8]) -> Bool {
    guard start.count == length, start[2] == deflate, start[3] & 0xe0 == 0 else { return false }
    return (start[0] == gzip[0]) != (start[1] == gzip[1])
  }

  static func unsupported(_ start: [UInt8]) -> (format: String, remedy: String)? {
    let known: [(signature: [UInt8], format: String, remedy: String)] = [
      ([0x28, 0xb5, 0x2f, 0xfd], "zstd data", "zstd -dc FILE | firth … -"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz data", "xz -dc FILE | firth … -"),
      (Array("BZh".utf8), "bzip2 data", "bzip2 -dc FILE | firth … -"),
      (Array("PK".utf8) + [3, 4], "a zip archive", "unzip -p FILE | firth … -"),
    ]
    if let match = known.first(where: { start.starts(with: $0.signature) }) {
      // "BZh" alone may begin a text: the block's own magic must follow the level.
      let isText =
        match.signature.count == 3 && start.dropFirst(4) != [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
      return isText ? nil : (match.format, match.remedy)
    }
    let isLittle = start.starts(with: [0xff, 0xfe]) && start.count > 3 && start[3] == 0
    let isBig = start.starts(with: [0xfe, 0xff]) && start.count > 3 && start[2] == 0
    return isLittle || isBig
      ? ("UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE | firth … -") : nil
  }
}
