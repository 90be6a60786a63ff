// Step one of the block update: the m × 6 dot products of the inputs with a tile of targets.

/// Writes `dots[6 · i + t] = inputs[i] · targets[t]` for one tile of six targets.
///
/// Register tiles of 4 × 6 (AVX-512) or 2 × 6: each loaded register of a target serves several
/// inputs. `dots` needs room for `6 · inputCount + 8` floats; what lies behind the last product is
/// overwritten.
@inline(__always)
func dotProducts(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ inputCount: Int, _ targets: SixRows,
  _ stride: Int, _ dots: UnsafeMutablePointer<Float>
) {
  var i = 0
  #if AVX512
    while i &+ 4 <= inputCount {
      unsafe dots4(inputs + i, targets, stride, dots + 6 &* i)
      i &+= 4
    }
  #endif
  while i &+ 2 <= inputCount {
    unsafe dots2(inputs + i, targets, stride, dots + 6 &* i)
    i &+= 2
  }
  if i < inputCount { unsafe dots1(inputs[i], targets, stride, dots + 6 &* i) }
}

#if AVX512
  @inline(__always)
  func dots4(
    _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ targets: SixRows, _ stride: Int,
    _ dots: UnsafeMutablePointer<Float>
  ) {
    let (x0, x1, x2, x3) = unsafe (inputs[0], inputs[1], inputs[2], inputs[3])
    var (r0, r1, r2, r3) = (Six(), Six(), Six(), Six())
    var column = 0
    while column < stride {
      let w = unsafe Six(targets, column)
      unsafe r0.add(w, times: load(x0 + column))
      unsafe r1.add(w, times: load(x1 + column))
      unsafe r2.add(w, times: load(x2 + column))
      unsafe r3.add(w, times: load(x3 + column))
      column &+= Lane.scalarCount
    }
    unsafe store8(sums(r0.a0, r0.a1, r0.a2, r0.a3, r0.a4, r0.a5, r1.a0, r1.a1), dots)
    unsafe store8(sums(r1.a2, r1.a3, r1.a4, r1.a5, r2.a0, r2.a1, r2.a2, r2.a3), dots + 8)
    unsafe store8(sums(r2.a4, r2.a5, r3.a0, r3.a1, r3.a2, r3.a3, r3.a4, r3.a5), dots + 16)
  }
#endif

@inline(__always)
func dots2(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ targets: SixRows, _ stride: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  let (x0, x1) = unsafe (inputs[0], inputs[1])
  var (r0, r1) = (Six(), Six())
  var column = 0
  while column < stride {
    let y0 = unsafe load(x0 + column)
    let y1 = unsafe load(x1 + column)
    unsafe addPair(&r0.a0, &r1.a0, y0, y1, load(targets.p0 + column))
    unsafe addPair(&r0.a1, &r1.a1, y0, y1, load(targets.p1 + column))
    unsafe addPair(&r0.a2, &r1.a2, y0, y1, load(targets.p2 + column))
    unsafe addPair(&r0.a3, &r1.a3, y0, y1, load(targets.p3 + column))
    unsafe addPair(&r0.a4, &r1.a4, y0, y1, load(targets.p4 + column))
    unsafe addPair(&r0.a5, &r1.a5, y0, y1, load(targets.p5 + column))
    column &+= Lane.scalarCount
  }
  let zero = Lane.zero
  unsafe store8(sums(r0.a0, r0.a1, r0.a2, r0.a3, r0.a4, r0.a5, r1.a0, r1.a1), dots)
  unsafe store8(sums(r1.a2, r1.a3, r1.a4, r1.a5, zero, zero, zero, zero), dots + 8)
}

@inline(__always)
func dots1(
  _ input: UnsafeMutablePointer<Float>, _ targets: SixRows, _ stride: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  var r = Six()
  var column = 0
  while column < stride {
    unsafe r.add(Six(targets, column), times: load(input + column))
    column &+= Lane.scalarCount
  }
  let zero = Lane.zero
  unsafe store8(sums(r.a0, r.a1, r.a2, r.a3, r.a4, r.a5, zero, zero), dots)
}

@inline(__always)
func addPair(_ a: inout Lane, _ b: inout Lane, _ x: Lane, _ y: Lane, _ w: Lane) {
  a = multiplyAdd(a, x, w)
  b = multiplyAdd(b, y, w)
}

@inline(__always)
func store8(_ value: SIMD8<Float>, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: value, as: SIMD8<Float>.self)
}
