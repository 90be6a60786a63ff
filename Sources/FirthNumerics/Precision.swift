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
  /// For `i8` the scale is about a 127th of the largest magnitude: of some near it, the one that
  /// leaves the least squared error. A row too short for a scale that is a normal number becomes
  /// zero, and one with a NaN or an infinity gets the scale NaN.
  ///
  /// - Parameters:
  ///   - values: the row.
  ///   - bytes: where it goes: `size` bytes a number, at any address.
  ///   - feedback: how numbers of `i8` are rounded instead, so that products with such rows are kept.
  /// - Returns: the row's scale; 1 but for `i8`.
  @unsafe public func encode(
    _ values: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawPointer,
    feedback: ErrorFeedback? = nil
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
      return unsafe Self.encodeBytes(values, into: bytes, feedback)
    }
    return 1
  }

  private static func encodeBytes(
    _ values: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawPointer,
    _ feedback: ErrorFeedback?
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
    guard isFinite, scale.isNormal else {
      for index in values.indices {
        unsafe bytes.storeBytes(of: 0, toByteOffset: index, as: Int8.self)
      }
      return isFinite ? 0 : .nan
    }
    let room = (values.count + 7) & ~7
    return unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { steps in
      unsafe steps.initialize(repeating: 0)
      for index in values.indices { unsafe steps[index] = values[index] / scale }
      if let feedback {
        let stretch = unsafe feedback.round(
          UnsafeBufferPointer(rebasing: steps[..<values.count]),
          bytes.assumingMemoryBound(to: Int8.self))
        return scale / stretch
      }
      let stretch = unsafe bestStretch(UnsafeRawBufferPointer(steps))
      for index in values.indices {
        let rounded = unsafe steps[index] * stretch + nearest - nearest
        // Rounding of the scale may leave a hair more than 127.
        unsafe bytes.storeBytes(
          of: Int8(min(max(rounded, -127), 127)), toByteOffset: index, as: Int8.self)
      }
      return scale / stretch
    }
  }

  /// Added and taken away again it leaves the nearest whole number, ties to even, of one below 2^22.
  private static let nearest: Float = 0x1.8p23

  /// What the largest number becomes, tried in turn: the others are rounded otherwise each time.
  ///
  /// Whole numbers are among them, so that what was rounded before is found again.
  private static let tops: [Float] = [
    127, 127.25, 126.75, 126.5, 126.25, 126, 125.75, 125.5, 125.25, 125, 124.5, 124,
  ]

  /// What a row's numbers of steps, of which there is a multiple of 8, are multiplied by so that
  /// rounding leaves the least squared error.
  private static func bestStretch(_ steps: UnsafeRawBufferPointer) -> Float {
    var (best, least) = (Float(1), Float.infinity)
    for top in tops {
      let stretch = top / 127
      var sum = SIMD8<Float>.zero
      for offset in stride(from: 0, to: steps.count, by: MemoryLayout<SIMD8<Float>>.size) {
        let exact = unsafe stretch * steps.loadUnaligned(fromByteOffset: offset, as: SIMD8.self)
        let error = exact - (exact + nearest - nearest)
        sum += error * error
      }
      let error = sum.sum() / (stretch * stretch)
      if error < least { (best, least) = (stretch, error) }
    }
    return best
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
