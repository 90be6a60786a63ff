/// Whole numbers as files hold them.
enum LittleEndian {
  /// The bytes of numbers, one after another, the lowest first.
  static func bytes<each Number: FixedWidthInteger>(_ numbers: repeat each Number) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in repeat each numbers {
      for index in 0..<number.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index)))
      }
    }
    return bytes
  }
}
