/// Three registers, one for each target of half a tile.
///
/// Where there are 16 registers, six targets fit in strips of one register; three in strips of two
/// spread each gradient half as often.
struct Three {
  @inline(__always)
  static var size: Int { 3 }

  var a0, a1, a2: Lane

  /// The same register of three rows.
  @inline(__always)
  init(_ rows: ThreeRows, _ column: Int) {
    a0 = unsafe load(rows.p0 + column)
    a1 = unsafe load(rows.p1 + column)
    a2 = unsafe load(rows.p2 + column)
  }

  /// Adds `x` times three factors.
  @inline(__always)
  mutating func add(_ x: Lane, times factors: UnsafePointer<Float>) {
    a0 = unsafe multiplyAdd(a0, x, Lane(repeating: factors[0]))
    a1 = unsafe multiplyAdd(a1, x, Lane(repeating: factors[1]))
    a2 = unsafe multiplyAdd(a2, x, Lane(repeating: factors[2]))
  }

  /// `sum` plus the three registers times three factors.
  @inline(__always)
  func combined(with factors: UnsafePointer<Float>, onto sum: Lane) -> Lane {
    let one = unsafe multiplyAdd(sum, a0, Lane(repeating: factors[0]))
    let two = unsafe multiplyAdd(one, a1, Lane(repeating: factors[1]))
    return unsafe multiplyAdd(two, a2, Lane(repeating: factors[2]))
  }

  /// Stores the registers into three rows.
  @inline(__always)
  func put(into rows: ThreeRows, _ column: Int) {
    unsafe store(a0, rows.p0 + column)
    unsafe store(a1, rows.p1 + column)
    unsafe store(a2, rows.p2 + column)
  }
}

/// The addresses of three target rows.
@unsafe
struct ThreeRows {
  let p0, p1, p2: UnsafeMutablePointer<Float>

  @inline(__always)
  init(_ rows: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe p0 = rows[0]
    unsafe p1 = rows[1]
    unsafe p2 = rows[2]
  }
}
