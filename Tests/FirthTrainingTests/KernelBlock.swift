import FirthNumerics
import Testing

/// A block of rows for the kernel, and what the kernel and the reference make of it.
struct KernelBlock {
  var inputs: [[Float]]
  var targets: [[Float]]
  /// How often each target counts.
  var weights: [Float]
  /// Which targets are true.
  var labels: [Float]
  /// Labels and weights of each input, if they differ from input to input.
  var perPair: [(labels: [Float], weights: [Float])]?
  /// Whether the inputs stay and their changes go to rows of their own.
  var isHeld = false
  /// The columns at which the work is cut, as threads share it out.
  var cuts: [Int] = []
  var rate: Float = 0.05

  /// The rows and the loss after an update.
  struct Result {
    var inputs: [[Float]]
    var targets: [[Float]]
    var loss: Float
  }

  /// A block of random values, whose dot products are mostly within ±4, with the first target true.
  init(inputs: Int, targets: Int, columns: Int, weights: [Float]? = nil, seed: UInt64) {
    var random = RandomSource(seed, UInt64(inputs), UInt64(targets), UInt64(columns))
    let width = 2.4 / Float(columns).squareRoot().squareRoot()
    func rows(_ count: Int) -> [[Float]] {
      (0..<count).map { _ in (0..<columns).map { _ in (random.uniform() - 0.5) * width } }
    }
    self.init(inputs: rows(inputs), targets: rows(targets), weights: weights)
  }

  init(inputs: [[Float]], targets: [[Float]], weights: [Float]? = nil, rate: Float = 0.05) {
    (self.inputs, self.targets, self.rate) = (inputs, targets, rate)
    self.weights = weights ?? targets.map { _ in 1 }
    labels = targets.indices.map { $0 == 0 ? 1 : 0 }
  }

