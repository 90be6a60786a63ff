/// Four registers, one for each input of a quad.
struct Four {
  var a0, a1, a2, a3: Lane

  @inline(__always)
  init() {
    a0 = .zero
    a1 = .zero
    a2 = .zero
    a3 = .zero
  }

  /// The same register of four rows.
  @inline(__always)
  init(_ rows: FourRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
    a2 = unsafe load(rows.p2 + column)
    a3 = unsafe load(rows.p3 + column)
  }

  /// Adds four registers times one.
  @inline(__always)
  mutating func add(_ x: Four, times w: Lane) {
    a0 = multiplyAdd(a0, x.a0, w)
    a1 = multiplyAdd(a1, x.a1, w)
    a2 = multiplyAdd(a2, x.a2, w)
    a3 = multiplyAdd(a3, x.a3, w)
  }

  /// Adds `w` times four factors; returns `w` plus the registers `x` times the factors.
  ///
  /// Factor by factor, as `Six.exchange`.
  @inline(__always)
  mutating func exchange(
    _ x: Four, with w: Lane, times factors: UnsafePointer<Float>
  ) -> Lane {
    var factor = Lane(repeating: unsafe factors[0])
    a0 = multiplyAdd(a0, w, factor)
    var sum = multiplyAdd(w, x.a0, factor)
    factor = Lane(repeating: unsafe factors[1])
    a1 = multiplyAdd(a1, w, factor)
    sum = multiplyAdd(sum, x.a1, factor)
    factor = Lane(repeating: unsafe factors[2])
    a2 = multiplyAdd(a2, w, factor)
    sum = multiplyAdd(sum, x.a2, factor)
    factor = Lane(repeating: unsafe factors[3])
    a3 = multiplyAdd(a3, w, factor)
    return multiplyAdd(sum, x.a3, factor)
  }

  /// Stores the registers into four rows.
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

  @inline(__always)
  init(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe p0 = rows[0]
    unsafe p1 = rows[1]
    unsafe p2 = rows[2]
    unsafe p3 = rows[3]
  }
}
