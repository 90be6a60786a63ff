// GloVe's steps: one cell of the co-occurrence matrix after another, by AdaGrad.

import CPUFeatures

/// Writes how much each cell counts: `min(x / x_max, 1) ^ exponent`.
///
/// - Parameters:
///   - cells: The cells, as `adaGradCells` takes them.
///   - count: Their number.
///   - exponent: The exponent.
///   - limit: `ln x_max`.
///   - weights: Room for `count` floats, rounded up to 16.
@unsafe
public func cellWeights(
  _ cells: UnsafePointer<UInt64>, _ count: Int, _ exponent: Float, _ limit: Float,
  _ weights: UnsafeMutablePointer<Float>
) {
  var i = 0
  while i < count {
    unsafe weights[i] = Float(bitPattern: UInt32(truncatingIfNeeded: cells[i] >> 32))
    i &+= 1
  }
  i = 0
  while i < count {
    // Above x_max the power is 0 and the weight 1.
    let power = unsafe (Lane(repeating: limit) - load(weights + i)) * exponent
    unsafe store(
      exponentialOfMinusAbsolute(power.replacing(with: 0, where: power .< 0)), weights + i)
    i &+= Lane.scalarCount
  }
}

/// Takes AdaGrad steps for cells, one after the other: with `d = w·c + b + b̃ − ln x`, `f` the cell's
/// weight and `t = rate · f · d · (the other side's value)`, a value moves by `−t / √G`, where `G` is
/// its sum of squares from before, and `G` grows by `t²` (Stanford's glove.c).
///
/// A row: its `dimensions` values, its bias, zeros up to `stride`; then the sums of squares in the
/// same order, ones where there is no value.
///
/// - Parameters:
///   - cells: A row's number in the low 16 bits, a column's in the next 16, `ln x` as the bits of a
///     float in the high 32.
///   - weights: What `cellWeights` wrote.
///   - count: The number of cells.
///   - rows: The first row of words, `2 · stride` floats from one to the next.
///   - columns: The first row of contexts, laid out as `rows`.
///   - stride: A multiple of 16 above `dimensions`.
///   - dimensions: The length of a vector.
///   - rate: The learning rate.
///   - biasFactor: By how much a bias's gradient counts more than `rate · f · d`.
///   - bound: Cells with `|f · d|` above it have their gradients looked at.
/// - Returns: The sum of `½ · f · d²`, and the largest gradient of the cells looked at, before the
///   learning rate, biases left out.
@unsafe
public func adaGradCells(
  _ cells: UnsafePointer<UInt64>, _ weights: UnsafePointer<Float>, _ count: Int,
  _ rows: UnsafeMutablePointer<Float>, _ columns: UnsafeMutablePointer<Float>, _ stride: Int,
  _ dimensions: Int, _ rate: Float, _ biasFactor: Float, _ bound: Float
) -> (loss: Double, largest: Float) {
  let record = 2 &* stride
  // The columns before the register that holds the bias.
  let whole = dimensions & ~(Lane.scalarCount &- 1)
  let isBias = lanePositions .== Float(dimensions &- whole)
  let factors = Lane(repeating: biasFactor)
  var loss = 0.0
  var largest: Float = 0
  var n = 0
  while n < count {
    let cell = unsafe cells[n]
    let w = unsafe rows + Int(truncatingIfNeeded: cell & 0xffff) &* record
    let c = unsafe columns + Int(truncatingIfNeeded: cell >> 16 & 0xffff) &* record
    let coming = unsafe cells[min(n &+ 3, count &- 1)]
    let next = unsafe columns + Int(truncatingIfNeeded: coming >> 16 & 0xffff) &* record
    var (dot, other) = (Lane.zero, Lane.zero)
    var column = 0
    while column &+ 2 &* Lane.scalarCount <= whole {
      unsafe dot = multiplyAdd(dot, load(w + column), load(c + column))
      let second = column &+ Lane.scalarCount
      unsafe other = multiplyAdd(other, load(w + second), load(c + second))
      column = second &+ Lane.scalarCount
    }
    if column < whole { unsafe dot = multiplyAdd(dot, load(w + column), load(c + column)) }
    let (wb, cb) = unsafe (load(w + whole), load(c + whole))
    other += (wb * cb).replacing(with: wb + cb, where: isBias)
    let d =
      total(dot + other) - Float(bitPattern: UInt32(truncatingIfNeeded: cell >> 32))
    let gradient = unsafe weights[n] * d
    loss += Double(gradient * d)
    if abs(gradient) > bound {
      unsafe largest = max(largest, largestGradient(gradient, w, c, dimensions))
    }
    let g = Lane(repeating: rate * gradient)
    column = 0
    while column < whole {
      if column & 15 == 0 {
        unsafe firth_prefetch(next + column)
        unsafe firth_prefetch(next + (stride &+ column))
      }
      let (x, y) = unsafe (load(w + column), load(c + column))
      let (gx, gy) = unsafe (load(w + (stride &+ column)), load(c + (stride &+ column)))
      unsafe step(x, g * y, gx, w + column, stride)
      unsafe step(y, g * x, gy, c + column, stride)
      column &+= Lane.scalarCount
    }
    unsafe firth_prefetch(next + whole)
    unsafe firth_prefetch(next + (stride &+ whole))
    let (gw, gc) = unsafe (load(w + (stride &+ whole)), load(c + (stride &+ whole)))
    let tb = g * factors
    unsafe step(wb, (g * cb).replacing(with: tb, where: isBias), gw, w + whole, stride)
    unsafe step(cb, (g * wb).replacing(with: tb, where: isBias), gc, c + whole, stride)
    n &+= 1
  }
  return (loss / 2, largest)
}

/// Moves a register of values by `−t / √G`, and adds `t²` to `G`.
///
/// The root's relative error is below 3e-5. A first guess comes from the bits of the float (Lomont,
/// "Fast Inverse Square Root", 2003) and is made better by a polynomial: a third of the time of a
/// square root and a division, on which AdaGrad would spend most of its own; and the same bits on
/// every machine.
@inline(__always)
func step(
  _ value: Lane, _ t: Lane, _ squares: Lane, _ place: UnsafeMutablePointer<Float>, _ stride: Int
) {
  let bits = unsafe unsafeBitCast(squares, to: LaneBits.self)
  let guess = unsafe unsafeBitCast(
    LaneBits(repeating: 0x5f37_0000) &- (bits &>> LaneBits(repeating: 1)), to: Lane.self)
  let z = squares * guess * guess
  var factor = multiplyAdd(Lane(repeating: 1.258_949_2), z, Lane(repeating: -0.378_942_93))
  factor = multiplyAdd(Lane(repeating: -1.880_002_5), z, factor)
  unsafe store(multiplyAdd(value, t * guess, factor), place)
  unsafe store(multiplyAdd(squares, t, t), place + stride)
}

/// The largest absolute value of a gradient: `|f · d|` times the largest value of the other side.
@inline(never)
func largestGradient(
  _ gradient: Float, _ w: UnsafePointer<Float>, _ c: UnsafePointer<Float>, _ dimensions: Int
) -> Float {
  var largest: Float = 0
  var column = 0
  while column < dimensions {
    largest = unsafe max(largest, abs(w[column]), abs(c[column]))
    column &+= 1
  }
  return largest * abs(gradient)
}