  /// Runs the kernels of an instruction set and checks that they wrote nowhere else.
  ///
  /// `order` names the rows of the inputs; nil takes each once.
  func run(_ set: InstructionSet, order: [Int]? = nil) -> Result {
    let order = order ?? Array(inputs.indices)
    let columns = inputs[0].count
    let tiles = (targets.count + Kernels.tile - 1) / Kernels.tile
    let places = tiles * Kernels.tile
    // A row of guards lies before, between and behind: no kernel may touch one.
    let zeros = [Float](repeating: 0, count: columns)
    let (x, w) = (Self.guarded(inputs), Self.guarded(targets + [zeros]))
    let changes = Self.guarded(inputs.map { _ in zeros })
    let padding = targets.count
    var inputRows = unsafe order.map { unsafe x.row(2 * $0 + 1) }
    var changeRows = unsafe order.map { unsafe (isHeld ? changes : x).row(2 * $0 + 1) }
    var targetRows = unsafe (0..<places).map { unsafe w.row(2 * min($0, padding) + 1) }
    var held = order.flatMap { row in
      (0..<x.stride).map { $0 < columns ? inputs[row][$0] : 0 }
    }
    var (labels, weights) = laidOut(inputs: order.count, tiles: tiles)

    let kernels = Kernels(set)
    let ends = [0] + cuts + [x.stride]
    let (parts, size) = (ends.count - 1, Kernels.tileSize(inputs: order.count) * tiles)
    let products = unsafe Self.scratch(parts * size)
    let gradients = unsafe Self.scratch(size)
    let scratch = unsafe Self.scratch(order.count * x.stride)
    defer {
      unsafe products.deallocate()
      unsafe gradients.deallocate()
      unsafe scratch.deallocate()
    }
    for part in 0..<parts {
      unsafe kernels.dots(
        &inputRows, order.count, &targetRows, tiles, ends[part], ends[part + 1],
        products + part * size)
    }
    let loss = unsafe kernels.gradients(
      products, parts, size, order.count, tiles, &labels, &weights, perPair != nil, rate,
      gradients)
    for part in 0..<parts {
      unsafe held.withUnsafeMutableBufferPointer { held in
        unsafe kernels.update(
          &changeRows, order.count, isHeld ? UnsafePointer(held.baseAddress) : nil, &targetRows,
          targets.count, gradients, ends[part], ends[part + 1], x.stride, scratch, &targetRows,
          places)
      }
    }
    unsafe Self.checkEnd(products, parts * size)
    unsafe Self.checkEnd(gradients, size)
    unsafe Self.checkEnd(scratch, order.count * x.stride)
    #expect(
      Self.guardsAreWhole(x) && Self.guardsAreWhole(w) && Self.guardsAreWhole(changes),
      "wrote outside the rows")
    let after = Self.rows(w)
    #expect(
      after[padding].allSatisfy { $0 == 0 } || !loss.isFinite, "the row of padding is not zero")
    var moved = Self.rows(x)
    if isHeld {
      #expect(moved == inputs || !loss.isFinite, "inputs that are held have moved")
      for (row, change) in Self.rows(changes).enumerated() {
        moved[row] = zip(moved[row], change).map { $0 + $1 }
      }
    }
    return Result(inputs: moved, targets: Array(after[..<padding]), loss: loss)
  }

  /// Runs the kernels of a quad, with one to four inputs; `times` says how often each counts, nil once.
  func runAsQuad(_ set: InstructionSet, times: [Float]? = nil) -> Result {
    let columns = inputs[0].count
    let zeros = [Float](repeating: 0, count: columns)
    let width = inputs.count > 2 ? 4 : 2
    let rows = inputs + Array(repeating: zeros, count: width - inputs.count)
    let (x, w) = (Self.guarded(rows), Self.guarded(targets))
    var inputRows = unsafe (0..<width).map { unsafe x.row(2 * $0 + 1) }
    var targetRows = unsafe targets.indices.map { unsafe w.row(2 * $0 + 1) }
    var times = times ?? inputs.map { _ in 1 }
    times += Array(repeating: 0, count: 4 - times.count)
    let size = Kernels.quadSize(targets: targets.count)
    func laidOut(_ values: [Float]) -> [Float] {
      let four = values.flatMap { Array(repeating: $0, count: 4) }
      return four + Array(repeating: 0, count: size - four.count)
    }
    var (labels, weights) = (laidOut(labels), laidOut(weights))

    let kernels = Kernels(set)
    let ends = [0] + cuts + [x.stride]
    let parts = ends.count - 1
    let products = unsafe Self.scratch(parts * size)
    let gradients = unsafe Self.scratch(size)
    defer {
      unsafe products.deallocate()
      unsafe gradients.deallocate()
    }
    for part in 0..<parts {
      unsafe kernels.quadDots(
        &inputRows, width, &targetRows, targets.count, ends[part], ends[part + 1],
        products + part * size)
    }
    let loss = unsafe kernels.quadGradients(
      products, parts, size, targets.count, &labels, &weights, &times, rate, gradients)
    for part in 0..<parts {
      unsafe kernels.quadUpdate(
        &inputRows, width, &targetRows, targets.count, gradients, ends[part], ends[part + 1],
        &targetRows, targets.count)
    }
    unsafe Self.checkEnd(products, parts * size)
    unsafe Self.checkEnd(gradients, size)
    #expect(Self.guardsAreWhole(x) && Self.guardsAreWhole(w), "wrote outside the rows")
    let moved = Self.rows(x)
    #expect(
      moved[inputs.count...].joined().allSatisfy { $0 == 0 } || !loss.isFinite,
      "the row of padding is not zero")
    return Result(
      inputs: Array(moved[..<inputs.count]), targets: Self.rows(w), loss: loss)
  }

  /// The same update by the reference.
  func reference(order: [Int]? = nil) -> (end: PairReference, PairReference.Outcome) {
    var reference = PairReference(
      inputs: inputs.map { $0.map(Double.init) }, outputs: targets.map { $0.map(Double.init) })
    let order = order ?? Array(inputs.indices)
    let all = order.indices.map { input in
      targets.indices.map {
        PairReference.Target(
          row: $0, label: Double(perPair?[input].labels[$0] ?? labels[$0]),
          weight: Double(perPair?[input].weights[$0] ?? weights[$0]))
      }
    }
    let outcome = reference.update(order, all, rate: Double(rate))
    return (reference, outcome)
  }

  /// Labels and weights as the kernels read them.
  private func laidOut(inputs: Int, tiles: Int) -> (labels: [Float], weights: [Float]) {
    func eight(_ values: [Float], _ tile: Int) -> [Float] {
      (0..<8).map { $0 < 6 && 6 * tile + $0 < values.count ? values[6 * tile + $0] : 0 }
    }
    func whole(_ values: (Int) -> [Float]) -> [Float] {
      (0..<tiles).flatMap { tile in
        let rows = (0..<(perPair == nil ? 2 : inputs)).flatMap { eight(values($0), tile) }
        // The reader takes whole registers.
        return rows + [Float](repeating: 0, count: rows.count % 16)
      }
    }
    return (
      whole { perPair?[$0].labels ?? labels }, whole { perPair?[$0].weights ?? weights }
    )
  }

  /// Memory of values that must not matter, with a guard behind.
  private static func scratch(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count + 64)
    unsafe memory.initialize(repeating: .signalingNaN, count: count)
    unsafe (memory + count).initialize(repeating: 77, count: 64)
    return unsafe memory
  }

  private static func checkEnd(_ memory: UnsafeMutablePointer<Float>, _ size: Int) {
    #expect((0..<64).allSatisfy { unsafe memory[size + $0] == 77 }, "wrote behind the room")
  }

  /// The largest error of a result, each value's in units of its old value plus all that moved it.
  func largestError(
    _ result: Result, _ end: PairReference, _ outcome: PairReference.Outcome
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
