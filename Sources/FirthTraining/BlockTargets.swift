import FirthNumerics

/// The targets of a block: their rows, and how each pair of an input with a target is labelled and
/// weighted.
///
/// An objective fills it: negative samples and the word itself, or the nodes of the word's path.
@safe
final class BlockTargets {
  /// How labels and weights lie, and so the dot products and gradients.
  enum Layout: Equatable {
    /// In tiles of six targets, the same for every input.
    case tiles
    /// In tiles of six targets, for each of some inputs whose own words differ.
    case pairs(inputs: Int)
    /// Four times for each target, for a quad of inputs.
    case quads
  }

  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let labels: UnsafeMutablePointer<Float>
  let weights: UnsafeMutablePointer<Float>
  /// Whether labels and weights differ from input to input.
  let isPerPair: Bool
  private let isInQuads: Bool
  /// The most targets.
  let capacity: Int
  private(set) var count = 0
  private(set) var tileCount = 0
  let tileCapacity: Int
  /// The number of the first targets, which blocks have so often that they are in the cache.
  private(set) var near = 0
  /// The number of targets of the inputs with repetitions: of all inputs together if they differ,
  /// else of each.
  private(set) var pairs = 0.0
  private let ids: UnsafeMutablePointer<UInt32>
  /// How often a target was drawn as a negative sample.
  private let draws: UnsafeMutablePointer<Float>
  /// Whether the labels and weights stand as they are without a word that comes twice.
  private var wasPlain = false
  /// The place of each input's own word.
  private let places: UnsafeMutablePointer<Int>
  /// A bit for each word that may be a target already, by the last bits of its row.
  private let marks: UnsafeMutablePointer<UInt64>
  private static let markCount = 256
  private let outputs: RowAddresses
  private let upperNodes: UpperNodes?
  /// A row of zeros for the unused places of a tile.
  private let padding: UnsafeMutablePointer<Float>

  /// Room for some targets.
  ///
  /// - Parameters:
  ///   - capacity: The most targets.
  ///   - layout: How labels and weights lie.
  ///   - outputs: The rows that the targets are.
  ///   - upperNodes: What stands for some of them on paths.
  ///   - stride: The length of a row.
  init(
    capacity: Int, layout: Layout, outputs: RowAddresses, upperNodes: UpperNodes?, stride: Int
  ) {
    self.capacity = capacity
    isInQuads = layout == .quads
    tileCapacity = (capacity + Kernels.tile - 1) / Kernels.tile
    unsafe self.outputs = outputs
    self.upperNodes = upperNodes
    let room = tileCapacity * Kernels.tile
    unsafe padding = Scratch.allocate(stride)
    unsafe rows = .allocate(capacity: room)
    unsafe rows.initialize(repeating: padding, count: room)
    unsafe ids = .allocate(capacity: room)
    unsafe draws = .allocate(capacity: room + 8)
    unsafe marks = .allocate(capacity: Self.markCount / 64)
    let labelled: Int
    switch layout {
    case .tiles:
      (isPerPair, labelled) = (false, tileCapacity * Kernels.pattern)
      unsafe places = .allocate(capacity: 1)
    case .pairs(let inputs):
      (isPerPair, labelled) = (true, tileCapacity * Kernels.tileSize(inputs: inputs))
      unsafe places = .allocate(capacity: inputs)
    case .quads:
      (isPerPair, labelled) = (false, Kernels.quadSize(targets: capacity))
      unsafe places = .allocate(capacity: 1)
    }
    unsafe labels = Scratch.allocate(labelled)
    unsafe weights = Scratch.allocate(labelled)
  }

  deinit {
    unsafe padding.deallocate()
    unsafe rows.deallocate()
    unsafe ids.deallocate()
    unsafe draws.deallocate()
    unsafe places.deallocate()
    unsafe marks.deallocate()
    unsafe labels.deallocate()
    unsafe weights.deallocate()
  }

  /// Takes the targets of negative sampling.
  ///
  /// - Parameters:
  ///   - words: The word that each input predicts.
  ///   - inputs: Their number.
  ///   - samples: The negative samples, which all inputs share.
  ///   - sampleCount: Their number.
  func take(
    _ words: UnsafePointer<UInt32>, _ inputs: Int, samples: UnsafePointer<UInt32>,
    _ sampleCount: Int
  ) {
    count = 0
    unsafe marks.update(repeating: 0, count: Self.markCount / 64)
    for i in 0..<inputs { unsafe places[i] = place(of: words[i]) }
    for i in 0..<sampleCount { unsafe draws[place(of: samples[i])] += 1 }
    padTile()
    if isPerPair {
      labelPairs(inputs, sampleCount)
    } else {
      // A sample that is the word itself is skipped, as in word2vec.c.
      pairs = unsafe Double(1 + sampleCount) - Double(draws[0])
      // Most blocks have no word twice, and so the labels and weights of the one before.
      let isPlain = count == 1 &+ sampleCount
      if !isPlain || !wasPlain {
        label(0, 1, weight: 1)
        for target in 1..<count { unsafe label(target, 0, weight: draws[target]) }
        labelPadding()
      }
      wasPlain = isPlain
    }
  }

