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

/// The floats of room for `roundedRow`: seven lines, and what is left of each number for each factor.
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
