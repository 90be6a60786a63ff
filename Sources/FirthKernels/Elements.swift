// A register of floats from numbers that a matrix keeps in other types; at any address.

@inline(__always)
func loadFloat(_ address: UnsafeRawPointer) -> Lane {
  unsafe address.loadUnaligned(as: Lane.self)
}

@inline(__always)
func loadBfloat16(_ address: UnsafeRawPointer) -> Lane {
  let halves = unsafe address.loadUnaligned(as: Halves.self)
  return eachLane { Float(bitPattern: UInt32(halves[$0]) &<< 16) }
}

@inline(__always)
func loadFloat16(_ address: UnsafeRawPointer) -> Lane {
  let halves = unsafe address.loadUnaligned(as: Halves.self)
  #if FMA || NEON
    return eachLane { Float(Float16(bitPattern: halves[$0])) }
  #else
    // Without an instruction for it each number would cost a call. The exponent's bias is 127 here
    // and 15 there, hence 2^112; infinity and NaN have all bits of the exponent in both.
    return eachLane { lane in
      let bits = UInt32(halves[lane])
      let magnitude = (bits & 0x7FFF) &<< 13
      let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
      let special: UInt32 = magnitude >= 0x0F80_0000 ? 0x7F80_0000 : 0
      return Float(bitPattern: finite | special | (bits & 0x8000) &<< 16)
    }
  #endif
}

@inline(__always)
func loadInt8(_ address: UnsafeRawPointer) -> Lane {
  let bytes = unsafe address.loadUnaligned(as: Bytes.self)
  return eachLane { Float(bytes[$0]) }
}

#if AVX512
  typealias Bytes = SIMD16<Int8>
  typealias Halves = SIMD16<UInt16>
#elseif AVX2
  typealias Bytes = SIMD8<Int8>
  typealias Halves = SIMD8<UInt16>
#else
  typealias Bytes = SIMD4<Int8>
  typealias Halves = SIMD4<UInt16>
#endif

/// A register whose lanes are made one by one, which becomes one instruction for all.
///
/// The library's conversions between vectors are generic, and what the compiler makes of them for
/// an instruction set is code that the linker may merge with another set's.
@inline(__always)
func eachLane(_ value: (Int) -> Float) -> Lane {
  #if AVX512
    Lane(
      value(0), value(1), value(2), value(3), value(4), value(5), value(6), value(7), value(8),
      value(9), value(10), value(11), value(12), value(13), value(14), value(15))
  #elseif AVX2
    Lane(value(0), value(1), value(2), value(3), value(4), value(5), value(6), value(7))
  #else
    Lane(value(0), value(1), value(2), value(3))
  #endif
}

/// Fewer numbers than a register has, with zeros behind them.
@inline(__always)
func loadPart(
  _ address: UnsafeRawPointer, _ byteCount: Int, load loadLane: (UnsafeRawPointer) -> Lane
) -> Lane {
  var room = Lane.zero
  return unsafe withUnsafeMutableBytes(of: &room) { room in
    let start = unsafe room.baseAddress.unsafelyUnwrapped
    var index = 0
    while index < byteCount {
      unsafe start.storeBytes(
        of: address.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index,
        as: UInt8.self)
      index &+= 1
    }
    return unsafe loadLane(UnsafeRawPointer(start))
  }
}
