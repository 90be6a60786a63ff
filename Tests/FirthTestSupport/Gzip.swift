import FirthFiles
import Foundation

/// A gzip member with stored blocks and any header fields, made without zlib.
package func gzipMember(
  _ text: [UInt8], flags: UInt8 = 0, fields: [UInt8] = [], blockSize: Int = 60_000
) -> [UInt8] {
  var member: [UInt8] = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3] + fields
  var start = 0
  repeat {
    let end = min(start + blockSize, text.count)
    let length = UInt16(end - start)
    member.append(end == text.count ? 1 : 0)
    member += littleEndian(UInt32(length)).prefix(2) + littleEndian(UInt32(~length)).prefix(2)
    member += text[start..<end]
    start = end
  } while start < text.count
  return member + littleEndian(crc32(text)) + littleEndian(UInt32(text.count))
}

private func littleEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = .max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
  }
  return ~crc
}

/// Calls `body` with the path of a file that holds the bytes and is removed afterwards.
package func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result
{
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

/// The text of a file, or its first bytes, read through blocks of a size.
package func text(ofFile path: String, block: Int, limit: Int = .max) throws -> [UInt8] {
  var input = try TextInput(path)
  let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: block)
  defer { unsafe buffer.deallocate() }
  var text: [UInt8] = []
  while text.count < limit {
    let count = try unsafe input.read(into: buffer)
    if count == 0 { break }
    unsafe text += buffer[..<count]
  }
  return text
}