  /// Takes the nodes of a word's path.
  ///
  /// - Parameters:
  ///   - nodes: The nodes, from the root on: twice the row, plus 1 where the code is 1.
  ///   - length: Their number.
  ///   - upper: The first of the nodes nearest the root.
  func take(path nodes: UnsafePointer<UInt32>, _ length: Int, upper: Int) {
    count = length
    near = 0
    while near < length, unsafe nodes[near] >> 1 >= upper {
      let node = unsafe Int(nodes[near] >> 1)
      unsafe rows[near] = upperNodes?.row(node) ?? outputs.row(node)
      near &+= 1
    }
    for i in near..<length { unsafe rows[i] = outputs.row(Int(nodes[i] >> 1)) }
    padTile()
    pairs = Double(length)
    // word2vec.c's label: the left branch, code 0, is the one that is true.
    for i in 0..<length { unsafe label(i, Float(1 &- (nodes[i] & 1)), weight: 1) }
    labelPadding()
  }

  /// The place of a word among the targets, a new one if it is not there yet.
  private func place(of word: UInt32) -> Int {
    let mark = Int(word) & (Self.markCount &- 1)
    let bit = UInt64(1) &<< UInt64(mark & 63)
    // Most words are new, and most of those are seen to be so at one glance.
    if unsafe marks[mark >> 6] & bit != 0 {
      for i in 0..<count where unsafe ids[i] == word { return i }
    }
    unsafe marks[mark >> 6] |= bit
    unsafe ids[count] = word
    unsafe draws[count] = 0
    unsafe rows[count] = outputs.row(Int(word))
    count &+= 1
    return count &- 1
  }

  /// Fills the last tile up.
  private func padTile() {
    tileCount = (count &+ Kernels.tile &- 1) / Kernels.tile
    for i in count..<tileCount &* Kernels.tile {
      unsafe rows[i] = padding
      unsafe draws[i] = 0
    }
  }

  /// Labels and weighs the places behind the last target, as far as the kernels read.
  private func labelPadding() {
    let end =
      isInQuads
      ? Kernels.quadSize(targets: count) / Kernels.quad : tileCount &* Kernels.tile
    for target in count..<end { label(target, 0, weight: 0) }
  }

  /// Labels and weighs a target, for all inputs alike.
  @inline(__always)
  private func label(_ target: Int, _ label: Float, weight: Float) {
    if isInQuads {
      let place = target &* Kernels.quad
      for i in 0..<Kernels.quad {
        unsafe labels[place &+ i] = label
        unsafe weights[place &+ i] = weight
      }
    } else {
      let (tile, i) = target.quotientAndRemainder(dividingBy: Kernels.tile)
      let place = tile &* Kernels.pattern &+ i
      unsafe labels[place] = label
      unsafe labels[place &+ Kernels.pattern / 2] = label
      unsafe weights[place] = weight
      unsafe weights[place &+ Kernels.pattern / 2] = weight
    }
  }

  /// Every input has its own word among the targets; that of another counts as often as it was drawn.
  private func labelPairs(_ inputs: Int, _ samples: Int) {
    let tileSize = Kernels.tileSize(inputs: inputs)
    for tile in 0..<tileCount {
      for i in 0..<inputs {
        let start = tile &* tileSize &+ 8 &* i
        for j in 0..<Kernels.tile {
          unsafe labels[start &+ j] = 0
          unsafe weights[start &+ j] = draws[tile &* Kernels.tile &+ j]
        }
        unsafe (weights[start &+ 6], weights[start &+ 7]) = (0, 0)
      }
    }
    pairs = Double(inputs &* (1 &+ samples))
    for i in 0..<inputs {
      let place = unsafe places[i]
      let (tile, j) = place.quotientAndRemainder(dividingBy: Kernels.tile)
      let start = tile &* tileSize &+ 8 &* i &+ j
      unsafe pairs -= Double(draws[place])
      unsafe labels[start] = 1
      unsafe weights[start] = 1
    }
  }
}
