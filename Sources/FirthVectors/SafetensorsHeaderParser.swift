import Foundation

/// Reads exactly the JSON that a safetensors header may be, without recursion.
///
/// Foundation's parser keeps neither duplicate keys nor large integers nor places, and recurses as
/// deep as the file says; here every error has its byte. Foundation decodes strings with escapes.
struct SafetensorsHeaderParser {
  /// A tensor as the header has it, unchecked.
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    var start: Int
    var end: Int
  }

  private(set) var tensors: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let file: FileBytes
  private let end: Int
  private var position: Int

  private static let metadataKey = "__metadata__"
  private static let mostDimensions = 16

  init(_ file: FileBytes, range: Range<Int>) {
    self.file = file
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads the whole header.
  mutating func parse() throws(FormatError) {
    // The format wants '{' as the very first byte.
    guard peek == UInt8(ascii: "{") else { throw unexpected("'{'") }
    try parseObject { (parser, key) throws(FormatError) in
      if key == Self.metadataKey {
        try parser.parseMetadata()
      } else {
        try parser.parseTensor(key)
      }
    }
    skipSpace()
    guard position == end else { throw unexpected("spaces until the header's end") }
  }

  private mutating func parseMetadata() throws(FormatError) {
    var values: [String: String] = [:]
    try parseObject { (parser, key) throws(FormatError) in
      parser.skipSpace()
      values[key] = try parser.parseString()
    }
    metadata = values
  }

  private mutating func parseTensor(_ name: String) throws(FormatError) {
    var (type, shape, offsets) = (String?.none, [Int]?.none, [Int]?.none)
    try parseObject { (parser, key) throws(FormatError) in
      parser.skipSpace()
      switch key {
      case "dtype": type = try parser.parseString()
      case "shape": shape = try parser.parseIntegers()
      case "data_offsets": offsets = try parser.parseIntegers()
      default:
        throw parser.file.invalid(
          .tensor(name), expected: "dtype, shape and data_offsets only",
          found: key.debugDescription)
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw file.invalid(
        .tensor(name), expected: "dtype, shape and two data_offsets",
        found: "\(type ?? "no dtype"), \(shape.map { "\($0)" } ?? "no shape"), "
          + "\(offsets.map { "\($0)" } ?? "no data_offsets")")
    }
    tensors.append(
      Entry(name: name, type: type, shape: shape, start: offsets[0], end: offsets[1]))
  }

  /// Reads an object, calling `value` at the start of each value.
  private mutating func parseObject(
    _ value: (inout Self, String) throws(FormatError) -> Void
  ) throws(FormatError) {
    var keys: Set<String> = []
    try expect("{")
    if take("}") { return }
    repeat {
      skipSpace()
      let place = position
      let key = try parseString()
      guard keys.insert(key).inserted else {
        throw file.invalid(
          .byte(place), expected: "each name once", found: "\(key.debugDescription) again")
      }
      try expect(":")
      try value(&self, key)
    } while take(",")
    try expect("}")
  }

  private mutating func parseIntegers() throws(FormatError) -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    if take("]") { return numbers }
    repeat {
      skipSpace()
      guard numbers.count < Self.mostDimensions else {
        throw unexpected("at most \(Self.mostDimensions) numbers")
      }
      numbers.append(try parseInteger())
    } while take(",")
    try expect("]")
    return numbers
  }

  private mutating func parseInteger() throws(FormatError) -> Int {
    let start = position
    var number = 0
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      let (tens, overflowing) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !overflowing, !overflow else {
        throw file.invalid(
          .byte(start), expected: "a number below 2^63", found: "a larger one")
      }
      number = sum
      position += 1
    }
    guard position > start else { throw unexpected("a whole number from 0") }
    return number
  }

  private mutating func parseString() throws(FormatError) -> String {
    let start = position
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
      throw file.invalid(.byte(start), expected: "a closing quote", found: "the header's end")
    }
    position += 1
    let literal = file[start..<position]
    guard let plain = String(validating: literal[1..<literal.count - 1], as: UTF8.self) else {
      throw file.invalid(.byte(start), expected: "a string in UTF-8", found: "other bytes")
    }
    if isPlain { return plain }
    guard let decoded = try? JSONDecoder().decode(String.self, from: Data(literal)) else {
      throw file.invalid(.byte(start), expected: "JSON's escapes in a string", found: plain)
    }
    return decoded
  }

  private var peek: UInt8? {
    position < end ? file.integer(at: position) : nil
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(FormatError) {
    guard take(character) else { throw unexpected("'\(character)'") }
  }

  private func unexpected(_ expected: String) -> FormatError {
    let found =
      switch peek {
      case nil: "the header's end"
      case .some(let byte) where byte > 0x20 && byte < 0x7F:
        "'\(Character(Unicode.Scalar(byte)))'"
      case .some(let byte): "byte 0x" + String(byte, radix: 16)
      }
    return file.invalid(.byte(position), expected: expected, found: found)
  }
}
