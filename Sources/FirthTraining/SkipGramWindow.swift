import FirthNumerics

/// The rows of one window: the context words as inputs, the centre and its negative samples as
/// targets.
@safe
final class SkipGramWindow {
  let inputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private(set) var inputCount = 0
  let targets: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private(set) var tileCount = 0
  /// The number of targets with repetitions: what one input's pairs are.
  private(set) var targetWeight = 0.0
  /// The rows to fetch before this window's turn.
  let upcoming: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  private(set) var upcomingCount = 0
  let tileCapacity: Int
  private let targetIDs: UnsafeMutablePointer<UInt32>
  private let weights: UnsafeMutablePointer<Float>
  private var hasWeights = false
  /// A row of zeros for the unused places of a tile.
  private let padding: UnsafeMutablePointer<Float>

  init(_ run: SkipGramRun) {
    tileCapacity = (run.model.negativeSamples + Kernels.tile) / Kernels.tile
    let places = tileCapacity * Kernels.tile
    let stride = run.inputs.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: stride * 4, alignment: 64)
    unsafe padding = memory.initializeMemory(as: Float.self, repeating: 0, count: stride)
    unsafe inputs = .allocate(capacity: 2 * run.model.window)
    unsafe targets = .allocate(capacity: places)
    unsafe targets.initialize(repeating: padding, count: places)
    unsafe upcoming = .allocate(capacity: places + 1)
    unsafe targetIDs = .allocate(capacity: places)
    unsafe weights = .allocate(capacity: places)
  }

  deinit {
    unsafe padding.deallocate()
    unsafe inputs.deallocate()
    unsafe targets.deallocate()
    unsafe upcoming.deallocate()
    unsafe targetIDs.deallocate()
    unsafe weights.deallocate()
  }

  /// How often each target counts; nil when each counts once and no place is unused.
  var weightsIfNeeded: UnsafePointer<Float>? { unsafe hasWeights ? UnsafePointer(weights) : nil }

  /// Makes the window one without rows.
  func clear() {
    inputCount = 0
    tileCount = 0
    upcomingCount = 0
  }

  /// Draws the reach and the negative samples of a centre word and notes all rows.
  func prepare(
    _ words: UnsafePointer<UInt32>, _ length: Int, centre: Int, _ run: SkipGramRun,
    _ random: inout RandomSource
  ) {
    let window = run.model.window
    let reach = window &- Int(random.below(UInt32(truncatingIfNeeded: window)))
    var count = 0
    var position = max(centre &- reach, 0)
    let end = min(centre &+ reach &+ 1, length)
    while position < end {
      unsafe inputs[count] = run.inputs.row(Int(words[position]))
      count &+= position == centre ? 0 : 1
      position &+= 1
    }
    inputCount = count
    unsafe drawTargets(words[centre], run, &random)
    // The word that comes within the reach of windows a step later: fetched once, well ahead.
    let entering = min(centre &+ window &+ 1, length &- 1)
    unsafe upcoming[upcomingCount] = run.inputs.row(Int(words[entering]))
    upcomingCount &+= 1
  }

  private func drawTargets(_ centre: UInt32, _ run: SkipGramRun, _ random: inout RandomSource) {
    let wanted = run.model.negativeSamples
    unsafe targetIDs[0] = centre
    unsafe weights[0] = 1
    var count = 1
    var skipped = 0
    for _ in 0..<wanted {
      let sample = run.negatives.draw(&random)
      if sample == centre {
        skipped &+= 1
      } else if let place = place(of: sample, among: count) {
        unsafe weights[place] += 1
      } else {
        unsafe targetIDs[count] = sample
        unsafe weights[count] = 1
        count &+= 1
      }
    }
    targetWeight = Double(1 &+ wanted &- skipped)
    for i in 0..<count { unsafe targets[i] = run.outputs.row(Int(targetIDs[i])) }
    for i in 0..<count { unsafe upcoming[i] = targets[i] }
    upcomingCount = count
    tileCount = (count &+ Kernels.tile &- 1) / Kernels.tile
    let places = tileCount &* Kernels.tile
    hasWeights = count != wanted &+ 1 || count != places
    if hasWeights {
      for i in count..<places {
        unsafe weights[i] = 0
        unsafe targets[i] = padding
      }
    }
  }

  /// Where a sample was already drawn for this window.
  private func place(of sample: UInt32, among count: Int) -> Int? {
    for i in 1..<max(count, 1) where unsafe targetIDs[i] == sample { return i }
    return nil
  }
}
