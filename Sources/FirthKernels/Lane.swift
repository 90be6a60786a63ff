// One register of floats and the few operations the kernels are written in.

import CPUFeatures

#if AVX512
  typealias Lane = SIMD16<Float>
#elseif AVX2
  typealias Lane = SIMD8<Float>
#else
  typealias Lane = SIMD4<Float>
#endif

/// The number of each lane, from 0.
@inline(__always)
var lanePositions: Lane {
  #if AVX512
    Lane(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif AVX2
    Lane(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    Lane(0, 1, 2, 3)
  #endif
}

@inline(__always)
func load(_ address: UnsafePointer<Float>) -> Lane {
  unsafe UnsafeRawPointer(address).loadUnaligned(as: Lane.self)
}

@inline(__always)
func store(_ value: Lane, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: value, as: Lane.self)
}

@inline(__always)
func storeFour(_ value: SIMD4<Float>, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: value, as: SIMD4<Float>.self)
}

@inline(__always)
func storeEight(_ value: SIMD8<Float>, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: value, as: SIMD8<Float>.self)
}

/// Adds a product: `sum + x · y`.
///
/// Without FMA instructions `addingProduct` would call `fmaf` for every lane.
@inline(__always)
func multiplyAdd(_ sum: Lane, _ x: Lane, _ y: Lane) -> Lane {
  #if FMA || NEON
    sum.addingProduct(x, y)
  #else
    sum + x * y
  #endif
}

/// The sums of eight registers, in order.
///
/// Neighbouring registers are folded into one until each of eight lanes holds one register's sum:
/// about three instructions a sum, where summing each by itself takes nine.
@inline(__always)
func sums(
  _ a: Lane, _ b: Lane, _ c: Lane, _ d: Lane, _ e: Lane, _ f: Lane, _ g: Lane, _ h: Lane
) -> SIMD8<Float> {
  let (low, high) = (fold(fold(a, b), fold(c, d)), fold(fold(e, f), fold(g, h)))
  #if AVX512
    let quarter = fold(low, high)
    return quarter.evenHalf + quarter.oddHalf
  #elseif AVX2
    return firth_add_halves(low, high)
  #else
    return SIMD8(lowHalf: low, highHalf: high)
  #endif
}

/// The sums of four registers, in order.
@inline(__always)
func sums(_ a: Lane, _ b: Lane, _ c: Lane, _ d: Lane) -> SIMD4<Float> {
  let folded = fold(fold(a, b), fold(c, d))
  #if AVX512
    let half = folded.evenHalf + folded.oddHalf
    return half.evenHalf + half.oddHalf
  #elseif AVX2
    return folded.lowHalf + folded.highHalf
  #else
    return folded
  #endif
}

/// The sum of a register; what the standard library's `sum()` is compiled to, all modules would share.
@inline(__always)
func total(_ a: Lane) -> Float {
  #if AVX512
    let eight = a.lowHalf + a.highHalf
    let four = eight.lowHalf + eight.highHalf
  #elseif AVX2
    let four = a.lowHalf + a.highHalf
  #else
    let four = a
  #endif
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// Adds neighbouring lanes of two registers: the first's sums, then the second's; of AVX2's those
/// of the low halves, then those of the high ones.
@inline(__always)
func fold(_ a: Lane, _ b: Lane) -> Lane {
  #if AVX2
    firth_add_neighbours(a, b)
  #else
    Lane(lowHalf: a.evenHalf + a.oddHalf, highHalf: b.evenHalf + b.oddHalf)
  #endif
}
