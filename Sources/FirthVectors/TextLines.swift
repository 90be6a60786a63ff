internal import Foundation

/// The lines of a text.
enum TextLines {
  /// Calls `body` with each line, without its line feed, until it returns false.
  static func forEach(
    in range: Range<Int>, of bytes: Span<UInt8>, _ body: (Range<Int>) -> Bool
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      let end = Self.end(of: bytes, from: position, limit: range.upperBound)
      guard body(position..<end) else { return }
      position = end + 1
    }
  }

  /// Where the line that starts at a byte ends: at its line feed or at the limit.
  static func end(of bytes: Span<UInt8>, from start: Int, limit: Int) -> Int {
    precondition(start >= 0 && start <= limit && limit <= bytes.count)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard start < limit, let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, 0x0A, limit - start)
      else { return limit }
      return unsafe UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
    }
  }
}

/// Which line each row of a text file is on.
struct LineNumbers {
  /// The number of the first line, from 1.
  let first: Int
  /// How many lines there are.
  private(set) var lineCount = 0
  /// The numbers of the lines that are no rows, rising.
  private(set) var emptyLines: [Int] = []

  init(first: Int) { self.first = first }

  /// Appends lines, given which of them, from 0, are empty.
  mutating func append(_ count: Int, empty: [Int]) {
    for line in empty { emptyLines.append(first + lineCount + line) }
    lineCount += count
  }

  /// The line of a row.
  func line(ofRow row: Int) -> Int {
    var line = first + row
    for empty in emptyLines where empty <= line { line += 1 }
    return line
  }
}

extension Span<UInt8> {
  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  var text: String {
    var bytes: [UInt8] = []
    for index in 0..<count { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
