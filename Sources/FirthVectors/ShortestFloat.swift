/// The fewest digits that read back to a Float, as the standard library's description has them; made
/// here because text of vectors is made of little else: 40 million take 1.6 CPU seconds to convert, not 3.7.
///
/// Giulietti 2020, "The Schubfach way to render doubles": of the decimals between a number's neighbours
/// one is found among at most two multiples of a power of ten, and at most two of ten times that. All is
/// computed in whole numbers, which are exact in the range that is written without an exponent.
enum ShortestFloat {
  /// The bytes that a number may take; a few more than its text has are written.
  static let room = 24

  /// Powers of ten, and of five as far as the smallest number here needs.
  private static let tens: [UInt32] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    1_000_000_000,
  ]
  private static let fives: [UInt64] = [
    1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125,
    244_140_625, 1_220_703_125,
  ]

  /// Writes a number.
  ///
  /// - Parameters:
  ///   - value: the number.
  ///   - place: `room` bytes.
  /// - Returns: the bytes of its text; nil for one that has an exponent, and for what is no number.
  @inline(__always)
  static func write(_ value: Float, to place: UnsafeMutablePointer<UInt8>) -> Int? {
    var start = unsafe place
    if value.sign == .minus {
      unsafe start.pointee = UInt8(ascii: "-")
      unsafe start += 1
    }
    let magnitude = value.magnitude
    guard magnitude >= 1e-4, magnitude < 0x1p24 else {
      guard magnitude == 0 else { return nil }
      unsafe start[0] = UInt8(ascii: "0")
      unsafe start[1] = UInt8(ascii: ".")
      unsafe start[2] = UInt8(ascii: "0")
      return unsafe start - place + 3
    }
    let (digits, exponent) = shortest(magnitude)
    return unsafe start - place + text(of: digits, exponent, to: start)
  }

  /// The number `digits · 10^exponent` nearest to one, of those with the fewest digits between its
  /// neighbours; zeros may stand at the digits' end.
  ///
  /// - Precondition: the magnitude is in 1e-4..<2^24.
  @inline(__always)
  private static func shortest(_ magnitude: Float) -> (digits: UInt32, exponent: Int) {
    // The magnitude is significand · 2^power, its neighbours half a significand's unit away; below a
    // power of two half of that.
    let significand = UInt64(magnitude.significandBitPattern | 1 << 23)
    let power = Int(magnitude.exponentBitPattern) - 150
    let isPowerOfTwo = magnitude.significandBitPattern == 0
    // The greatest power of ten that is not wider than what lies between: floor(log10(2^power)), or of
    // three quarters of it.
    let exponent = (power * 1_262_611 - (isPowerOfTwo ? 524_031 : 0)) >> 22
    // All in units of 10^exponent / 2^shift.
    let shift = UInt64(2 - power + exponent)
    let five = fives[-exponent]
    let exact = 4 * significand * five
    // Bounds round to the number where its significand is even.
    let odd = significand & 1
    let least = exact - (isPowerOfTwo ? five : 2 * five) + odd
    let most = exact + 2 * five - odd

    let whole = exact >> shift
    let tenth = whole / 10
    let ten = UInt64(10) << shift
    let isDown = tenth * ten >= least
    if isDown != (tenth * ten + ten <= most) {
      return (UInt32(truncatingIfNeeded: isDown ? tenth : tenth + 1), exponent + 1)
    }
    let one = UInt64(1) << shift
    let below = whole << shift
    let isBelow = below >= least
    let isAbove = below + one <= most
    let twice = 2 * (exact - below)
    let isNearerAbove = twice > one || (twice == one && whole & 1 == 1)
    let takesAbove = isBelow == isAbove ? isNearerAbove : isAbove
    return (UInt32(truncatingIfNeeded: takesAbove ? whole + 1 : whole), exponent)
  }

  /// Writes digits with a point among them.
  @inline(__always)
  private static func text(
    of digits: UInt32, _ exponent: Int, to place: UnsafeMutablePointer<UInt8>
  ) -> Int {
    // log10(2) is 1233 / 4096.
    var count = ((32 - digits.leadingZeroBitCount) * 1_233) >> 12
    if digits >= tens[count] { count += 1 }
    // Nine digits, the first of them not zero.
    let nine = digits * tens[9 - count]
    let first = UInt8(truncatingIfNeeded: nine / 100_000_000) + 48
    let eight = Self.eight(nine % 100_000_000)
    let length = 9 - eight.leadingZeroBitCount / 8
    let text = eight | 0x3030_3030_3030_3030
    let point = exponent + count
    if point <= 0 {
      // 0.000ddd
      unsafe store(0x3030_3030_3030_2E30, to: place)
      unsafe place[2 - point] = first
      unsafe store(text, to: place + 3 - point)
      return 2 - point + length
    }
    // The digits behind the point, with the others before them, which move to the left.
    unsafe place[1] = first
    unsafe store(text, to: place + 2)
    for index in 0..<point { unsafe place[index] = place[index + 1] }
    unsafe place[point] = UInt8(ascii: ".")
    return point + 1 + max(length - point, 1)
  }

  /// The eight digits of a number below 10^8, the first in the lowest byte.
  @inline(__always)
  private static func eight(_ number: UInt32) -> UInt64 {
    let fours = UInt64(number / 10_000) | UInt64(number % 10_000) << 32
    let hundreds = (fours &* 10_486) >> 20 & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
    return tens | (twos &- tens &* 10) << 8
  }

  @inline(__always)
  private static func store(_ bytes: UInt64, to place: UnsafeMutablePointer<UInt8>) {
    unsafe UnsafeMutableRawPointer(place).storeBytes(of: bytes.littleEndian, as: UInt64.self)
  }
}
