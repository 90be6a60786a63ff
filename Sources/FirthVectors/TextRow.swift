/// A line of a text file of vectors, taken apart: the last fields are values, the rest is the word.
struct TextRow {
  /// Where the word lies.
  private(set) var word = 0..<0
  /// Where each value lies.
  private(set) var values: [Range<Int>]

  /// A place for lines with that many values.
  init(columns: Int) {
    values = [Range<Int>](repeating: 0..<0, count: columns)
  }

  /// Takes a line (without its line feed) apart from its end; false when it has too few fields.
  mutating func split(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var position = line.upperBound
    if position > line.lowerBound, bytes[position - 1] == UInt8(ascii: "\r") { position -= 1 }
    for index in values.indices.reversed() {
      while position > line.lowerBound, Self.isSpace(bytes[position - 1]) { position -= 1 }
      let end = position
      while position > line.lowerBound, !Self.isSpace(bytes[position - 1]) { position -= 1 }
      guard position < end else { return false }
      values[index] = position..<end
    }
    while position > line.lowerBound, Self.isSpace(bytes[position - 1]) { position -= 1 }
    word = line.lowerBound..<position
    return !word.isEmpty
  }

  /// Whether the word has spaces and a number after the last one: then the header's dimensions are
  /// probably too few.
  func wordEndsInNumber(_ bytes: Span<UInt8>) -> Bool {
    var start = word.upperBound
    while start > word.lowerBound, !Self.isSpace(bytes[start - 1]) { start -= 1 }
    return start > word.lowerBound
      && TextFloat.parse(bytes.extracting(start..<word.upperBound)) != nil
  }

  /// How many fields at a line's end are numbers, all of them perhaps.
  static func numbersAtEnd(of bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
    var count = 0
    var position = line.upperBound
    while position > line.lowerBound {
      while position > line.lowerBound, isSpace(bytes[position - 1]) || bytes[position - 1] == 0x0D
      {
        position -= 1
      }
      let end = position
      while position > line.lowerBound, !isSpace(bytes[position - 1]) { position -= 1 }
      guard position < end, TextFloat.parse(bytes.extracting(position..<end)) != nil else { break }
      count += 1
    }
    return count
  }

  /// How many fields a line has.
  static func fieldCount(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
    var count = 0
    var isInside = false
    for index in line {
      let isSpace = isSpace(bytes[index]) || bytes[index] == UInt8(ascii: "\r")
      if !isSpace, !isInside { count += 1 }
      isInside = !isSpace
    }
    return count
  }

  /// Where the line that starts at a byte ends: at its line feed or the file's end.
  static func end(of bytes: Span<UInt8>, from start: Int) -> Int {
    TextLines.end(of: bytes, from: start, limit: bytes.count)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
