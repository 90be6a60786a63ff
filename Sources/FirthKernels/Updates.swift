// Step three of the block update: both sides move, each by the other's old values.

import CPUFeatures

/// Adds the gradients of one tile: targets `W[t] += Σᵢ g[i,t] · x[i]`, inputs
/// `X[i] += Σₜ g[i,t] · w[t]`, with `x` and `w` the values before the update.
///
/// Column strips of a register (two of AVX-512): the six targets and their sums stay in registers
/// while the inputs stream by. `old` holds the inputs' values where an earlier tile has already
/// changed the rows; nil for the first tile. The rows of `upcoming` are asked for on the way, one
/// cache line of each per strip, so that they have come when their turn comes.
@inline(__always)
func update(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ inputCount: Int, _ targets: SixRows,
  _ stride: Int, _ gradients: UnsafePointer<Float>, old: UnsafePointer<Float>?,
  upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  var column = 0
  #if AVX512
    while column &+ 32 <= stride {
      unsafe prefetch(upcoming, upcomingCount, column)
      unsafe prefetch(upcoming, upcomingCount, column &+ 16)
      let w = unsafe Six(targets, column)
      let v = unsafe Six(targets, column &+ 16)
      var (dw, dv) = (Six(), Six())
      var g = unsafe gradients
      var i = 0
      while i < inputCount {
        let row = unsafe inputs[i] + column
        let (x, y) = unsafe (load(row), load(row + 16))
        if let old = unsafe old {
          let source = unsafe old + (i &* stride &+ column)
          unsafe dw.add(load(source), times: g)
          unsafe dv.add(load(source + 16), times: g)
        } else {
          unsafe dw.add(x, times: g)
          unsafe dv.add(y, times: g)
        }
        unsafe store(w.combined(with: g, onto: x), row)
        unsafe store(v.combined(with: g, onto: y), row + 16)
        unsafe g += 6
        i &+= 1
      }
      unsafe w.storeSum(dw, targets, column)
      unsafe v.storeSum(dv, targets, column &+ 16)
      column &+= 32
    }
  #endif
  while column < stride {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    let w = unsafe Six(targets, column)
    var dw = Six()
    var g = unsafe gradients
    var i = 0
    while i < inputCount {
      let row = unsafe inputs[i] + column
      let x = unsafe load(row)
      if let old = unsafe old {
        unsafe dw.add(load(old + (i &* stride &+ column)), times: g)
      } else {
        unsafe dw.add(x, times: g)
      }
      unsafe store(w.combined(with: g, onto: x), row)
      unsafe g += 6
      i &+= 1
    }
    unsafe w.storeSum(dw, targets, column)
    column &+= Lane.scalarCount
  }
}

@inline(__always)
func prefetch(
  _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ column: Int
) {
  var i = 0
  while i < count {
    unsafe firth_prefetch(rows[i] + column)
    i &+= 1
  }
}
