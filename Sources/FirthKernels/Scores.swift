// From dot products to scores, and which of them are worth a look.
//
// Columns, factors and scores are read and written in whole registers: behind `count` there is room
// up to the next multiple of 16, and nothing that stands there matters.

/// Writes a weighted sum of columns of dot products, times a factor for each row.
///
/// - Parameters:
///   - columns: The addresses of `columnCount` columns of `count` products.
///   - weights: What each column is multiplied by.
///   - columnCount: How many, at least 1.
///   - factors: What each row's sum is multiplied by; NaN for a row that must not be found.
///   - count: The number of rows.
///   - scores: Room for `count` floats.
@unsafe
public func sumScores(
  _ columns: UnsafePointer<UnsafePointer<Float>>, _ weights: UnsafePointer<Float>,
  _ columnCount: Int, _ factors: UnsafePointer<Float>, _ count: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  var row = 0
  while row < count {
    var sum = Lane.zero
    var i = 0
    while i < columnCount {
      let column = unsafe load(columns[i] + row)
      sum = unsafe multiplyAdd(sum, column, Lane(repeating: weights[i]))
      i &+= 1
    }
    let factor = unsafe load(factors + row)
    unsafe store(sum * factor, scores + row)
    row &+= Lane.scalarCount
  }
}

/// Writes 3CosMul's scores (Levy and Goldberg 2014): the product of the first columns' cosines over
/// that of the others', each cosine moved from −1...1 to 0...1.
///
/// - Parameters:
///   - columns: The addresses of the columns, those of the numerator first.
///   - above: How many are in the numerator.
///   - columnCount: How many there are.
///   - epsilon: What is added to the denominator.
///   - factors: What makes a product a cosine; NaN for a row that must not be found.
///   - count: The number of rows.
///   - scores: Room for `count` floats.
@unsafe
public func quotientScores(
  _ columns: UnsafePointer<UnsafePointer<Float>>, _ above: Int, _ columnCount: Int,
  _ epsilon: Float, _ factors: UnsafePointer<Float>, _ count: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  let half = Lane(repeating: 0.5)
  var row = 0
  while row < count {
    let factor = unsafe load(factors + row)
    var (numerator, denominator) = (Lane(repeating: 1), Lane(repeating: 1))
    var i = 0
    while i < columnCount {
      let cosine = unsafe load(columns[i] + row) * factor
      let shifted = multiplyAdd(half, cosine, half)
      if i < above { numerator *= shifted } else { denominator *= shifted }
      i &+= 1
    }
    let score = numerator / (denominator + Lane(repeating: epsilon))
    unsafe store(score, scores + row)
    row &+= Lane.scalarCount
  }
}

/// Writes the cosines of the angle between `b − a` and `x − c` for unit vectors `a`, `b`, `c` and
/// each row's unit vector `x` (PairDirection; Levy and Goldberg 2014).
///
/// - Parameters:
///   - columns: The addresses of the three columns of `a`, `b` and `c`.
///   - offset: `(b − a) · c`.
///   - scale: 1 / |b − a|.
///   - factors: What makes a product a cosine; NaN for a row that must not be found.
///   - count: The number of rows.
///   - scores: Room for `count` floats; NaN for a row with the direction of `c`.
@unsafe
public func directionScores(
  _ columns: UnsafePointer<UnsafePointer<Float>>, _ offset: Float, _ scale: Float,
  _ factors: UnsafePointer<Float>, _ count: Int, _ scores: UnsafeMutablePointer<Float>
) {
  var row = 0
  while row < count {
    let factor = unsafe load(factors + row)
    let a = unsafe load(columns[0] + row)
    let b = unsafe load(columns[1] + row)
    let c = unsafe load(columns[2] + row)
    let along = (b - a) * factor - Lane(repeating: offset)
    // |x − c|² of unit vectors; what rounding leaves of nothing is no direction.
    let square = Lane(repeating: 2) - (c + c) * factor
    let score = along * Lane(repeating: scale) / square.squareRoot()
    let isSame = square .< Lane(repeating: 1e-6)
    unsafe store(score.replacing(with: Lane(repeating: .nan), where: isSame), scores + row)
    row &+= Lane.scalarCount
  }
}

/// Writes the places of the scores above a threshold, in rising order.
///
/// - Parameters:
///   - scores: The scores; a NaN is never above.
///   - count: How many.
///   - threshold: What a score must exceed.
///   - places: Room for `count` places.
/// - Returns: How many places were written.
@unsafe
public func placesAbove(
  _ scores: UnsafePointer<Float>, _ count: Int, _ threshold: Float,
  _ places: UnsafeMutablePointer<Int32>
) -> Int {
  var found = 0
  var index = 0
  let bound = Lane(repeating: threshold)
  while index &+ Lane.scalarCount <= count {
    // Most registers hold none.
    if any(unsafe load(scores + index) .> bound) {
      var lane = 0
      while lane < Lane.scalarCount {
        if unsafe scores[index &+ lane] > threshold {
          unsafe places[found] = Int32(truncatingIfNeeded: index &+ lane)
          found &+= 1
        }
        lane &+= 1
      }
    }
    index &+= Lane.scalarCount
  }
  while index < count {
    if unsafe scores[index] > threshold {
      unsafe places[found] = Int32(truncatingIfNeeded: index)
      found &+= 1
    }
    index &+= 1
  }
  return found
}

/// Counts the scores above a band, and writes the places of those inside it, in rising order.
///
/// - Parameters:
///   - scores: The scores; a NaN is neither.
///   - count: How many.
///   - low: What a score inside the band exceeds.
///   - high: What it does not exceed, and a score above the band does.
///   - places: Room for `count` places.
///   - above: Where the number of scores above the band is added.
/// - Returns: How many places were written.
@unsafe
public func placesBetween(
  _ scores: UnsafePointer<Float>, _ count: Int, _ low: Float, _ high: Float,
  _ places: UnsafeMutablePointer<Int32>, _ above: UnsafeMutablePointer<Int>
) -> Int {
  var found = 0
  var index = 0
  // Whole numbers that floats hold exactly.
  var counts = Lane.zero
  let (one, bottom, top) = (Lane(repeating: 1), Lane(repeating: low), Lane(repeating: high))
  while index &+ Lane.scalarCount <= count {
    let values = unsafe load(scores + index)
    let isAbove = Lane.zero.replacing(with: one, where: values .> top)
    let isAboveBottom = Lane.zero.replacing(with: one, where: values .> bottom)
    counts += isAbove
    // Most registers hold none inside.
    if any(isAboveBottom .> isAbove) {
      var lane = 0
      while lane < Lane.scalarCount {
        if unsafe scores[index &+ lane] > low && !(scores[index &+ lane] > high) {
          unsafe places[found] = Int32(truncatingIfNeeded: index &+ lane)
          found &+= 1
        }
        lane &+= 1
      }
    }
    index &+= Lane.scalarCount
  }
  var (total, lane) = (0, 0)
  while lane < Lane.scalarCount {
    total &+= Int(counts[lane])
    lane &+= 1
  }
  while index < count {
    if unsafe scores[index] > high {
      total &+= 1
    } else if unsafe scores[index] > low {
      unsafe places[found] = Int32(truncatingIfNeeded: index)
      found &+= 1
    }
    index &+= 1
  }
  unsafe above.pointee &+= total
  return found
}
