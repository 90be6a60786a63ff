/// The fast way through a line: a word, and exactly as many plain numbers as there is room for.
extension TextFloat {
  /// Powers of ten that a Float holds exactly.
  private static let floatPowers: [Float] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]

  /// Fills `values` from a line that is a word without white space and so many numbers with one
  /// space or tab before each, and nothing more but white space.
  ///
  /// - Returns: where the word lies; nil when the line is anything else, or a number needs more care
  ///   than this takes.
  static func parseRow(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into values: UnsafeMutableBufferPointer<Float>
  ) -> Range<Int>? {
    // Every loop below ends at the line feed at the latest, and eight bytes may be read at once.
    guard line.upperBound + 8 <= bytes.count, line.upperBound - line.lowerBound >= 4 else {
      return nil
    }
    return unsafe bytes.withUnsafeBufferPointer { buffer -> Range<Int>? in
      guard let base = buffer.baseAddress, let room = values.baseAddress else { return nil }
      let end = unsafe base + line.upperBound
      var place = unsafe base + line.lowerBound
      while unsafe place.pointee > 0x20 { unsafe place += 1 }
      let word = unsafe line.lowerBound..<(place - base)
      guard !word.isEmpty else { return nil }
      for column in 0..<values.count {
        guard unsafe place.pointee == 0x20 || place.pointee == 0x09 else { return nil }
        unsafe place += 1
        guard let value = unsafe scan(&place) else { return nil }
        unsafe room[column] = value
      }
      while unsafe place < end, unsafe place.pointee == 0x20 || place.pointee == 0x0D {
        unsafe place += 1
      }
      return unsafe place == end ? word : nil
    }
  }

  /// Reads a sign, digits, and a point and digits perhaps, and moves behind them; nil where that
  /// alone does not give the nearest Float for certain.
  @inline(__always)
  private static func scan(_ place: inout UnsafePointer<UInt8>) -> Float? {
    let isNegative = unsafe place.pointee == UInt8(ascii: "-")
    if isNegative { unsafe place += 1 }
    var digits: UInt64 = 0
    let start = unsafe place
    while case let digit = unsafe place.pointee &- 48, digit <= 9 {
      digits = digits &* 10 &+ UInt64(truncatingIfNeeded: digit)
      unsafe place += 1
    }
    var digitCount = unsafe place - start
    var decimals = 0
    if unsafe place.pointee == UInt8(ascii: ".") {
      unsafe place += 1
      let point = unsafe place
      unsafe scanEight(&place, &digits)
      while case let digit = unsafe place.pointee &- 48, digit <= 9 {
        digits = digits &* 10 &+ UInt64(truncatingIfNeeded: digit)
        unsafe place += 1
      }
      decimals = unsafe place - point
      digitCount += decimals
    }
    // Up to 18 digits the sum has not overflowed.
    guard digitCount > 0, digitCount <= 18, unsafe place.pointee <= 0x20 else { return nil }
    // Both sides of the division are exact, so it rounds once (Clinger 1990).
    if digits < 1 << 24, decimals <= 10 {
      let value = Float(digits) / floatPowers[decimals]
      return isNegative ? -value : value
    }
    guard digits < 1 << 53, decimals <= 22 else { return nil }
    let value = Double(digits) / powers[decimals]
    return round(isNegative ? -value : value)
  }

  /// Takes eight digits at once where so many follow.
  @inline(__always)
  private static func scanEight(_ place: inout UnsafePointer<UInt8>, _ digits: inout UInt64) {
    let eight = UInt64(
      littleEndian: unsafe UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
    let values = eight ^ 0x3030_3030_3030_3030
    // A byte above 9 has one of its upper bits set, or gets it from 6 more.
    guard (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return }
    // Pairs, then fours, then all eight, the first digit in the lowest byte.
    let pairs = (values &* 10 &+ (values &>> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs &>> 16)) & 0x0000_FFFF_0000_FFFF
    let all = (fours &* 10_000 &+ (fours &>> 32)) & 0xFFFF_FFFF
    digits = digits &* 100_000_000 &+ all
    unsafe place += 8
  }
}
