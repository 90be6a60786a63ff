// Moves numbers of a rounded row by one where that changes its cosines less.

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
/// Public since it is too long to be copied into its caller: the linker may merge what is neither.
///
/// - Parameters:
///   - row: As for `roundedRow`, like all that is not explained here.
///   - columns: See there.
///   - stride: See there.
///   - largest: See there.
///   - metric: See there.
///   - length: `uᵀ·C·u`.
///   - factor: What the row was multiplied by.
///   - least: See there.
///   - room: Lines of `stride` floats: the errors, `u`, `C·u`, and four more to write to.
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
