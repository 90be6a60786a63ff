import FirthKernels
import FirthNumerics
import Testing

/// A block of rows for the kernel, and what the kernel and the reference make of it.
struct KernelBlock {
  var inputs: [[Float]]
  var targets: [[Float]]
  /// How often each target counts; nil for once each, which only whole tiles may say.
  var weights: [Float]?
  var rate: Float = 0.05

  /// The rows and the loss after an update.
  struct Result {
    var inputs: [[Float]]
    var targets: [[Float]]
    var loss: Float
  }

  /// A block of random values, whose dot products are mostly within ±4.
  init(inputs: Int, targets: Int, columns: Int, weights: [Float]?, seed: UInt64) {
    var random = RandomSource(seed, UInt64(inputs), UInt64(targets), UInt64(columns))
    let width = 2.4 / Float(columns).squareRoot().squareRoot()
    func rows(_ count: Int) -> [[Float]] {
      (0..<count).map { _ in (0..<columns).map { _ in (random.uniform() - 0.5) * width } }
    }
    self.inputs = rows(inputs)
    self.targets = rows(targets)
    self.weights = weights
  }

  init(inputs: [[Float]], targets: [[Float]], weights: [Float]? = nil, rate: Float = 0.05) {
    (self.inputs, self.targets, self.weights, self.rate) = (inputs, targets, weights, rate)
  }

  /// Runs the kernel of an instruction set and checks that it wrote nowhere else.
  ///
  /// `order` names the rows of the inputs; nil takes each once.
  func run(_ set: InstructionSet, order: [Int]? = nil) -> Result {
    let order = order ?? Array(inputs.indices)
    let columns = inputs[0].count
    let tiles = (targets.count + Kernels.tile - 1) / Kernels.tile
    let places = tiles * Kernels.tile
    // A row of guards lies before, between and behind: no kernel may touch one.
    let (x, w) = (
      Self.guarded(inputs), Self.guarded(targets + [[Float](repeating: 0, count: columns)])
    )
    let padding = targets.count
    let inputRows = unsafe order.map { unsafe x.row(2 * $0 + 1) }
    let targetRows = unsafe (0..<places).map { unsafe w.row(2 * min($0, padding) + 1) }
    let unused = [Float](repeating: 0, count: places - targets.count)
    let isWhole = unused.isEmpty && weights == nil
    let counts = (weights ?? [Float](repeating: 1, count: targets.count)) + unused

    let room = FirthKernels.blockScratch(order.count, tiles, x.stride)
    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: room + 64)
    unsafe scratch.initialize(repeating: .signalingNaN, count: room)
    unsafe (scratch + room).initialize(repeating: 77, count: 64)
    unsafe FirthKernels.prepareBlockScratch(scratch)
    defer { unsafe scratch.deallocate() }

    let loss = unsafe inputRows.withUnsafeBufferPointer { inputRows in
      unsafe targetRows.withUnsafeBufferPointer { targetRows in
        unsafe counts.withUnsafeBufferPointer { counts in
          guard let i = inputRows.baseAddress, let t = targetRows.baseAddress else {
            return Float.nan
          }
          return unsafe Kernels(set).negativeSamplingBlock(
            i, order.count, t, tiles, isWhole ? nil : counts.baseAddress, x.stride, rate, scratch,
            t, places)
        }
      }
    }
    #expect((0..<64).allSatisfy { unsafe scratch[room + $0] == 77 }, "wrote behind the scratch")
    #expect(Self.guardsAreWhole(x) && Self.guardsAreWhole(w), "wrote outside the rows")
    let after = Self.rows(w)
    #expect(
      after[padding].allSatisfy { $0 == 0 } || !loss.isFinite, "the row of padding is not zero")
    return Result(inputs: Self.rows(x), targets: Array(after[..<padding]), loss: loss)
  }

  /// The same update by the reference.
  func reference(order: [Int]? = nil) -> (end: SkipGramReference, SkipGramReference.Outcome) {
    var reference = SkipGramReference(
      inputs: inputs.map { $0.map(Double.init) }, outputs: targets.map { $0.map(Double.init) })
    let targets = self.targets.indices.map {
      SkipGramReference.Target(row: $0, weight: Double(weights?[$0] ?? 1))
    }
    let outcome = reference.update(order ?? Array(inputs.indices), targets, rate: Double(rate))
    return (reference, outcome)
  }

  /// The largest error of a result, each value's in units of its old value plus all that moved it.
  func largestError(
    _ result: Result, _ end: SkipGramReference, _ outcome: SkipGramReference.Outcome
  ) -> Double {
    max(
      Self.error(result.inputs, end.inputs, inputs, outcome.inputMotion),
      Self.error(result.targets, end.outputs, targets, outcome.outputMotion))
  }

  private static func error(
    _ found: [[Float]], _ wanted: [[Double]], _ old: [[Float]], _ motion: [[Double]]
  ) -> Double {
    var largest = 0.0
    for row in found.indices {
      for column in found[row].indices {
        let magnitude = abs(Double(old[row][column])) + motion[row][column] + 1e-12
        let error = abs(Double(found[row][column]) - wanted[row][column]) / magnitude
        if !(error <= largest) { largest = error.isNaN ? .infinity : error }
      }
    }
    return largest
  }

  // MARK: Rows in memory

  private static let guardValue: Float = 1234.5

  private static func guarded(_ rows: [[Float]]) -> SharedMatrix {
    let matrix = SharedMatrix(rows: 2 * rows.count + 1, columns: rows[0].count)
    for row in 0..<matrix.rows {
      let isGuard = row % 2 == 0
      for column in 0..<matrix.stride {
        let isValue = !isGuard && column < matrix.columns
        unsafe matrix.row(row)[column] =
          isGuard ? guardValue : isValue ? rows[row / 2][column] : 0
      }
    }
    return matrix
  }

  private static func guardsAreWhole(_ matrix: SharedMatrix) -> Bool {
    stride(from: 0, to: matrix.rows, by: 2).allSatisfy { row in
      (0..<matrix.stride).allSatisfy { unsafe matrix.row(row)[$0] == guardValue }
    }
  }

  /// The rows, without guards; the columns that fill up the stride must be zero.
  private static func rows(_ matrix: SharedMatrix) -> [[Float]] {
    stride(from: 1, to: matrix.rows, by: 2).map { row in
      let values = (0..<matrix.stride).map { unsafe matrix.row(row)[$0] }
      let isPoisoned = values[..<matrix.columns].contains { !$0.isFinite }
      let isZero = values[matrix.columns...].allSatisfy { $0 == 0 }
      #expect(isZero || isPoisoned, "padding of row \(row) is not zero: \(values)")
      return Array(values[..<matrix.columns])
    }
  }
}
