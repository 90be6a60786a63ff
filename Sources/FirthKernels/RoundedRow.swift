// Rounds a row to whole numbers so that its cosines with others change little.

/// Rounds a row's numbers, times the best of 16 factors, to whole ones in −127...127.
///
/// For all factors at once the numbers are rounded from the last to the first, each with a part of the
/// errors behind it taken back. `eᵀ·M·e` tells the best: `e` are the errors, `M = P·C·P` is the metric
/// without the row's own direction, `P = I − u·uᵀ`. Then single numbers are moved by one, or two of
/// them, each time those that lower it most, as long as there are such.
///
/// - Parameters:
///   - row: The numbers, those of the largest magnitude ±127, and zeros up to `stride`.
///   - columns: Their number.
///   - stride: `columns` rounded up to 16.
///   - largest: The place of a number of the largest magnitude: it is rounded to the nearest, and
///     stays.
///   - metric: The symmetric matrix `C`, [columns × stride], zeros behind each line.
///   - parts: What is taken back, [columns × stride]: line i has its parts behind i.
///   - pivots: How much the error counts that is left of each number, [columns].
///   - factors: The 16 factors, of about 1; of equally good ones the first is taken.
///   - least: What is less counts as nothing.
///   - room: Room for `roundedRowRoom(columns)` floats. At its front are left the errors.
/// - Returns: The number of the factor.
@unsafe
public func roundedRow(
  _ row: UnsafePointer<Float>, _ columns: Int, _ stride: Int, _ largest: Int,
  _ metric: UnsafePointer<Float>, _ parts: UnsafePointer<Float>, _ pivots: UnsafePointer<Float>,
  _ factors: UnsafePointer<Float>, _ least: Float, _ room: UnsafeMutablePointer<Float>
) -> Int {
  let error = unsafe room
  let unit = unsafe room + stride
  let shadow = unsafe room + 2 &* stride
  let tries = unsafe room + 7 &* stride
  let square = unsafe product(row, row, stride)
  let inverse = 1 / square.squareRoot()
  for i in 0..<stride { unsafe unit[i] = row[i] * inverse }
  // `M` is known by `u`, `C·u` and `uᵀ·C·u`.
  unsafe multiply(metric, columns, stride, by: unit, into: shadow)
  let length = unsafe product(unit, shadow, stride)

  let best = unsafe roundTries(
    row, columns, stride, largest, parts, pivots, factors, unit, shadow, length, least, tries)
  for i in 0..<stride { unsafe error[i] = i < columns ? tries[16 &* i &+ best] : 0 }

  unsafe moveNumbers(
    row, columns, stride, largest, metric, length, factors[best], least, room)
  return best
}

/// The floats of room for `roundedRow`.
public func roundedRowRoom(_ columns: Int) -> Int {
  let stride = (columns &+ 15) & ~15
  return 7 &* stride &+ 16 &* columns
}

// MARK: All factors at once

private typealias Tries = SIMD16<Float>

/// Rounds from the last number to the first; leaves the errors, those of one number for all factors
/// after the other.
///
/// - Returns: The number of the best factor.
@inline(__always)
private func roundTries(
  _ row: UnsafePointer<Float>, _ columns: Int, _ stride: Int, _ largest: Int,
  _ parts: UnsafePointer<Float>, _ pivots: UnsafePointer<Float>, _ factors: UnsafePointer<Float>,
  _ unit: UnsafePointer<Float>, _ shadow: UnsafePointer<Float>, _ length: Float, _ least: Float,
  _ errors: UnsafeMutablePointer<Float>
) -> Int {
  let factor = unsafe loadTries(factors)
  var (cost, along, shadowed) = (Tries.zero, Tries.zero, Tries.zero)
  var i = columns &- 1
  while i >= 0 {
    let exact = unsafe factor * row[i]
    let owed = unsafe sum(of: errors, times: parts + i &* stride, from: i &+ 1, to: columns)
    let whole = bounded(nearest(i == largest ? exact : exact + owed))
    let error = exact - whole
    unsafe storeTries(error, errors + 16 &* i)
    let rest = error + owed
    cost = unsafe addProduct(cost, rest * rest, pivots[i])
    along = unsafe addProduct(along, error, unit[i])
    shadowed = unsafe addProduct(shadowed, error, shadow[i])
    i &-= 1
  }
  cost += along * (along * length - shadowed - shadowed)
  cost /= factor * factor
  var best = 0
  for i in 1..<16 where cost[i] < cost[best] - least { best = i }
  return best
}

