// The logistic function and the loss, for whole registers and without a table or a call.

/// The exponential `exp(−|x|)`, with a relative error below 2e-7.
///
/// Beyond 80 it stays at about 2e-35.
@inline(__always)
func exponentialOfMinusAbsolute(_ x: Lane) -> Lane {
  let limit = Lane(repeating: 80)
  let absolute = x.replacing(with: -x, where: x .< 0)
  let clamped = absolute.replacing(with: limit, where: absolute .> limit)
  let exponent = clamped * Lane(repeating: -1.442695)  // log2(e)
  // Adding 1.5 · 2^23 rounds to the nearest integer and leaves it in the low bits.
  let magic = Lane(repeating: 12_582_912)
  let shifted = exponent + magic
  let rounded = shifted - magic
  // exp(−a) = 2^n · 2^r; r is taken from `clamped` in two steps so that no bits are lost.
  var r = multiplyAdd(-clamped, rounded, Lane(repeating: -0.693_359_375))
  r = multiplyAdd(r, rounded, Lane(repeating: 0.000_212_194_44))
  r *= 1.442695
  // 2^r on −½ … ½, a Chebyshev fit of degree 5.
  var power = Lane(repeating: 0.001_340_043_7)
  power = multiplyAdd(Lane(repeating: 0.009_676_042), power, r)
  power = multiplyAdd(Lane(repeating: 0.055_503_27), power, r)
  power = multiplyAdd(Lane(repeating: 0.240_221_07), power, r)
  power = multiplyAdd(Lane(repeating: 0.693_147_2), power, r)
  power = multiplyAdd(Lane(repeating: 1), power, r)
  let bits = unsafe unsafeBitCast(power, to: LaneBits.self)
  let scale = unsafe unsafeBitCast(shifted, to: LaneBits.self) &<< LaneBits(repeating: 23)
  return unsafe unsafeBitCast(bits &+ scale, to: Lane.self)
}

/// `log(1 + e)` for e in 0 … 1, absolute error below 2e-7; a Chebyshev fit of degree 8.
@inline(__always)
func logarithmOfOnePlus(_ e: Lane) -> Lane {
  var p = Lane(repeating: -0.008_574_78)
  p = multiplyAdd(Lane(repeating: 0.044_214_725), p, e)
  p = multiplyAdd(Lane(repeating: -0.107_854_694), p, e)
  p = multiplyAdd(Lane(repeating: 0.177_571_18), p, e)
  p = multiplyAdd(Lane(repeating: -0.244_996_56), p, e)
  p = multiplyAdd(Lane(repeating: 0.332_761_88), p, e)
  p = multiplyAdd(Lane(repeating: -0.499_974_52), p, e)
  p = multiplyAdd(Lane(repeating: 0.999_999_8), p, e)
  return p * e
}

/// The gradient `label − σ(f)` and the loss `−log σ(±f)` of a register of dot products.
///
/// Derivation: the loss is `−log σ(f)` for a true pair (label 1) and `−log σ(−f)` for a negative
/// sample (label 0); its derivative by `f` is `σ(f) − label` in both cases. A dot product that is
/// no number gives a loss that is none.
@inline(__always)
func logistic(_ f: Lane, label: Lane) -> (gradient: Lane, loss: Lane) {
  let e = exponentialOfMinusAbsolute(f)
  let reciprocal = 1 / (1 + e)
  let sigmoid = (e * reciprocal).replacing(with: reciprocal, where: f .>= 0)
  // −log σ(z) = max(−z, 0) + log(1 + exp(−|z|)), with z = f or −f.
  let z = f * (label + label - 1)
  let ramp = Lane.zero.replacing(with: -z, where: z .< 0)
  let loss = multiplyAdd(ramp + logarithmOfOnePlus(e), f, Lane.zero)
  return (label - sigmoid, loss)
}

#if AVX512
  typealias LaneBits = SIMD16<Int32>
#elseif AVX2
  typealias LaneBits = SIMD8<Int32>
#else
  typealias LaneBits = SIMD4<Int32>
#endif
