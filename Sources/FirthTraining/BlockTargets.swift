import FirthNumerics

/// The targets of a block: their rows, and how each pair of an input with a target is labelled and
/// weighted.
///
/// An objective fills it: negative samples and the word itself, or the nodes of the word's path.
@safe
final class BlockTargets {
  let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let labels: UnsafeMutablePointer<Float>
  let weights: UnsafeMutablePointer<Float>
  /// Whether labels and weights differ from input to input.
  let isPerPair: Bool
  private(set) var count = 0
  private(set) var tileCount = 0
  let tileCapacity: Int
  /// The number of the first targets, which blocks have so often that they are in the cache.
  private(set) var near = 0
  /// The number of targets of the inputs with repetitions: of all inputs together if they differ,
  /// else of each.
  private(set) var pairs = 0.0
  private let ids: UnsafeMutablePointer<UInt32>
  /// The first tiles whose targets count once each, on a path.
  private var fullTiles = 0
  /// How often a target was drawn as a negative sample.
  private let draws: UnsafeMutablePointer<Float>
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
  ///   - inputs: The inputs whose own words are targets; several make labels and weights differ.
  ///   - outputs: The rows that the targets are.
  ///   - upperNodes: What stands for some of them on paths.
  ///   - stride: The length of a row.
  init(
    capacity: Int, inputs: Int, outputs: RowAddresses, upperNodes: UpperNodes?, stride: Int
  ) {
    tileCapacity = (capacity + Kernels.tile - 1) / Kernels.tile
    isPerPair = inputs > 1
    unsafe self.outputs = outputs
    self.upperNodes = upperNodes
    let room = tileCapacity * Kernels.tile
    let memory = UnsafeMutableRawPointer.allocate(byteCount: stride * 4, alignment: 64)
    unsafe padding = memory.initializeMemory(as: Float.self, repeating: 0, count: stride)
    unsafe rows = .allocate(capacity: room)
    unsafe rows.initialize(repeating: padding, count: room)
    unsafe ids = .allocate(capacity: room)
    unsafe draws = .allocate(capacity: room + 8)
    unsafe places = .allocate(capacity: inputs)
    unsafe marks = .allocate(capacity: Self.markCount / 64)
    let labelled = tileCapacity * max(Kernels.pattern, Kernels.tileSize(inputs: inputs))
    unsafe labels = .allocate(capacity: labelled)
    unsafe labels.initialize(repeating: 0, count: labelled)
    unsafe weights = .allocate(capacity: labelled)
    unsafe weights.initialize(repeating: 0, count: labelled)
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
  func take(_ words: UnsafePointer<UInt32>, _ inputs: Int, _ samples: SampleStream) {
    count = 0
    unsafe marks.update(repeating: 0, count: Self.markCount / 64)
    for i in 0..<inputs { unsafe places[i] = place(of: words[i]) }
    for i in 0..<samples.count { unsafe draws[place(of: samples.words[i])] += 1 }
    finish()
    if isPerPair {
      labelPairs(inputs, samples.count)
    } else {
      label(tile: 0) { unsafe labels[$0] = $1 == 0 ? 1 : 0 }
      // A sample that is the word itself is skipped, as in word2vec.c.
      pairs = unsafe Double(1 + samples.count) - Double(draws[0])
      unsafe draws[0] = 1
      for tile in 0..<tileCount {
        label(tile: tile) { unsafe weights[$0] = draws[$1] }
      }
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
    finish()
    pairs = Double(length)
    var i = 0
    for tile in 0..<tileCount {
      let place = tile &* Kernels.pattern
      for j in 0..<min(length &- i, Kernels.tile) {
        // word2vec.c's label: the left branch, code 0, is the one that is true.
        let label = unsafe Float(1 &- (nodes[i &+ j] & 1))
        unsafe labels[place &+ j] = label
        unsafe labels[place &+ Kernels.pattern / 2 &+ j] = label
      }
      i &+= Kernels.tile
    }
    // Of tiles that are full the weights stay.
    for tile in min(fullTiles, length / Kernels.tile)..<tileCount {
      label(tile: tile) { unsafe weights[$0] = $1 < length ? 1 : 0 }
    }
    fullTiles = length / Kernels.tile
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
  private func finish() {
    tileCount = (count &+ Kernels.tile &- 1) / Kernels.tile
    for i in count..<tileCount &* Kernels.tile {
      unsafe rows[i] = padding
      unsafe draws[i] = 0
    }
  }

  /// Calls for both places of a tile's six targets.
  @inline(__always)
  private func label(tile: Int, _ set: (_ place: Int, _ target: Int) -> Void) {
    for i in 0..<Kernels.tile {
      set(tile &* Kernels.pattern &+ i, tile &* Kernels.tile &+ i)
      set(tile &* Kernels.pattern &+ Kernels.pattern / 2 &+ i, tile &* Kernels.tile &+ i)
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
