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
///   - targets: The addresses of the targets' rows; unused places of the last tile of six point at a
///     row of zeros.
///   - count: The number of targets.
///   - gradients: What `blockGradients` wrote.
///   - start: The first column, a multiple of 16.
///   - end: The column behind the last, a multiple of 16.
///   - stride: The length of a row of `held` and `scratch`.
///   - scratch: Room for `m · stride` floats, used where `held` is nil.
///   - upcoming: Rows that will be needed soon; the same columns of them are prefetched.
///   - upcomingCount: Their number.
@unsafe
public func blockUpdate(
  _ changes: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int, _ held: UnsafePointer<Float>?,
  _ targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int,
  _ gradients: UnsafePointer<Float>, _ start: Int, _ end: Int, _ stride: Int,
  _ scratch: UnsafeMutablePointer<Float>,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  #if !AVX512 && !NEON
    // Of several tiles each needs the inputs' old values, for which six targets leave no register.
    if count <= 6, unsafe held == nil {
      unsafe updateSix(
        changes, m, SixRows(targets), gradients, start, end, upcoming, upcomingCount)
      return
    }
  #endif
  let groupCount = (count &+ Group.size &- 1) / Group.size
  var asked = 0
  var group = 0
  while group < groupCount {
    let first = Group.size &* group
    let rows = unsafe GroupRows(targets + first)
    let factors = unsafe gradients + (blockTileSize(m) &* (first / 6) &+ first % 6)
    // Each group asks for its share of the rows to come: the memory serves only so many at once.
    let asking = upcomingCount &* (group &+ 1) / groupCount
    let share = unsafe upcoming + asked
    // The first group changes the inputs themselves: it leaves their old values to the others.
    if let old = unsafe group == 0 ? held : held ?? UnsafePointer(scratch) {
      unsafe update(
        changes, m, from: old, nil, rows, factors, start, end, stride, share, asking &- asked)
    } else {
      unsafe update(
        changes, m, from: nil, scratch, rows, factors, start, end, stride, share, asking &- asked)
    }
    asked = asking
    group &+= 1
  }
}

#if AVX512 || NEON
  typealias Group = Six
  typealias GroupRows = SixRows
#else
  typealias Group = Three
  typealias GroupRows = ThreeRows
#endif

/// One group of targets of `blockUpdate`: as many as fit into the registers.
///
/// Column strips of two registers: the targets and their sums stay in registers while the inputs
/// stream by, and each gradient serves four products once it is spread over a register. On the way
/// the rows of `upcoming` are asked for, one cache line of each per 16 columns, so that they have come
/// when their turn comes.
@inline(__always)
func update(
  _ changes: UnsafePointer<UnsafeMutablePointer<Float>>, _ m: Int,
  from old: UnsafePointer<Float>?, _ copy: UnsafeMutablePointer<Float>?, _ targets: GroupRows,
  _ factors: UnsafePointer<Float>, _ start: Int, _ end: Int, _ stride: Int,
  _ upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) {
  let lanes = Lane.scalarCount
  var column = start
  while column &+ 2 &* lanes <= end {
    if column & 15 == 0 { unsafe prefetch(upcoming, upcomingCount, column) }
    if lanes == 16 { unsafe prefetch(upcoming, upcomingCount, column &+ 16) }
    let w = unsafe Group(targets, column)
    let v = unsafe Group(targets, column &+ lanes)
    var (newW, newV) = (w, v)
    var g = unsafe factors
    var place = column
    var i = 0
    while i < m {
      let row = unsafe changes[i] + column
      let (x, y) = unsafe (load(row), load(row + lanes))
      if let old = unsafe old {
        unsafe newW.add(load(old + place), times: g)
        unsafe newV.add(load(old + (place &+ lanes)), times: g)
      } else {
        unsafe newW.add(x, times: g)
        unsafe newV.add(y, times: g)
        if let copy = unsafe copy {
          unsafe store(x, copy + place)
          unsafe store(y, copy + (place &+ lanes))
        }
      }
      unsafe store(w.combined(with: g, onto: x), row)
      unsafe store(v.combined(with: g, onto: y), row + lanes)
      unsafe g += 8
      place &+= stride
      i &+= 1
    }
    unsafe newW.put(into: targets, column)
    unsafe newV.put(into: targets, column &+ lanes)
    column &+= 2 &* lanes
  }
  #if AVX512
    if column < end {
      unsafe prefetch(upcoming, upcomingCount, column)
      let w = unsafe Group(targets, column)
      var newW = w
      var g = unsafe factors
      var place = column
      var i = 0
      while i < m {
        let row = unsafe changes[i] + column
        let x = unsafe load(row)
        unsafe newW.add(old.map { unsafe load($0 + place) } ?? x, times: g)
        if let copy = unsafe copy { unsafe store(x, copy + place) }
        unsafe store(w.combined(with: g, onto: x), row)
        unsafe g += 8
        place &+= stride
        i &+= 1
      }
      unsafe newW.put(into: targets, column)
    }
  #endif
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
