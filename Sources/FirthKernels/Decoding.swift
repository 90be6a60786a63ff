// Rows of other types as floats, for products by blocks.

/// Copies floats from any address.
///
/// - Parameters:
///   - numbers: The floats.
///   - count: How many.
///   - floats: Room for as many.
@unsafe
public func copyFloat32(
  _ numbers: UnsafeRawPointer, _ count: Int, _ floats: UnsafeMutablePointer<Float>
) {
  unsafe decode(numbers, count, 4, floats, load: loadFloat)
}

/// Writes half-precision numbers as floats.
///
/// - Parameters:
///   - numbers: The numbers, at any address.
///   - count: How many.
///   - floats: Room for as many floats.
@unsafe
public func decodeFloat16(
  _ numbers: UnsafeRawPointer, _ count: Int, _ floats: UnsafeMutablePointer<Float>
) {
  unsafe decode(numbers, count, 2, floats, load: loadFloat16)
}

/// Writes bfloat16 numbers as floats, as `decodeFloat16` does.
@unsafe
public func decodeBfloat16(
  _ numbers: UnsafeRawPointer, _ count: Int, _ floats: UnsafeMutablePointer<Float>
) {
  unsafe decode(numbers, count, 2, floats, load: loadBfloat16)
}

/// Writes whole numbers as floats, as `decodeFloat16` does; without a scale.
@unsafe
public func decodeInt8(
  _ numbers: UnsafeRawPointer, _ count: Int, _ floats: UnsafeMutablePointer<Float>
) {
  unsafe decode(numbers, count, 1, floats, load: loadInt8)
}

@inline(__always)
func decode(
  _ numbers: UnsafeRawPointer, _ count: Int, _ size: Int, _ floats: UnsafeMutablePointer<Float>,
  load loadLane: (UnsafeRawPointer) -> Lane
) {
  var index = 0
  while index &+ Lane.scalarCount <= count {
    unsafe store(loadLane(numbers + index &* size), floats + index)
    index &+= Lane.scalarCount
  }
  guard index < count else { return }
  if count >= Lane.scalarCount {
    // A register that ends with the numbers; some are written again.
    index = count &- Lane.scalarCount
    unsafe store(loadLane(numbers + index &* size), floats + index)
  } else {
    let lane = unsafe loadPart(numbers, count &* size, load: loadLane)
    while index < count {
      unsafe floats[index] = lane[index]
      index &+= 1
    }
  }
}
