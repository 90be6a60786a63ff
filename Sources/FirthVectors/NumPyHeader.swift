/// The header of a `.npy` file (versions 1 to 3): magic, version, length, and a dictionary in Python's
/// spelling with the type, the order and the shape.
package struct NumPyHeader {
  /// Where the header starts.
  let start: Int
  /// Where the data start; they are inside the range that was given.
  let data: Int
  /// The type of a number without its byte order, such as `f4` or `U12`.
  private(set) var type = ""
  private(set) var isBigEndian = false
  private(set) var isColumnMajor = false
  private(set) var shape: [Int] = []

  /// Longer than any header of few dimensions.
  private static let longest = 1 << 16

  /// Reads a header and checks that the data it claims are there.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - range: where header and data lie in it.
  /// - Throws: `FormatError.invalid`.
  init(_ file: FileBytes, _ range: Range<Int>) throws(FormatError) {
    start = range.lowerBound
    func fail(_ expected: String, _ found: String) -> FormatError {
      file.invalid(.byte(range.lowerBound), expected: expected, found: found)
    }
    guard range.count >= 12, file[range.lowerBound..<range.lowerBound + 6] == NumPyArray.magic
    else {
      throw fail("NumPy's magic bytes and a header", "something else")
    }
    let version: UInt8 = file.integer(at: start + 6)
    guard (1...3).contains(version) else { throw fail("version 1, 2 or 3", "\(version)") }
    let lengthBytes = version == 1 ? 2 : 4
    let length =
      version == 1
      ? Int(file.integer(at: start + 8, as: UInt16.self))
      : Int(file.integer(at: start + 8, as: UInt32.self))
    data = start + 8 + lengthBytes + length
    guard length <= Self.longest, data <= range.upperBound else {
      throw fail("a header of at most \(Self.longest) bytes inside the file", "\(length) bytes")
    }
    let text = String(decoding: file[start + 8 + lengthBytes..<data], as: UTF8.self)
    guard let parsed = NumPyDictionary(text) else {
      throw fail("a dictionary of descr, fortran_order and shape", text.prefix(80).debugDescription)
    }
    let order = parsed.descr.first
    guard let order, "<>|=".contains(order), let size = Self.size(of: parsed.descr.dropFirst())
    else { throw fail("one type for all elements", parsed.descr.debugDescription) }
    type = String(parsed.descr.dropFirst())
    isBigEndian = order == ">"
    isColumnMajor = parsed.isColumnMajor
    shape = parsed.shape
    var bytes = size
    for extent in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw fail("a shape that fits in memory", "\(shape)") }
      bytes = product
    }
    guard bytes == range.upperBound - data else {
      throw fail(
        "\(bytes) bytes of data for \(parsed.descr) \(shape)", "\(range.upperBound - data)")
    }
  }

  /// The type of number, if it is one for vectors.
  var floatType: NumPyFloat? {
    switch type {
    case "f2": .f16
    case "f4": .f32
    case "f8": .f64
    default: nil
    }
  }

  /// The bytes of an element: characters of `U` take four.
  var elementBytes: Int { Self.size(of: type[...]) ?? 0 }

  private static func size(of type: Substring) -> Int? {
    guard let kind = type.first, "biufSUc".contains(kind), let count = Int(type.dropFirst()),
      count >= 0, count < 1 << 40
    else { return nil }
    return kind == "U" ? count * 4 : count
  }

  /// A header of version 1 for row-major data, padded so that they start at a multiple of 64 bytes.
  package static func bytes(type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }".utf8)
    let unpadded = NumPyArray.magic.count + 4 + text.count + 1
    text += [UInt8](repeating: 0x20, count: (64 - unpadded % 64) % 64) + [0x0A]
    let length = UInt16(text.count)
    return NumPyArray.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + text
  }
}

/// The dictionary in a header: exactly the literals that NumPy writes.
private struct NumPyDictionary {
  var descr = ""
  var isColumnMajor = false
  var shape: [Int] = []

  init?(_ text: String) {
    var rest = text[...]
    func skip() { rest = rest.drop { $0 == " " || $0 == "\n" } }
    func take(_ string: String) -> Bool {
      skip()
      guard rest.hasPrefix(string) else { return false }
      rest = rest.dropFirst(string.count)
      return true
    }
    func quoted() -> String? {
      for quote in ["'", "\""] where take(quote) {
        guard let end = rest.firstIndex(of: Character(quote)) else { return nil }
        let string = rest[..<end]
        rest = rest[rest.index(after: end)...]
        return String(string)
      }
      return nil
    }
    var seen: Set<String> = []
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = quoted(), seen.insert(key).inserted, take(":") else { return nil }
      switch key {
      case "descr":
        guard let value = quoted() else { return nil }
        descr = value
      case "fortran_order":
        isColumnMajor = take("True")
        guard isColumnMajor || take("False") else { return nil }
      case "shape":
        guard take("(") else { return nil }
        while !take(")") {
          skip()
          let digits = rest.prefix { $0.isASCII && $0.isNumber }
          guard let extent = Int(digits), shape.count < 16 else { return nil }
          rest = rest.dropFirst(digits.count)
          shape.append(extent)
          _ = take("L")
          guard take(",") || rest.first == ")" || rest.first == " " else { return nil }
        }
      default: return nil
      }
      guard take(",") || rest.drop(while: { $0 == " " }).first == "}" else { return nil }
    }
    skip()
    guard rest.isEmpty, seen.count == 3 else { return nil }
  }
}