@inline(__always)
private func sum(
  of vectors: UnsafePointer<Float>, times weights: UnsafePointer<Float>, from first: Int,
  to end: Int
) -> Tries {
  // Four chains: the additions of one would wait for each other.
  var (a, b, c, d) = (Tries.zero, Tries.zero, Tries.zero, Tries.zero)
  var j = first
  while j &+ 3 < end {
    let v = unsafe vectors + 16 &* j
    a = unsafe addProduct(a, loadTries(v), weights[j])
    b = unsafe addProduct(b, loadTries(v + 16), weights[j &+ 1])
    c = unsafe addProduct(c, loadTries(v + 32), weights[j &+ 2])
    d = unsafe addProduct(d, loadTries(v + 48), weights[j &+ 3])
    j &+= 4
  }
  while j < end {
    a = unsafe addProduct(a, loadTries(vectors + 16 &* j), weights[j])
    j &+= 1
  }
  return (a + b) + (c + d)
}

@inline(__always)
private func addProduct(_ sum: Tries, _ x: Tries, _ y: Float) -> Tries {
  #if FMA || NEON
    sum.addingProduct(x, Tries(repeating: y))
  #else
    sum + x * y
  #endif
}

@inline(__always)
private func loadTries(_ address: UnsafePointer<Float>) -> Tries {
  unsafe UnsafeRawPointer(address).loadUnaligned(as: Tries.self)
}

@inline(__always)
private func storeTries(_ values: Tries, _ address: UnsafeMutablePointer<Float>) {
  unsafe UnsafeMutableRawPointer(address).storeBytes(of: values, as: Tries.self)
}

/// The nearest whole numbers, ties to even, of ones below 2^22.
@inline(__always)
private func nearest(_ x: Tries) -> Tries { x + 0x1.8p23 - 0x1.8p23 }

@inline(__always)
private func bounded(_ x: Tries) -> Tries {
  x.replacing(with: 127, where: x .> 127).replacing(with: -127, where: x .< -127)
}

// MARK: The best of them

/// The most moves, in columns: far more than there are.
private let mostMoves = 4
/// The cost of what must not be.
private let forbidden: Float = 1e9

/// The metric without the row's own direction: `M[i] = C[i] − (C·u)[i]·u − u[i]·(C·u − (uᵀ·C·u)·u)`.
@unsafe
struct Projection {
  let metric: UnsafePointer<Float>
  let stride: Int
  let length: Float
  let unit: UnsafePointer<Float>
  let shadow: UnsafePointer<Float>

  @inline(__always)
  init(
    _ metric: UnsafePointer<Float>, _ stride: Int, _ length: Float, _ room: UnsafePointer<Float>
  ) {
    unsafe self.metric = metric
    unsafe self.stride = stride
    unsafe self.length = length
    unsafe unit = room + stride
    unsafe shadow = room + 2 &* stride
  }

  /// A line's entries from one column on.
  @inline(__always)
  func entries(_ line: Int, _ column: Int) -> Lane {
    let (u, s) = unsafe (unit[line], shadow[line])
    let ofUnit = unsafe multiplyAdd(
      load(metric + (line &* stride &+ column)), load(unit + column),
      Lane(repeating: u * length - s))
    return unsafe multiplyAdd(ofUnit, load(shadow + column), Lane(repeating: -u))
  }

  /// One entry.
  @inline(__always)
  func entry(_ line: Int, _ column: Int) -> Float {
    let (u, s) = unsafe (unit[line], shadow[line])
    return unsafe metric[line &* stride &+ column] + unit[column] * (u * length - s)
      - shadow[column] * u
  }
}

/// Moves single numbers or two of them by one, as long as `eᵀ·M·e` falls.
///
/// Public as a part too long to be copied into its caller: the linker may merge what is not.
@unsafe
public func moveNumbers(
  _ row: UnsafePointer<Float>, _ columns: Int, _ stride: Int, _ largest: Int,
  _ metric: UnsafePointer<Float>, _ length: Float, _ factor: Float, _ least: Float,
  _ room: UnsafeMutablePointer<Float>
) {
  let projection = unsafe Projection(metric, stride, length, room)
  let error = unsafe room
  let slope = unsafe room + 3 &* stride
  let own = unsafe room + 4 &* stride
  let (up, down) = unsafe (room + 5 &* stride, room + 6 &* stride)
  for i in 0..<stride { unsafe slope[i] = 0 }
  for i in 0..<columns { unsafe addLine(i, error[i], projection, slope) }
  for i in 0..<stride {
    unsafe own[i] = i < columns && i != largest ? projection.entry(i, i) : forbidden
  }
  var moves = mostMoves &* columns
  while moves > 0 {
    moves &-= 1
    let single = unsafe bestMove(row, stride, factor, error, slope, own, up, down)
    if single.cost < -least {
      let i = single.place
      unsafe move(i, up[i] < down[i] ? 1 : -1, projection, error, slope)
      continue
    }
    let pair = unsafe bestPair(columns, stride, metric, length, room)
    guard pair.cost < -least else { return }
    let (i, j) = pair.place.quotientAndRemainder(dividingBy: stride)
    let both = unsafe 2 * projection.entry(i, j)
    let alike = unsafe min(up[i] + up[j], down[i] + down[j]) + both
    let unlike = unsafe min(up[i] + down[j], down[i] + up[j]) - both
    let isUp =
      unsafe alike < unlike
      ? up[i] + up[j] < down[i] + down[j] : up[i] + down[j] < down[i] + up[j]
    let step: Float = isUp ? 1 : -1
    unsafe move(i, step, projection, error, slope)
    unsafe move(j, alike < unlike ? step : -step, projection, error, slope)
  }
}

