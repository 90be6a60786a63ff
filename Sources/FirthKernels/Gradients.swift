// Step two of a block or a quad: from dot products to gradients and the loss.

/// Turns a block's dot products into `(label − σ) · weight · rate`; returns the sum of the losses.
///
/// - Parameters:
///   - parts: The dot products; where the columns were shared out, the first of several blocks of
///     products that are added up in their order, four pair by pair.
///   - partCount: The number of these blocks, 1 to 4.
///   - partStride: The floats from one block of products to the next.
///   - m: The number of inputs.
///   - tileCount: The tiles of six targets.
///   - labels: 1 for what is true, 0 for what is not. For each tile 16 floats, which are those of
///     the six targets, two zeros, and both once more; or, if `isPerPair`, `blockTileSize(m)`
///     floats, eight for each input.
///   - weights: How often a pair counts, laid out as the labels: 0 for an unused place.
///   - isPerPair: Whether labels and weights differ from input to input.
///   - rate: The learning rate.
///   - gradients: Room for `blockTileSize(m) · tileCount` floats; may be `parts`.
/// - Returns: The weighted sum of `−log σ(x·w)` over the pairs labelled 1 and `−log σ(−x·w)` over
///   those labelled 0.
@unsafe
public func blockGradients(
  _ parts: UnsafePointer<Float>, _ partCount: Int, _ partStride: Int, _ m: Int, _ tileCount: Int,
  _ labels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ isPerPair: Bool,
  _ rate: Float, _ gradients: UnsafeMutablePointer<Float>
) -> Float {
  let tileSize = blockTileSize(m)
  let (step, mask) = isPerPair ? (tileSize, -1) : (16, 15)
  var total = Lane.zero
  var tile = 0
  while tile < tileCount {
    let l = unsafe labels + step &* tile
    let w = unsafe weights + step &* tile
    var i = 0
    while i < 8 &* m {
      let place = tileSize &* tile &+ i
      let f = unsafe sumOfParts(parts + place, partCount, partStride)
      let weight = unsafe load(w + (i & mask))
      let (gradient, loss) = unsafe logistic(f, label: load(l + (i & mask)))
      unsafe store(gradient * weight * rate, gradients + place)
      #if AVX512
        // What lies behind the last input is no pair.
        let isPair = lanePositions .< Float(8 &* m &- i)
        total += (loss * weight).replacing(with: 0, where: .!isPair)
      #else
        total = multiplyAdd(total, loss, weight)
      #endif
      i &+= Lane.scalarCount
    }
    tile &+= 1
  }
  return total.sum()
}

/// Turns a quad's dot products into `(label − σ) · weight · rate`; returns the sum of the losses.
///
/// - Parameters:
///   - parts: The dot products that `quadDots` wrote, in one or more blocks as for `blockGradients`.
///   - partCount: The number of these blocks, 1 to 4.
///   - partStride: The floats from one block of products to the next.
///   - count: The number of targets.
///   - labels: 1 for what is true, 0 for what is not: four times for each target, `quadSize(count)`
///     floats.
///   - weights: How often a target counts, laid out as the labels; 0 behind the last.
///   - times: How often each of the four inputs counts; 0 for one that is not there.
///   - rate: The learning rate.
///   - gradients: Room for `quadSize(count)` floats; may be `parts`.
/// - Returns: The loss as `blockGradients` returns it.
@unsafe
public func quadGradients(
  _ parts: UnsafePointer<Float>, _ partCount: Int, _ partStride: Int, _ count: Int,
  _ labels: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ times: UnsafePointer<Float>,
  _ rate: Float, _ gradients: UnsafeMutablePointer<Float>
) -> Float {
  let four = unsafe UnsafeRawPointer(times).loadUnaligned(as: SIMD4<Float>.self)
  let inputWeights = spread(four)
  var total = Lane.zero
  var place = 0
  while place < 4 &* count {
    let f = unsafe sumOfParts(parts + place, partCount, partStride)
    let weight = unsafe load(weights + place) * inputWeights
    let (gradient, loss) = unsafe logistic(f, label: load(labels + place))
    unsafe store(gradient * weight * rate, gradients + place)
    total = multiplyAdd(total, loss, weight)
    place &+= Lane.scalarCount
  }
  return total.sum()
}

/// The sum of a register in up to four blocks of products: pair by pair.
@inline(__always)
func sumOfParts(_ parts: UnsafePointer<Float>, _ count: Int, _ stride: Int) -> Lane {
  var f = unsafe load(parts)
  if count > 1 { unsafe f += load(parts + stride) }
  if count > 2 {
    var g = unsafe load(parts + 2 &* stride)
    if count > 3 { unsafe g += load(parts + 3 &* stride) }
    f += g
  }
  return f
}

/// Four numbers, as often as they fit into a register.
@inline(__always)
func spread(_ four: SIMD4<Float>) -> Lane {
  #if AVX512
    let eight = SIMD8(lowHalf: four, highHalf: four)
    return Lane(lowHalf: eight, highHalf: eight)
  #elseif AVX2
    return Lane(lowHalf: four, highHalf: four)
  #else
    return four
  #endif
}
