// Step three of a quad: the inputs stay in registers while the targets stream by.

/// Moves the inputs and the targets of a quad by each other's old values, over some of the columns.
///
/// The other way round, groups of targets in registers, every group would load and store all inputs
/// once more: where many targets meet few inputs, that takes longer than the arithmetic.
///
/// - Parameters:
///   - inputs: The addresses of `m` rows, all different.
///   - m: The number of inputs, 2 or 4.
///   - targets: The addresses of the targets' rows, all different.
///   - count: The number of targets.
///   - gradients: What `quadGradients` wrote.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - upcoming: Rows that will be needed soon; the same columns of them are prefetched.
///   - upcomingCount: Their number.
@unsafe
public func quadUpdate(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  if m == 4 {
    unsafe updateFour(
      FourRows(inputs), targets, count, gradients, start, end, upcoming, upcomingCount)
  } else {
    unsafe updateTwo(
      TwoRows(inputs), targets, count, gradients, start, end, upcoming, upcomingCount)
  }
}

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
    var g = unsafe gradients
    var t = 0
    while t < count {
      let row = unsafe targets[t] + column
      unsafe store(newX.exchange(x, with: load(row), times: g), row)
      unsafe g += 4
      t &+= 1
    }
    unsafe newX.put(into: inputs, column)
    column &+= Lane.scalarCount
  }
}

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
    var g = unsafe gradients
    var t = 0
    while t < count {
      let row = unsafe targets[t] + column
      let w = unsafe newX.exchange(x, with: load(row), times: g)
      let v = unsafe newY.exchange(y, with: load(row + lanes), times: g)
      unsafe store(w, row)
      unsafe store(v, row + lanes)
      unsafe g += 4
      t &+= 1
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
        let row = unsafe targets[t] + column
        unsafe store(newX.exchange(x, with: load(row), times: gradients + 4 &* t), row)
        t &+= 1
      }
      unsafe newX.put(into: inputs, column)
    }
  #endif
}
