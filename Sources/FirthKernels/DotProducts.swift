// Step one of a block: the dot products of all inputs with all targets.

/// Writes the dot products of `m` inputs with the targets, over some of the columns.
///
/// The product of input `i` with target `t` of a tile of six stands at `dots[8 · i + t]` of the
/// tile's `blockTileSize(m)` floats; the two places behind each six are zero.
///
/// - Parameters:
///   - inputs: The addresses of `m` rows.
///   - m: The number of inputs.
///   - targets: The addresses of `6 · tileCount` rows; unused places point at a row of zeros.
///   - tileCount: The tiles of six targets.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - dots: Room for `blockTileSize(m) · tileCount` floats.
@unsafe
public func blockDots(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ tileCount: Int, _ start: Int,
  _ end: Int, _ dots: UnsafeMutablePointer<Float>
) {
  let tileSize = blockTileSize(m)
  var tile = 0
  while tile < tileCount {
    unsafe dotProducts(
      inputs, m, SixRows(targets + 6 &* tile), start, end, dots + tileSize &* tile)
    tile &+= 1
  }
}

/// The floats of one tile's products: eight for each input, in whole registers.
public func blockTileSize(_ m: Int) -> Int { (8 &* m &+ 15) & ~15 }

/// One tile's products, in register tiles of 4 × 6 (AVX-512) or 2 × 6: each loaded register of a
/// target serves several inputs.
@inline(__always)
func dotProducts(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int, _ targets: SixRows,
  _ start: Int, _ end: Int, _ dots: UnsafeMutablePointer<Float>
) {
  var i = 0
  #if AVX512
    while i &+ 4 <= m {
      unsafe dots4(inputs + i, targets, start, end, dots + 8 &* i)
      i &+= 4
    }
  #endif
  while i &+ 2 <= m {
    unsafe dots2(inputs + i, targets, start, end, dots + 8 &* i)
    i &+= 2
  }
  if i < m { unsafe dots1(inputs[i], targets, start, end, dots + 8 &* i) }
}

#if AVX512
  @inline(__always)
  func dots4(
    _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ targets: SixRows, _ start: Int,
    _ end: Int, _ dots: UnsafeMutablePointer<Float>
  ) {
    let (x0, x1, x2, x3) = unsafe (inputs[0], inputs[1], inputs[2], inputs[3])
    var (r0, r1, r2, r3) = (Six(), Six(), Six(), Six())
    var column = start
    while column < end {
      let w = unsafe Six(targets, column)
      unsafe r0.add(w, times: load(x0 + column))
      unsafe r1.add(w, times: load(x1 + column))
      unsafe r2.add(w, times: load(x2 + column))
      unsafe r3.add(w, times: load(x3 + column))
      column &+= Lane.scalarCount
    }
    unsafe r0.storeSums(dots)
    unsafe r1.storeSums(dots + 8)
    unsafe r2.storeSums(dots + 16)
    unsafe r3.storeSums(dots + 24)
  }
#endif

@inline(__always)
func dots2(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ targets: SixRows, _ start: Int,
  _ end: Int, _ dots: UnsafeMutablePointer<Float>
) {
  let (r0, r1) = unsafe products2(inputs, targets, start, end)
  unsafe r0.storeSums(dots)
  unsafe r1.storeSums(dots + 8)
}

/// The products of two inputs with six targets, not yet summed.
@inline(__always)
func products2(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ targets: SixRows, _ start: Int,
  _ end: Int
) -> (Six, Six) {
  let (x0, x1) = unsafe (inputs[0], inputs[1])
  var (r0, r1) = (Six(), Six())
  var column = start
  while column < end {
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
  return (r0, r1)
}

@inline(__always)
func dots1(
  _ input: UnsafeMutablePointer<Float>, _ targets: SixRows, _ start: Int, _ end: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  var r = Six()
  var column = start
  while column < end {
    unsafe r.add(Six(targets, column), times: load(input + column))
    column &+= Lane.scalarCount
  }
  unsafe r.storeSums(dots)
}

@inline(__always)
func addPair(_ a: inout Lane, _ b: inout Lane, _ x: Lane, _ y: Lane, _ w: Lane) {
  a = multiplyAdd(a, x, w)
  b = multiplyAdd(b, y, w)
}
