import Foundation

/// Reads JSON of known shape from a part of a file, without recursion; every error has its place.
struct JSONCursor {
  let file: FileBytes
  private let end: Int
  private(set) var position: Int
  /// How messages name a place; nil names its byte.
  private let line: Int?
  /// What ends where the cursor must: `file`, `line`, `header`.
  private let whole: String
  /// Where the last key that was read begins.
  private(set) var keyPlace: FormatError.Place

  /// Deeper values than this are no vectors of words.
  private static let deepest = 512
  /// So much of a string is shown in a message.
  private static let longestShown = 60

  /// Reads a part of a file; `whole` is what messages call it.
  init(_ file: FileBytes, _ range: Range<Int>, line: Int? = nil, whole: String? = nil) {
    self.file = file
    position = range.lowerBound
    end = range.upperBound
    self.line = line
    self.whole = whole ?? (line == nil ? "file" : "line")
    keyPlace = line.map { .line($0) } ?? .byte(position)
  }

  /// Where the cursor is, for a message.
  var place: FormatError.Place { line.map { .line($0) } ?? .byte(position) }

  /// Whether only white space is left.
  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position >= end
    }
  }

  /// Reads an object, calling `value` at the start of each value.
  mutating func object(
    _ value: (inout Self, [UInt8]) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect("{")
    if take("}") { return }
    repeat {
      skipSpace()
      let place = place
      let key = try string()
      try expect(":")
      skipSpace()
      keyPlace = place
      try value(&self, key)
    } while take(",")
    try expect("}")
  }

  /// Reads an array, calling `value` at the start of each value.
  mutating func array(
    _ value: (inout Self) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect("[")
    if take("]") { return }
    repeat {
      skipSpace()
      try value(&self)
    } while take(",")
    try expect("]")
  }

  /// Reads an array of numbers.
  mutating func floats() throws(FormatError) -> [Float] {
    var values: [Float] = []
    try array { (cursor) throws(FormatError) in values.append(try cursor.float()) }
    return values
  }

  /// Reads a number.
  mutating func float() throws(FormatError) -> Float {
    skipSpace()
    let start = position
    while let byte = peek, Self.isPartOfNumber(byte) { position += 1 }
    let value = file.withBytes { TextFloat.parse($0.extracting(start..<position)) }
    guard let value else {
      position = start
      throw unexpected("a number")
    }
    return value
  }

  /// Reads a whole number from 0.
  mutating func count() throws(FormatError) -> UInt64 {
    skipSpace()
    let start = position
    while let byte = peek, (48...57).contains(byte) { position += 1 }
    guard let count = UInt64(String(decoding: file[start..<position], as: UTF8.self)) else {
      position = start
      throw unexpected("a whole number from 0 to 2^64")
    }
    return count
  }

  /// Reads a string that must be UTF-8.
  mutating func text() throws(FormatError) -> String {
    skipSpace()
    let place = place
    guard let text = String(validating: try string(), as: UTF8.self) else {
      throw file.invalid(place, expected: "a string in UTF-8", found: "other bytes")
    }
    return text
  }

  /// Reads a string's bytes; those of a file that is no UTF-8 stay as they are.
  mutating func string() throws(FormatError) -> [UInt8] {
    skipSpace()
    let (start, place) = (position, place)
    guard peek == UInt8(ascii: "\"") else { throw unexpected("a string in double quotes") }
    position += 1
    var isPlain = true
    while let byte = peek, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw unexpected("no control character in a string") }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        position += 1
      }
      position += 1
    }
    guard position < end else {
      throw file.invalid(place, expected: "a closing quote", found: "the \(whole)'s end")
    }
    position += 1
    let literal = file[start..<position]
    if isPlain { return Array(literal[1..<literal.count - 1]) }
    guard let decoded = try? JSONDecoder().decode(String.self, from: Data(literal)) else {
      let shown = String(decoding: literal.prefix(Self.longestShown), as: UTF8.self)
      throw file.invalid(place, expected: "JSON's escapes in a string", found: shown)
    }
    return Array(decoded.utf8)
  }

  /// Skips a value of any shape.
  mutating func skipValue() throws(FormatError) {
    var depth = 0
    repeat {
      skipSpace()
      guard let byte = peek else { throw unexpected("a value") }
      switch byte {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
        guard depth <= Self.deepest else { throw unexpected("at most \(Self.deepest) levels") }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw unexpected("a value") }
        depth -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw unexpected("a value") }
        position += 1
      default:
        let start = position
        while let byte = peek,
          Self.isPartOfNumber(byte)
            || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
        {
          position += 1
        }
        guard position > start else { throw unexpected("a value") }
      }
    } while depth > 0
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  private var peek: UInt8? { position < end ? file.integer(at: position) : nil }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Whether an array begins here.
  var startsArray: Bool {
    mutating get {
      skipSpace()
      return peek == UInt8(ascii: "[")
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
    guard take(character) else { throw unexpected("'\(character)'") }
  }

  func unexpected(_ expected: String) -> FormatError {
    let found =
      switch peek {
      case nil: "the \(whole)'s end"
      case .some(let byte) where byte > 0x20 && byte < 0x7F:
        "'\(Character(Unicode.Scalar(byte)))'"
      case .some(let byte): "byte 0x" + String(byte, radix: 16)
      }
    return file.invalid(place, expected: expected, found: found)
  }
}

/// Text as JSON.
enum JSONText {
  /// Appends a string in quotes; only what must be is escaped.
  static func append(_ string: some Sequence<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x0A: text += Array("\\n".utf8)
      case 0x0D: text += Array("\\r".utf8)
      case 0x09: text += Array("\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        text += Array(("\\u00" + (digits.count == 1 ? "0" : "") + digits).utf8)
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  /// A string in quotes.
  static func quoted(_ string: String) -> String {
    var text: [UInt8] = []
    append(string.utf8, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
