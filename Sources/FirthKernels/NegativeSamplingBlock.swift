/// One block of skip-gram with negative sampling: `m` inputs against `T` targets, all pairs at once.
///
/// Matrix blocks instead of word2vec.c's pairs: each row that comes from memory serves the whole
/// block. Both sides use the values from before the update, as word2vec.c does within a pair.
///
/// - Parameters:
///   - inputs: The addresses of `inputCount` rows.
///   - inputCount: `m`.
///   - targets: The addresses of `6 · tileCount` rows: the true target first, then the negative
///     samples, then any unused places, which point at a row of zeros.
///   - tileCount: The tiles of six targets.
///   - weights: How often each target counts, `6 · tileCount` values: 0 in an unused place, 2 for a
///     negative sample drawn twice; nil when all are 1.
///   - stride: The length of every row, a multiple of 16 floats.
///   - rate: The learning rate.
///   - scratch: At least `blockScratch(inputCount, tileCount, stride)` floats, made ready once by
///     `prepareBlockScratch`.
///   - upcoming: Rows that will be needed soon and are prefetched.
///   - upcomingCount: Their number.
/// - Returns: The sum of the losses of all pairs (weighted): `−log σ(x·w)` for the true target,
///   `−log σ(−x·w)` for negative samples.
@unsafe
public func negativeSamplingBlock(
  inputs: UnsafePointer<UnsafeMutablePointer<Float>>, _ inputCount: Int,
  targets: UnsafePointer<UnsafeMutablePointer<Float>>, _ tileCount: Int,
  weights: UnsafePointer<Float>?, stride: Int, rate: Float, scratch: UnsafeMutablePointer<Float>,
  upcoming: UnsafePointer<UnsafeMutablePointer<Float>>, _ upcomingCount: Int
) -> Float {
  let tileSize = blockTileSize(inputCount)
  let gradients = unsafe scratch + 4 &* patternSize
  let old = unsafe gradients + tileSize &* tileCount
  var loss = Lane.zero
  var tile = 0
  while tile < tileCount {
    let rows = unsafe SixRows(targets + 6 &* tile)
    let block = unsafe gradients + tileSize &* tile
    unsafe dotProducts(inputs, inputCount, rows, stride, block)
    let labels = unsafe scratch + (tile == 0 ? 0 : patternSize)
    var ones = unsafe scratch + 2 &* patternSize
    if let weights = unsafe weights {
      unsafe ones += patternSize
      unsafe repeatSix(weights + 6 &* tile, ones)
    }
    unsafe loss += gradientsAndLoss(block, 6 &* inputCount, rate, labels: labels, weights: ones)
    tile &+= 1
  }
  if tileCount > 1 { unsafe copyRows(inputs, inputCount, stride, old) }
  tile = 0
  while tile < tileCount {
    let isFirst = tile == 0
    unsafe update(
      inputs, inputCount, SixRows(targets + 6 &* tile), stride, gradients + tileSize &* tile,
      old: isFirst ? nil : UnsafePointer(old), upcoming: upcoming, isFirst ? upcomingCount : 0)
    tile &+= 1
  }
  return loss.sum()
}

/// The floats of scratch that a block needs: four patterns, the gradients, the inputs' old values.
public func blockScratch(_ inputCount: Int, _ tileCount: Int, _ stride: Int) -> Int {
  4 &* patternSize &+ blockTileSize(inputCount) &* tileCount &+ inputCount &* stride
}

/// Writes what every block reads at the start of its scratch: the labels of a first tile, the
/// labels of the others, and weights of one.
@unsafe
public func prepareBlockScratch(_ scratch: UnsafeMutablePointer<Float>) {
  var i = 0
  while i < patternSize {
    unsafe scratch[i] = i % 6 == 0 ? 1 : 0
    unsafe scratch[patternSize &+ i] = 0
    unsafe scratch[2 &* patternSize &+ i] = 1
    i &+= 1
  }
}

/// One tile's gradients, with the room that whole registers and `sums` write behind the last one.
@inline(__always)
func blockTileSize(_ inputCount: Int) -> Int { (6 &* inputCount &+ 31) & ~15 }

/// Labels and weights repeat every 6 floats, hence in registers every 48.
@inline(__always)
var patternSize: Int { 48 }

@inline(__always)
func repeatSix(_ values: UnsafePointer<Float>, _ pattern: UnsafeMutablePointer<Float>) {
  var i = 0
  while i < patternSize {
    unsafe pattern[i] = values[i % 6]
    i &+= 1
  }
}

/// Replaces a tile's dot products by `(label − σ) · weight · rate`; returns the losses.
@inline(__always)
func gradientsAndLoss(
  _ block: UnsafeMutablePointer<Float>, _ count: Int, _ rate: Float,
  labels: UnsafePointer<Float>, weights: UnsafePointer<Float>
) -> Lane {
  var total = Lane.zero
  var i = 0
  var phase = 0
  while i < count {
    let label = unsafe load(labels + phase)
    let weight = unsafe load(weights + phase)
    let (gradient, loss) = unsafe logistic(load(block + i), label: label)
    unsafe store(gradient * weight * rate, block + i)
    // What lies behind the last product is no pair.
    let isPair = lanePositions .< Float(count &- i)
    total += (loss * weight).replacing(with: 0, where: .!isPair)
    i &+= Lane.scalarCount
    phase = phase &+ Lane.scalarCount == patternSize ? 0 : phase &+ Lane.scalarCount
  }
  return total
}

@inline(__always)
func copyRows(
  _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ stride: Int,
  _ copy: UnsafeMutablePointer<Float>
) {
  var i = 0
  while i < count {
    var column = 0
    while column < stride {
      unsafe store(load(rows[i] + column), copy + (i &* stride &+ column))
      column &+= Lane.scalarCount
    }
    i &+= 1
  }
}
