// Step three of a block of four inputs: they stay in registers while the targets stream by.

/// Moves four inputs and their targets by each other's old values.
///
/// The other way round, groups of targets in registers, every group loads and stores all inputs once
/// more: where many targets meet few inputs, as on the path to a word, that takes longer than the
/// arithmetic. No input may come twice: the change of one would get lost. Else as `blockUpdate`.
@inline(__always)
func updateFour(
  _ inputs: FourRows, _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  var column = start
  while column < end {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    let x = unsafe Four(inputs, column)
    var newX = x
    var tile = unsafe gradients
    var t = 0
    while t < count {
      let tileEnd = min(t &+ 6, count)
      var g = unsafe tile
      while t < tileEnd {
        let row = unsafe targets[t] + column
        let w = unsafe load(row)
        unsafe newX.add(w, times: g)
        unsafe store(x.combined(with: g, onto: w), row)
        unsafe g += 1
        t &+= 1
      }
      unsafe tile += blockTileSize(4)
    }
    unsafe newX.put(into: inputs, column)
    column &+= Lane.scalarCount
  }
}

/// Four registers, one for each input; their factors are eight apart.
struct Four {
  var a0, a1, a2, a3: Lane

  @inline(__always)
  init(_ rows: FourRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
    a2 = unsafe load(rows.p2 + column)
    a3 = unsafe load(rows.p3 + column)
  }

  @inline(__always)
  mutating func add(_ w: Lane, times factors: UnsafePointer<Float>) {
    a0 = unsafe multiplyAdd(a0, w, Lane(repeating: factors[0]))
    a1 = unsafe multiplyAdd(a1, w, Lane(repeating: factors[8]))
    a2 = unsafe multiplyAdd(a2, w, Lane(repeating: factors[16]))
    a3 = unsafe multiplyAdd(a3, w, Lane(repeating: factors[24]))
  }

  /// `sum` plus the four registers times four factors.
  @inline(__always)
  func combined(with factors: UnsafePointer<Float>, onto sum: Lane) -> Lane {
    // Two chains: half the latency of one.
    var even = unsafe multiplyAdd(sum, a0, Lane(repeating: factors[0]))
    var odd = unsafe a1 * Lane(repeating: factors[8])
    even = unsafe multiplyAdd(even, a2, Lane(repeating: factors[16]))
    odd = unsafe multiplyAdd(odd, a3, Lane(repeating: factors[24]))
    return even + odd
  }

  @inline(__always)
  func put(into rows: FourRows, _ column: Int) {
    unsafe store(a0, rows.p0 + column)
    unsafe store(a1, rows.p1 + column)
    unsafe store(a2, rows.p2 + column)
    unsafe store(a3, rows.p3 + column)
  }
}

/// The addresses of four input rows.
@unsafe
struct FourRows {
  let p0, p1, p2, p3: UnsafeMutablePointer<Float>

  /// Nil if a row comes twice.
  @inline(__always)
  init?(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe (p0, p1, p2, p3) = (rows[0], rows[1], rows[2], rows[3])
    if unsafe p0 == p1 || p0 == p2 || p0 == p3 || p1 == p2 || p1 == p3 || p2 == p3 { return nil }
  }
}
