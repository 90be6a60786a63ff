// The logistic function and the loss, for whole registers and without a table or a call.

/// The exponential `exp(−|x|)`, with a relative error below 6e-7 where |x| < 10, and 4e-6 up to 80.
///
/// Beyond 80 it stays at about 2e-35.
@inline(__always)
func exponentialOfMinusAbsolute(_ x: Lane) -> Lane {
  let limit = Lane(repeating: 80)
  let bitsOfX = unsafe unsafeBitCast(x, to: LaneBits.self)
  let absolute = unsafe unsafeBitCast(bitsOfX & LaneBits(repeating: .max), to: Lane.self)
  let clamped = absolute.replacing(with: limit, where: absolute .> limit)
  // exp(−a) = 2^n · 2^r. Adding 1.5 · 2^23 rounds to the nearest integer n and leaves it in the low
  // bits.
  let factor = Lane(repeating: -1.442_695_04)  // log2(e)
  let magic = Lane(repeating: 12_582_912)
  let shifted = multiplyAdd(magic, clamped, factor)
  let r = multiplyAdd(magic - shifted, clamped, factor)
  // 2^r on −½ … ½, a Chebyshev fit of degree 5; in pairs, as what waits for what counts here.
  let square = r * r
  let high = multiplyAdd(Lane(repeating: 0.009_676_042), Lane(repeating: 0.001_340_043_7), r)
  let middle = multiplyAdd(Lane(repeating: 0.240_221_07), Lane(repeating: 0.055_503_27), r)
  let low = multiplyAdd(Lane(repeating: 1), Lane(repeating: 0.693_147_2), r)
  let power = multiplyAdd(low, multiplyAdd(middle, high, square), square)
  let bits = unsafe unsafeBitCast(power, to: LaneBits.self)
  let scale = unsafe unsafeBitCast(shifted, to: LaneBits.self) &<< LaneBits(repeating: 23)
  return unsafe unsafeBitCast(bits &+ scale, to: Lane.self)
}

/// `log(1 + e)` for e in 0 … 1, absolute error below 3e-7; a Chebyshev fit of degree 8, in pairs.
@inline(__always)
func logarithmOfOnePlus(_ e: Lane) -> Lane {
  let square = e * e
  let p7 = multiplyAdd(Lane(repeating: 0.044_214_725), Lane(repeating: -0.008_574_78), e)
  let p5 = multiplyAdd(Lane(repeating: 0.177_571_18), Lane(repeating: -0.107_854_694), e)
  let p3 = multiplyAdd(Lane(repeating: 0.332_761_88), Lane(repeating: -0.244_996_56), e)
  let p1 = multiplyAdd(Lane(repeating: 0.999_999_8), Lane(repeating: -0.499_974_52), e)
  let high = multiplyAdd(p5, p7, square)
  let low = multiplyAdd(p1, p3, square)
  return multiplyAdd(low, high, square * square) * e
}

/// The gradient `label − σ(f)` and the loss `−log σ(±f)` of a register of dot products.
///
/// Derivation: the loss is `−log σ(f)` for a true pair (label 1) and `−log σ(−f)` for a negative
/// sample (label 0); its derivative by `f` is `σ(f) − label` in both cases. A dot product that is
/// no number gives a loss that is none.
@inline(__always)
func logistic(_ f: Lane, label: Lane) -> (gradient: Lane, loss: Lane) {
  let e = exponentialOfMinusAbsolute(f)
  let one = Lane(repeating: 1)
  let sigmoid = e.replacing(with: one, where: f .>= 0) / (1 + e)
  // −log σ(z) = max(−z, 0) + log(1 + exp(−|z|)), with z = f or −f: max(f, 0) − label · f.
  let positive = f.replacing(with: 0, where: f .< 0)
  let loss = multiplyAdd(positive, f, -label) + logarithmOfOnePlus(e)
  return (label - sigmoid, loss)
}

#if AVX512
  typealias LaneBits = SIMD16<Int32>
#elseif AVX2
  typealias LaneBits = SIMD8<Int32>
#else
  typealias LaneBits = SIMD4<Int32>
#endif
