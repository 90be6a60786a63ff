/// Two registers, one for each of a quad's inputs if there are two.
struct Two {
  var a0, a1: Lane

  @inline(__always)
  init() {
    a0 = .zero
    a1 = .zero
  }

  /// The same register of two rows.
  @inline(__always)
  init(_ rows: TwoRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
  }

  /// Adds two registers times one.
  @inline(__always)
  mutating func add(_ x: Two, times w: Lane) {
    a0 = multiplyAdd(a0, x.a0, w)
    a1 = multiplyAdd(a1, x.a1, w)
  }

  /// Adds `w` times two factors; returns `w` plus the registers `x` times the factors.
  @inline(__always)
  mutating func exchange(_ x: Two, with w: Lane, times factors: UnsafePointer<Float>) -> Lane {
    var factor = Lane(repeating: unsafe factors[0])
    a0 = multiplyAdd(a0, w, factor)
    let sum = multiplyAdd(w, x.a0, factor)
    factor = Lane(repeating: unsafe factors[1])
    a1 = multiplyAdd(a1, w, factor)
    return multiplyAdd(sum, x.a1, factor)
  }

  /// Stores the registers into two rows.
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

  @inline(__always)
  init(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe p0 = rows[0]
    unsafe p1 = rows[1]
  }
}
