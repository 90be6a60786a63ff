// Step three of a block: both sides move, each by the other's old values.

import CPUFeatures

/// Moves a block's targets, `W[t] += Σᵢ g[i,t] · x[i]`, and adds up the changes of its inputs,
/// `C[i] += Σₜ g[i,t] · w[t]`, over some of the columns, with `x` and `w` the values from before.
///
/// - Parameters:
///   - changes: The addresses of `m` rows to which the changes of the inputs are added: the inputs
///     themselves, where `held` is nil.
///   - m: The number of inputs.
///   - held: The inputs, one after the other, where they are apart from `changes`; they stay.
///   - targets: The addresses of `6 · tileCount` rows.
///   - tileCount: The tiles of six targets.
///   - gradients: What `blockGradients` wrote.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - stride: The length of a row of `held` and `scratch`.
///   - scratch: Room for `m · stride` floats, used where there are several tiles and `held` is nil.
///   - upcoming: Rows that will be needed soon; the same columns of them are prefetched.
///   - upcomingCount: Their number.
@unsafe
public func blockUpdate(
  _ changes: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int, _ held: UnsafePointer<Float>?,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ tileCount: Int,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int, _ stride: Int,
  _ scratch: UnsafeMutablePointer<Float>,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  let tileSize = blockTileSize(m)
  var old = unsafe held
  var tile = 0
  while tile < tileCount {
    if tile == 0, tileCount > 1, unsafe held == nil {
      unsafe copyRows(changes, m, start, end, stride, scratch)
    }
    unsafe update(
      changes, m, old, SixRows(targets + 6 &* tile), gradients + tileSize &* tile, start, end,
      stride, upcoming, tile == 0 ? upcomingCount : 0)
    // The first tile has changed the inputs; the others take the copy.
    if unsafe held == nil { unsafe old = UnsafePointer(scratch) }
    tile &+= 1
  }
}

/// One tile of `blockUpdate`.
///
/// Column strips of a register (two of AVX-512): the six targets and their sums stay in registers
/// while the inputs stream by. The rows of `upcoming` are asked for on the way, one cache line of
/// each per strip, so that they have come when their turn comes.
@inline(__always)
func update(
  _ changes: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int, _ old: UnsafePointer<Float>?,
  _ targets: SixRows, _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int, _ stride: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  var column = start
  #if AVX512
    while column &+ 32 <= end {
      unsafe prefetch(upcoming, upcomingCount, column)
      unsafe prefetch(upcoming, upcomingCount, column &+ 16)
      let w = unsafe Six(targets, column)
      let v = unsafe Six(targets, column &+ 16)
      var (dw, dv) = (Six(), Six())
      var g = unsafe gradients
      var i = 0
      while i < m {
        let row = unsafe changes[i] + column
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
        unsafe g += 8
        i &+= 1
      }
      unsafe w.storeSum(dw, targets, column)
      unsafe v.storeSum(dv, targets, column &+ 16)
      column &+= 32
    }
  #endif
  while column < end {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    let w = unsafe Six(targets, column)
    var dw = Six()
    var g = unsafe gradients
    var i = 0
    while i < m {
      let row = unsafe changes[i] + column
      let x = unsafe load(row)
      if let old = unsafe old {
        unsafe dw.add(load(old + (i &* stride &+ column)), times: g)
      } else {
        unsafe dw.add(x, times: g)
      }
      unsafe store(w.combined(with: g, onto: x), row)
      unsafe g += 8
      i &+= 1
    }
    unsafe w.storeSum(dw, targets, column)
    column &+= Lane.scalarCount
  }
}

@inline(__always)
func copyRows(
  _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ stride: Int, _ copy: UnsafeMutablePointer<Float>
) {
  var i = 0
  while i < count {
    var column = start
    while column < end {
      unsafe store(load(rows[i] + column), copy + (i &* stride &+ column))
      column &+= Lane.scalarCount
    }
    i &+= 1
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
