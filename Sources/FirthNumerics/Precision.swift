/// How a matrix keeps its numbers.
public enum Precision: String, CaseIterable, Codable, Sendable {
  /// IEEE 754 single precision: the numbers as they are.
  case f32
  /// IEEE 754 half precision: 11 bits of a number, up to 65,504.
  case f16
  /// bfloat16: 8 bits of a number, with the range of `f32`.
  case bf16
  /// Whole numbers in −127...127 times a scale that each row has for itself.
  case i8

  /// The bytes of one number.
  public var size: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .i8: 1
    }
  }

  /// Writes a row in this precision, each number rounded to the nearest, ties to even.
  ///
  /// For `i8` the scale is a 127th of the largest magnitude. A row too short for a scale that is a
  /// normal number becomes zero, and one with a NaN or an infinity gets the scale NaN.
  ///
  /// - Parameters:
  ///   - values: the row.
  ///   - bytes: where it goes: `size` bytes a number, at any address.
  /// - Returns: the row's scale; 1 but for `i8`.
  @unsafe public func encode(
    _ values: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawPointer
  ) -> Float {
    switch self {
    case .f32:
      if let base = values.baseAddress {
        unsafe bytes.copyMemory(from: base, byteCount: values.count * size)
      }
    case .f16:
      for index in values.indices {
        unsafe bytes.storeBytes(
          of: Float16(values[index]).bitPattern, toByteOffset: 2 * index, as: UInt16.self)
      }
    case .bf16:
      for index in values.indices {
        unsafe bytes.storeBytes(
          of: Self.bfloat16(values[index]), toByteOffset: 2 * index, as: UInt16.self)
      }
    case .i8:
      return unsafe Self.encodeBytes(values, into: bytes)
    }
    return 1
  }

  private static func encodeBytes(
    _ values: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawPointer
  ) -> Float {
    var largest: Float = 0
    var isFinite = true
    for index in values.indices {
      let value = unsafe values[index]
      largest = max(largest, abs(value))
      isFinite = isFinite && value.isFinite
    }
    var scale = largest / 127
    // Rounded up, the largest number of all would come back as infinity.
    if largest.isFinite, !(scale * 127).isFinite { scale = scale.nextDown }
    let isUsable = isFinite && scale.isNormal
    for index in values.indices {
      let steps = isUsable ? unsafe (values[index] / scale).rounded(.toNearestOrEven) : 0
      // Rounding of the scale may leave a hair more than 127.
      unsafe bytes.storeBytes(
        of: Int8(min(max(steps, -127), 127)), toByteOffset: index, as: Int8.self)
    }
    return isUsable ? scale : isFinite ? 0 : .nan
  }

  private static func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    // The quiet bit, since the bits that make it a NaN may all be among those cut off.
    if value.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }

  /// Reads a row that was kept in this precision.
  ///
  /// - Parameters:
  ///   - bytes: `size` bytes for each of the values, at any address.
  ///   - scale: the row's scale; not used but for `i8`.
  ///   - values: where the numbers go.
  @unsafe public func decode(
    _ bytes: UnsafeRawPointer, scale: Float, into values: UnsafeMutableBufferPointer<Float>
  ) {
    for index in values.indices {
      let offset = index * size
      unsafe values[index] =
        switch self {
        case .f32: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Float.self)
        case .f16:
          unsafe Float(
            Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        case .bf16:
          unsafe Float(
            bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) << 16)
        case .i8:
          unsafe Float(bytes.loadUnaligned(fromByteOffset: offset, as: Int8.self)) * scale
        }
    }
  }
}
