// Step three of a block of one tile, where 16 registers are all there are.

/// Moves six targets and any number of inputs by each other's old values.
///
/// The targets and their sums stay in registers, a strip of one register at a time, while the inputs
/// stream by: each is loaded and stored once. Two groups of three targets in strips of two registers,
/// as in `update`, go over the inputs twice and leave copies of them in between, which takes a sixth
/// longer. Else as `blockUpdate`.
@inline(__always)
func updateSix(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int, _ targets: SixRows,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  var column = start
  while column < end {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    let w = unsafe Six(targets, column)
    var newW = w
    var g = unsafe gradients
    var i = 0
    while i < m {
      let row = unsafe inputs[i] + column
      unsafe store(newW.exchange(w, with: load(row), times: g), row)
      unsafe g += 8
      i &+= 1
    }
    unsafe newW.put(into: targets, column)
    column &+= Lane.scalarCount
  }
}
