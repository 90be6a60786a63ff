/// Six registers, one for each target of a tile.
///
/// A tile has six targets because a centre word and the usual five negative samples make six, and
/// because six are as many as fit.
struct Six {
  @inline(__always)
  static var size: Int { 6 }

  var a0, a1, a2, a3, a4, a5: Lane

  @inline(__always)
  init() {
    a0 = .zero
    a1 = .zero
    a2 = .zero
    a3 = .zero
    a4 = .zero
    a5 = .zero
  }

  /// The same register of six rows.
  @inline(__always)
  init(_ rows: SixRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
    a2 = unsafe load(rows.p2 + column)
    a3 = unsafe load(rows.p3 + column)
    a4 = unsafe load(rows.p4 + column)
    a5 = unsafe load(rows.p5 + column)
  }

  /// Adds `x` times six factors.
  @inline(__always)
  mutating func add(_ x: Lane, times factors: UnsafePointer<Float>) {
    a0 = unsafe multiplyAdd(a0, x, Lane(repeating: factors[0]))
    a1 = unsafe multiplyAdd(a1, x, Lane(repeating: factors[1]))
    a2 = unsafe multiplyAdd(a2, x, Lane(repeating: factors[2]))
    a3 = unsafe multiplyAdd(a3, x, Lane(repeating: factors[3]))
    a4 = unsafe multiplyAdd(a4, x, Lane(repeating: factors[4]))
    a5 = unsafe multiplyAdd(a5, x, Lane(repeating: factors[5]))
  }

  /// Adds six registers times one.
  @inline(__always)
  mutating func add(_ w: Six, times x: Lane) {
    a0 = multiplyAdd(a0, w.a0, x)
    a1 = multiplyAdd(a1, w.a1, x)
    a2 = multiplyAdd(a2, w.a2, x)
    a3 = multiplyAdd(a3, w.a3, x)
    a4 = multiplyAdd(a4, w.a4, x)
    a5 = multiplyAdd(a5, w.a5, x)
  }

  /// `sum` plus the six registers times six factors.
  @inline(__always)
  func combined(with factors: UnsafePointer<Float>, onto sum: Lane) -> Lane {
    // Two chains: half the latency of one.
    var even = unsafe multiplyAdd(sum, a0, Lane(repeating: factors[0]))
    var odd = unsafe a1 * Lane(repeating: factors[1])
    even = unsafe multiplyAdd(even, a2, Lane(repeating: factors[2]))
    odd = unsafe multiplyAdd(odd, a3, Lane(repeating: factors[3]))
    even = unsafe multiplyAdd(even, a4, Lane(repeating: factors[4]))
    odd = unsafe multiplyAdd(odd, a5, Lane(repeating: factors[5]))
    return even + odd
  }

  /// Adds `x` times six factors; returns `x` plus the registers `w` times the factors.
  ///
  /// Factor by factor: one after the other, the two would need more than 16 registers.
  @inline(__always)
  mutating func exchange(
    _ w: Six, with x: Lane, times factors: UnsafePointer<Float>
  ) -> Lane {
    var factor = Lane(repeating: unsafe factors[0])
    a0 = multiplyAdd(a0, x, factor)
    var sum = multiplyAdd(x, w.a0, factor)
    factor = Lane(repeating: unsafe factors[1])
    a1 = multiplyAdd(a1, x, factor)
    sum = multiplyAdd(sum, w.a1, factor)
    factor = Lane(repeating: unsafe factors[2])
    a2 = multiplyAdd(a2, x, factor)
    sum = multiplyAdd(sum, w.a2, factor)
    factor = Lane(repeating: unsafe factors[3])
    a3 = multiplyAdd(a3, x, factor)
    sum = multiplyAdd(sum, w.a3, factor)
    factor = Lane(repeating: unsafe factors[4])
    a4 = multiplyAdd(a4, x, factor)
    sum = multiplyAdd(sum, w.a4, factor)
    factor = Lane(repeating: unsafe factors[5])
    a5 = multiplyAdd(a5, x, factor)
    return multiplyAdd(sum, w.a5, factor)
  }

  /// Stores the sum of each register, and two zeros.
  @inline(__always)
  func storeSums(_ address: UnsafeMutablePointer<Float>) {
    unsafe storeEight(sums(a0, a1, a2, a3, a4, a5, .zero, .zero), address)
  }

  /// Stores the registers into six rows.
  @inline(__always)
  func put(into rows: SixRows, _ column: Int) {
    unsafe store(a0, rows.p0 + column)
    unsafe store(a1, rows.p1 + column)
    unsafe store(a2, rows.p2 + column)
    unsafe store(a3, rows.p3 + column)
    unsafe store(a4, rows.p4 + column)
    unsafe store(a5, rows.p5 + column)
  }
}

/// The addresses of a tile's six target rows.
@unsafe
struct SixRows {
  let p0, p1, p2, p3, p4, p5: UnsafeMutablePointer<Float>

  @inline(__always)
  init(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe p0 = rows[0]
    unsafe p1 = rows[1]
    unsafe p2 = rows[2]
    unsafe p3 = rows[3]
    unsafe p4 = rows[4]
    unsafe p5 = rows[5]
  }
}
