// Step three of a block of two inputs, as that of four.

/// Moves two inputs and their targets by each other's old values, the inputs in registers; else as
/// `updateFour`.
@inline(__always)
func updateTwo(
  _ inputs: TwoRows, _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  let lanes = Lane.scalarCount
  var column = start
  // Two strips of columns at once: as many sums at work as with four inputs.
  while column &+ 2 &* lanes <= end {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    if lanes == 16 { unsafe prefetch(upcoming, upcomingCount, column &+ 16) }
    let x = unsafe Two(inputs, column)
    let y = unsafe Two(inputs, column &+ lanes)
    var (newX, newY) = (x, y)
    var tile = unsafe gradients
    var t = 0
    while t < count {
      let tileEnd = min(t &+ 6, count)
      var g = unsafe tile
      while t < tileEnd {
        let row = unsafe targets[t] + column
        let (w, v) = unsafe (load(row), load(row + lanes))
        unsafe newX.add(w, times: g)
        unsafe newY.add(v, times: g)
        unsafe store(x.combined(with: g, onto: w), row)
        unsafe store(y.combined(with: g, onto: v), row + lanes)
        unsafe g += 1
        t &+= 1
      }
      unsafe tile += blockTileSize(2)
    }
    unsafe newX.put(into: inputs, column)
    unsafe newY.put(into: inputs, column &+ lanes)
    column &+= 2 &* lanes
  }
  #if AVX512
    if column < end {
      unsafe prefetch(upcoming, upcomingCount, column)
      let x = unsafe Two(inputs, column)
      var newX = x
      var t = 0
      while t < count {
        let g = unsafe gradients + (blockTileSize(2) &* (t / 6) &+ t % 6)
        let row = unsafe targets[t] + column
        let w = unsafe load(row)
        unsafe newX.add(w, times: g)
        unsafe store(x.combined(with: g, onto: w), row)
        t &+= 1
      }
      unsafe newX.put(into: inputs, column)
    }
  #endif
}

/// Two registers, one for each input; their factors are eight apart.
struct Two {
  var a0, a1: Lane

  @inline(__always)
  init(_ rows: TwoRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
  }

  @inline(__always)
  mutating func add(_ w: Lane, times factors: UnsafePointer<Float>) {
    a0 = unsafe multiplyAdd(a0, w, Lane(repeating: factors[0]))
    a1 = unsafe multiplyAdd(a1, w, Lane(repeating: factors[8]))
  }

  /// `sum` plus the two registers times two factors.
  @inline(__always)
  func combined(with factors: UnsafePointer<Float>, onto sum: Lane) -> Lane {
    let even = unsafe multiplyAdd(sum, a0, Lane(repeating: factors[0]))
    return unsafe multiplyAdd(even, a1, Lane(repeating: factors[8]))
  }

  @inline(__always)
  func put(into rows: TwoRows, _ column: Int) {
    unsafe store(a0, rows.p0 + column)
    unsafe store(a1, rows.p1 + column)
  }
}

/// The addresses of two input rows.
@unsafe
struct TwoRows {
  let p0, p1: UnsafeMutablePointer<Float>

  /// Nil if they are the same row.
  @inline(__always)
  init?(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe (p0, p1) = (rows[0], rows[1])
    if unsafe p0 == p1 { return nil }
  }
}
