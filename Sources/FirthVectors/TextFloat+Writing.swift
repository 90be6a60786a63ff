internal import Foundation

/// Numbers as text, whatever the locale.
extension TextFloat {
  /// The most decimals for which a Float times that power of ten is exact in Double below 2^24.
  private static let exactDecimals = 12

  /// Appends a number with so many decimals, or with the fewest digits that read back to it.
  package static func append(_ value: Float, decimals: Int?, to text: inout [UInt8]) {
    guard let decimals, value.isFinite else {
      unsafe withUnsafePointer(to: value) {
        unsafe appendShortest(UnsafeBufferPointer(start: $0, count: 1), before: nil, to: &text)
      }
      return
    }
    guard decimals <= exactDecimals, value.magnitude < 0x1p24 else {
      text.append(contentsOf: String(format: "%.\(decimals)f", Double(value)).utf8)
      return
    }
    // The product of 24 bits and 5^12 fits in a Double's 53, so it rounds once, as printf does.
    let scaled = (Double(value.magnitude) * powers[decimals]).rounded(.toNearestOrEven)
    guard scaled < 1e18 else {
      text.append(contentsOf: String(format: "%.\(decimals)f", Double(value)).utf8)
      return
    }
    append(UInt64(scaled), decimals: decimals, isNegative: value.sign == .minus, to: &text)
  }

  /// Appends numbers with so many decimals, or with the fewest digits that read back to them, a byte
  /// before each.
  static func append(
    _ values: UnsafeBufferPointer<Float>, decimals: Int?, before separator: UInt8,
    to text: inout [UInt8]
  ) {
    guard let decimals else {
      return unsafe appendShortest(values, before: separator, to: &text)
    }
    for index in values.indices {
      text.append(separator)
      unsafe append(values[index], decimals: decimals, to: &text)
    }
  }

  private static func appendShortest(
    _ values: UnsafeBufferPointer<Float>, before separator: UInt8?, to text: inout [UInt8]
  ) {
    let most = values.count * (ShortestFloat.room + 1)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { room in
      guard let base = room.baseAddress else { return }
      var count = 0
      for index in values.indices {
        if let separator {
          unsafe base[count] = separator
          count += 1
        }
        let value = unsafe values[index]
        if let length = unsafe ShortestFloat.write(value, to: base + count) {
          count += length
        } else {
          unsafe text.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
          text.append(contentsOf: value.description.utf8)
          count = 0
        }
      }
      unsafe text.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
    }
  }

  private static func append(
    _ number: UInt64, decimals: Int, isNegative: Bool, to text: inout [UInt8]
  ) {
    if isNegative { text.append(UInt8(ascii: "-")) }
    var digits: [UInt8] = []
    var rest = number
    while rest > 0 || digits.count <= decimals + (decimals > 0 ? 1 : 0) {
      digits.append(UInt8(truncatingIfNeeded: rest % 10) + 48)
      rest /= 10
      if digits.count == decimals, decimals > 0 { digits.append(UInt8(ascii: ".")) }
    }
    text.append(contentsOf: digits.reversed())
  }
}
