/// Reads exactly the JSON that a safetensors header may be.
///
/// Foundation's parser keeps neither duplicate names nor large integers nor places.
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

  private static let metadataKey = "__metadata__"
  private static let mostDimensions = 16

  /// Reads the whole header, which is a part of a file.
  init(_ file: FileBytes, range: Range<Int>) throws(FormatError) {
    var cursor = JSONCursor(file, range, whole: "header")
    // The format wants '{' as the very first byte.
    guard file.integer(at: range.lowerBound) == UInt8(ascii: "{") else {
      throw cursor.unexpected("'{'")
    }
    var (tensors, metadata) = ([Entry](), [String: String]())
    try cursor.members { (cursor, name) throws(FormatError) in
      if name == Self.metadataKey {
        try cursor.members { (cursor, key) throws(FormatError) in
          metadata[key] = try cursor.text()
        }
      } else {
        tensors.append(try Self.tensor(name, &cursor))
      }
    }
    guard cursor.isAtEnd else { throw cursor.unexpected("spaces until the header's end") }
    self.tensors = tensors
    self.metadata = metadata
  }

  private static func tensor(
    _ name: String, _ cursor: inout JSONCursor
  ) throws(FormatError) -> Entry {
    var (type, shape, offsets) = (String?.none, [Int]?.none, [Int]?.none)
    let file = cursor.file
    try cursor.members { (cursor, key) throws(FormatError) in
      switch key {
      case "dtype": type = try cursor.text()
      case "shape": shape = try integers(&cursor)
      case "data_offsets": offsets = try integers(&cursor)
      default:
        throw file.invalid(
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
    return Entry(name: name, type: type, shape: shape, start: offsets[0], end: offsets[1])
  }

  private static func integers(_ cursor: inout JSONCursor) throws(FormatError) -> [Int] {
    var numbers: [Int] = []
    try cursor.array { (cursor) throws(FormatError) in
      guard numbers.count < mostDimensions else {
        throw cursor.unexpected("at most \(mostDimensions) numbers")
      }
      let place = cursor.place
      guard let number = Int(exactly: try cursor.count()) else {
        throw cursor.file.invalid(place, expected: "a number below 2^63", found: "a larger one")
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension JSONCursor {
  /// Reads an object, each of whose names stands once, calling `value` at the start of each value.
  fileprivate mutating func members(
    _ value: (inout Self, String) throws(FormatError) -> Void
  ) throws(FormatError) {
    var names: Set<String> = []
    try object { (cursor, key) throws(FormatError) in
      guard let name = String(validating: key, as: UTF8.self) else {
        throw cursor.file.invalid(
          cursor.keyPlace, expected: "a string in UTF-8", found: "other bytes")
      }
      guard names.insert(name).inserted else {
        throw cursor.file.invalid(
          cursor.keyPlace, expected: "each name once", found: "\(name.debugDescription) again")
      }
      try value(&cursor, name)
    }
  }
}