/// Moves the number of a place, and with it the slopes.
@inline(__always)
private func move(
  _ place: Int, _ step: Float, _ projection: Projection, _ error: UnsafeMutablePointer<Float>,
  _ slope: UnsafeMutablePointer<Float>
) {
  unsafe error[place] -= step
  unsafe addLine(place, -step, projection, slope)
}

/// Adds a line of the metric times a factor to the slopes.
@inline(__always)
private func addLine(
  _ line: Int, _ factor: Float, _ projection: Projection, _ slope: UnsafeMutablePointer<Float>
) {
  var j = 0
  while unsafe j < projection.stride {
    let entries = unsafe projection.entries(line, j)
    unsafe store(multiplyAdd(load(slope + j), entries, Lane(repeating: factor)), slope + j)
    j &+= Lane.scalarCount
  }
}

/// Writes what moving each number up or down by one changes; returns the least, and its place.
@inline(__always)
private func bestMove(
  _ row: UnsafePointer<Float>, _ stride: Int, _ factor: Float, _ error: UnsafePointer<Float>,
  _ slope: UnsafePointer<Float>, _ own: UnsafePointer<Float>, _ up: UnsafeMutablePointer<Float>,
  _ down: UnsafeMutablePointer<Float>
) -> (cost: Float, place: Int) {
  var best = Lane(repeating: forbidden)
  var places = Lane.zero
  var i = 0
  while i < stride {
    let number = unsafe multiplyAdd(-load(error + i), load(row + i), Lane(repeating: factor))
    let (cost, twice) = unsafe (load(own + i), load(slope + i) * 2)
    // Errors of rounding leave a number beside a whole one.
    let rise = (cost - twice).replacing(with: forbidden, where: number .> 126.5)
    let fall = (cost + twice).replacing(with: forbidden, where: number .< -126.5)
    unsafe store(rise, up + i)
    unsafe store(fall, down + i)
    let change = rise.replacing(with: fall, where: fall .< rise)
    places.replace(with: lanePositions + Float(i), where: change .< best)
    best.replace(with: change, where: change .< best)
    i &+= Lane.scalarCount
  }
  return least(best, places)
}

/// What moving two numbers by one changes at least; returns it and the place of the two in the matrix.
///
/// Public like `moveNumbers`.
@unsafe
public func bestPair(
  _ columns: Int, _ stride: Int, _ metric: UnsafePointer<Float>, _ length: Float,
  _ room: UnsafePointer<Float>
) -> (cost: Float, place: Int) {
  let projection = unsafe Projection(metric, stride, length, room)
  let (up, down) = unsafe (room + 5 &* stride, room + 6 &* stride)
  var best = Lane(repeating: forbidden)
  var places = Lane.zero
  for i in 0..<columns {
    let (rise, fall) = unsafe (up[i], down[i])
    let first = i &* stride
    var j = 0
    while j < i {
      let both = unsafe projection.entries(i, j) * 2
      let (x, y) = unsafe (load(up + j), load(down + j))
      let alike = smaller(x + rise, y + fall) + both
      let unlike = smaller(y + rise, x + fall) - both
      // Of the last register only what lies before the diagonal.
      let change = smaller(alike, unlike).replacing(
        with: forbidden, where: lanePositions .>= Float(i &- j))
      places.replace(with: lanePositions + Float(first &+ j), where: change .< best)
      best.replace(with: change, where: change .< best)
      j &+= Lane.scalarCount
    }
  }
  return least(best, places)
}

@inline(__always)
private func smaller(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: b .< a) }

@inline(__always)
private func least(_ values: Lane, _ places: Lane) -> (cost: Float, place: Int) {
  var best = 0
  for i in 1..<Lane.scalarCount where values[i] < values[best] { best = i }
  return (values[best], Int(places[best]))
}

/// The products of a matrix's lines with a vector, and zeros up to `stride`.
@inline(__always)
private func multiply(
  _ matrix: UnsafePointer<Float>, _ lines: Int, _ stride: Int, by vector: UnsafePointer<Float>,
  into result: UnsafeMutablePointer<Float>
) {
  for i in 0..<stride {
    unsafe result[i] = i < lines ? product(matrix + i &* stride, vector, stride) : 0
  }
}

@inline(__always)
private func product(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ stride: Int) -> Float {
  var sums = Tries.zero
  var j = 0
  while j < stride {
    let (a, b) = unsafe (loadTries(x + j), loadTries(y + j))
    #if FMA || NEON
      sums.addProduct(a, b)
    #else
      sums += a * b
    #endif
    j &+= 16
  }
  let eight = sums.lowHalf + sums.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}
