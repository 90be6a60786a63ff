/// Reads decimal numbers as Floats, whatever the locale, each rounded correctly.
package enum TextFloat {
  /// The powers of ten that a Double holds exactly.
  static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// The number that the bytes spell; nil when they spell none.
  package static func parse(_ bytes: Span<UInt8>) -> Float? {
    fast(bytes) ?? exact(bytes)
  }

  /// Handles what nearly all numbers in files look like: few digits, a small exponent.
  ///
  /// Digits below 2^53 times or by an exact power of ten round once to a Double. Rounding that to a
  /// Float is right unless it lies next to the middle between two Floats; that and everything else
  /// is nil.
  private static func fast(_ bytes: Span<UInt8>) -> Float? {
    let count = bytes.count
    var index = 0
    var isNegative = false
    if count > 0, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    var digits: UInt64 = 0
    var (digitCount, exponent) = (0, 0)
    var hasPoint = false
    while index < count {
      let byte = bytes[index]
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits = digits &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
        digitCount += 1
        if hasPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0, digitCount <= 18, digits < 1 << 53 else { return nil }
    if index < count {
      guard let more = Self.exponent(bytes, from: index) else { return nil }
      exponent += more
    }
    guard abs(exponent) < powers.count else { return nil }
    let value =
      exponent < 0 ? Double(digits) / powers[-exponent] : Double(digits) * powers[exponent]
    return round(isNegative ? -value : value)
  }

  /// The exponent that fills the rest of the bytes: `e`, a sign perhaps, up to three digits.
  private static func exponent(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start + 1
    guard bytes[start] | 0x20 == UInt8(ascii: "e"), index < bytes.count else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < bytes.count, bytes.count - index <= 3 else { return nil }
    var exponent = 0
    while index < bytes.count {
      let digit = Int(bytes[index]) - 48
      guard (0...9).contains(digit) else { return nil }
      exponent = exponent * 10 + digit
      index += 1
    }
    return isNegative ? -exponent : exponent
  }

  static func round(_ value: Double) -> Float? {
    // The 29 bits that a Float lacks; rounding twice errs only near half of them.
    let lost = value.bitPattern & 0x1FFF_FFFF
    let isNearMiddle = lost >= 0x0FFF_FFFF && lost <= 0x1000_0001
    let isNormal = value == 0 || value.magnitude >= Double(Float.leastNormalMagnitude)
    return isNearMiddle || !isNormal || value.magnitude > Double(Float.greatestFiniteMagnitude)
      ? nil : Float(value)
  }

  /// The standard library's reading, which is right for every number and knows `nan` and `inf`.
  private static func exact(_ bytes: Span<UInt8>) -> Float? {
    // No number needs more; a longer field is a long word.
    guard bytes.count <= 1 << 10 else { return nil }
    var text: [UInt8] = []
    for index in 0..<bytes.count { text.append(bytes[index]) }
    // Hexadecimal is no number here, though the standard library takes it.
    guard !text.contains(where: { $0 | 0x20 == UInt8(ascii: "x") || $0 == UInt8(ascii: "(") })
    else { return nil }
    return Float(String(decoding: text, as: UTF8.self))
  }
}
