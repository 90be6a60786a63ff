// Step one of a quad: the dot products of up to four inputs with all targets.

/// Writes the dot products of two or four inputs with the targets, over some of the columns.
///
/// A quad is a block of few inputs and many targets, as the context words that meet a path. The
/// product of input `i` with target `t` stands at `dots[4 · t + i]`: unlike in tiles of six targets,
/// no place is left empty for the sake of the last tile. Of two inputs the other two places are zero,
/// and so are those behind the last target.
///
/// - Parameters:
///   - inputs: The addresses of `m` rows.
///   - m: The number of inputs, 2 or 4.
///   - targets: The addresses of the targets' rows.
///   - count: The number of targets.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - dots: Room for `quadSize(count)` floats.
@unsafe
public func quadDots(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  if m == 4 {
    unsafe productsOfFour(inputs, targets, count, start, end, dots)
  } else {
    unsafe productsOfTwo(inputs, targets, count, start, end, dots)
  }
  var place = 4 &* count
  while place < quadSize(count) {
    unsafe storeFour(.zero, dots + place)
    place &+= 4
  }
}

/// The floats of a quad's products: four for each target, in whole registers.
public func quadSize(_ count: Int) -> Int { (4 &* count &+ 15) & ~15 }

/// Products in register tiles of 4 × 3.
///
/// Input by input: beside twelve sums and three targets 16 registers leave room for one.
@inline(__always)
func productsOfFour(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  let rows = unsafe FourRows(inputs)
  var t = 0
  while t &+ 3 <= count {
    let (p, q, r) = unsafe (targets[t], targets[t &+ 1], targets[t &+ 2])
    var (a, b, c) = (Four(), Four(), Four())
    var column = start
    while column < end {
      let (u, v, w) = unsafe (load(p + column), load(q + column), load(r + column))
      let x0 = unsafe load(rows.p0 + column)
      a.a0 = multiplyAdd(a.a0, x0, u)
      b.a0 = multiplyAdd(b.a0, x0, v)
      c.a0 = multiplyAdd(c.a0, x0, w)
      let x1 = unsafe load(rows.p1 + column)
      a.a1 = multiplyAdd(a.a1, x1, u)
      b.a1 = multiplyAdd(b.a1, x1, v)
      c.a1 = multiplyAdd(c.a1, x1, w)
      let x2 = unsafe load(rows.p2 + column)
      a.a2 = multiplyAdd(a.a2, x2, u)
      b.a2 = multiplyAdd(b.a2, x2, v)
      c.a2 = multiplyAdd(c.a2, x2, w)
      let x3 = unsafe load(rows.p3 + column)
      a.a3 = multiplyAdd(a.a3, x3, u)
      b.a3 = multiplyAdd(b.a3, x3, v)
      c.a3 = multiplyAdd(c.a3, x3, w)
      column &+= Lane.scalarCount
    }
    unsafe storeEight(
      sums(a.a0, a.a1, a.a2, a.a3, b.a0, b.a1, b.a2, b.a3), dots + 4 &* t)
    unsafe storeFour(sums(c.a0, c.a1, c.a2, c.a3), dots + (4 &* t &+ 8))
    t &+= 3
  }
  if t &+ 2 == count {
    let (p, q) = unsafe (targets[t], targets[t &+ 1])
    var (a, b) = (Four(), Four())
    var column = start
    while column < end {
      let x = unsafe Four(rows, column)
      unsafe a.add(x, times: load(p + column))
      unsafe b.add(x, times: load(q + column))
      column &+= Lane.scalarCount
    }
    unsafe storeEight(
      sums(a.a0, a.a1, a.a2, a.a3, b.a0, b.a1, b.a2, b.a3), dots + 4 &* t)
  } else if t < count {
    let p = unsafe targets[t]
    var a = Four()
    var column = start
    while column < end {
      unsafe a.add(Four(rows, column), times: load(p + column))
      column &+= Lane.scalarCount
    }
    unsafe storeFour(sums(a.a0, a.a1, a.a2, a.a3), dots + 4 &* t)
  }
}

/// Products in register tiles of 2 × 6.
@inline(__always)
func productsOfTwo(
  _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ start: Int, _ end: Int,
  _ dots: UnsafeMutablePointer<Float>
) {
  var t = 0
  while t &+ 6 <= count {
    let (r0, r1) = unsafe products2(inputs, SixRows(targets + t), start, end)
    let row = unsafe dots + 4 &* t
    unsafe storeEight(sums(r0.a0, r1.a0, .zero, .zero, r0.a1, r1.a1, .zero, .zero), row)
    unsafe storeEight(sums(r0.a2, r1.a2, .zero, .zero, r0.a3, r1.a3, .zero, .zero), row + 8)
    unsafe storeEight(sums(r0.a4, r1.a4, .zero, .zero, r0.a5, r1.a5, .zero, .zero), row + 16)
    t &+= 6
  }
  let rows = unsafe TwoRows(inputs)
  while t < count {
    // An odd target left over is multiplied twice.
    let (p, q) = unsafe (targets[t], targets[min(t &+ 1, count &- 1)])
    var (a, b) = (Two(), Two())
    var column = start
    while column < end {
      let x = unsafe Two(rows, column)
      unsafe a.add(x, times: load(p + column))
      unsafe b.add(x, times: load(q + column))
      column &+= Lane.scalarCount
    }
    unsafe storeFour(sums(a.a0, a.a1, .zero, .zero), dots + 4 &* t)
    t &+= 1
    if t < count {
      unsafe storeFour(sums(b.a0, b.a1, .zero, .zero), dots + 4 &* t)
      t &+= 1
    }
  }
}
