import FirthNumerics
import Testing

@Suite("The kernels of a block and of a quad")
struct BlockKernelTests {
  static let inputCounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]
  static let targetCounts = [1, 2, 3, 4, 5, 6, 7, 11, 12, 16, 18, 26]
  /// Every stride from one cache line to nineteen, and lengths that leave a stride partly unused.
  static let columns =
    Array(stride(from: 16, through: 304, by: 16)) + [1, 2, 7, 15, 17, 50, 100, 300]

  /// What a block may be besides the usual one of skip-gram with negative sampling.
  enum Kind: CaseIterable {
    case usual, weighted, labelled, perPair, held, cut, heldPerPairAndCut

    func change(_ block: inout KernelBlock) {
      let (inputs, targets) = (block.inputs.count, block.targets.count)
      let columns = block.inputs[0].count
      switch self {
      case .usual: break
      case .weighted: block.weights = (0..<targets).map { Float([1, 2, 0, 3, 1][$0 % 5]) }
      case .labelled: block.labels = (0..<targets).map { Float([0, 1, 1, 0, 1, 0, 0][$0 % 7]) }
      case .perPair:
        block.perPair = (0..<inputs).map { input in
          let labels: [Float] = (0..<targets).map { ($0 + input) % 3 == 0 ? 1 : 0 }
          let weights = (0..<targets).map { Float(($0 * 5 + input) % 4) }
          return (labels, weights)
        }
      case .held: block.isHeld = true
      case .cut:
        let lines = (columns + 15) / 16
        block.cuts = Set([lines / 3, lines / 2, lines - 1]).subtracting([0]).map { 16 * $0 }
          .sorted()
      case .heldPerPairAndCut:
        for kind in [Kind.held, .perPair, .cut] { kind.change(&block) }
      }
    }

    /// Whether a quad may be so.
    var isOfQuads: Bool {
      switch self {
      case .usual, .weighted, .labelled, .cut: true
      case .perPair, .held, .heldPerPairAndCut: false
      }
    }
  }

  @Test(
    "every instruction set gives the reference's loss and updates",
    arguments: InstructionSet.supported, targetCounts)
  func agreesWithReference(set: InstructionSet, targets: Int) {
    for (number, inputs) in Self.inputCounts.enumerated() {
      // All counts of inputs with all lengths and kinds would be too many for a plain reference: each
      // count of inputs meets other lengths, and those another kind.
      for (place, columns) in Self.columns.enumerated() where (place + number) % 2 == 0 {
        let kinds = [Kind.usual, Kind.allCases[(place / 2 + number) % Kind.allCases.count]]
        for kind in Set(kinds) {
          var block = KernelBlock(inputs: inputs, targets: targets, columns: columns, seed: 7)
          kind.change(&block)
          let result = block.run(set)
          let (end, outcome) = block.reference()
          let place = "\(inputs) inputs of \(columns), \(kind)"
          #expect(
            abs(Double(result.loss) - outcome.loss) <= 1e-5 * outcome.loss, "\(place)")
          #expect(block.largestError(result, end, outcome) < 1e-5, "\(place)")
        }
      }
    }
  }

  @Test(
    "a quad gives the reference's loss and updates", arguments: InstructionSet.supported,
    targetCounts)
  func quadAgreesWithReference(set: InstructionSet, targets: Int) {
    let kinds = Kind.allCases.filter(\.isOfQuads)
    for inputs in 1...4 {
      for (place, columns) in Self.columns.enumerated() {
        var block = KernelBlock(inputs: inputs, targets: targets, columns: columns, seed: 8)
        let kind = kinds[(place + inputs) % kinds.count]
        kind.change(&block)
        // Of the inputs one may come several times: then it counts as often.
        let times = (0..<inputs).map { Float(place % 2 == 1 && $0 == 0 ? 4 - inputs + 1 : 1) }
        let order = times.indices.flatMap { Array(repeating: $0, count: Int(times[$0])) }
        let result = block.runAsQuad(set, times: times)
        let (end, outcome) = block.reference(order: order)
        let place = "\(inputs) inputs of \(columns), \(kind)"
        #expect(abs(Double(result.loss) - outcome.loss) <= 1e-5 * outcome.loss, "\(place)")
        #expect(block.largestError(result, end, outcome) < 1e-5, "\(place)")
      }
    }
  }

  @Test(
    "an update in pieces of the columns is the same to the bit",
    arguments: InstructionSet.supported, [1, 6, 13])
  func cutsChangeNothing(set: InstructionSet, targets: Int) {
    for inputs in [1, 2, 4, 7] {
      // The dot products' sums depend on the cuts; with one line of values they are all in one piece.
      var block = KernelBlock(inputs: inputs, targets: targets, columns: 200, seed: 5)
      for row in 0..<inputs {
        for column in 16..<200 { block.inputs[row][column] = 0 }
      }
      for isQuad in [false, true] where !isQuad || inputs <= 4 {
        block.cuts = []
        let whole = isQuad ? block.runAsQuad(set) : block.run(set)
        block.cuts = [48, 96, 144]
        let pieces = isQuad ? block.runAsQuad(set) : block.run(set)
        #expect(whole.inputs == pieces.inputs && whole.targets == pieces.targets)
        #expect(whole.loss == pieces.loss)
      }
    }
  }

  @Test(
    "the hidden row is the mean, and its change goes to every context word",
    arguments: InstructionSet.supported, [1, 2, 3, 16])
  func hidden(set: InstructionSet, count: Int) {
    let rows = SharedMatrix(rows: 4, columns: 40)
    rows.fillAround0(width: 1, seed: 2)
    let (hidden, change) = (SharedMatrix(rows: 1, columns: 40), SharedMatrix(rows: 1, columns: 40))
    for column in 0..<40 { unsafe change.row(0)[column] = 9 }
    let old = (0..<4).map { row in (0..<40).map { unsafe Double(rows.row(row)[$0]) } }
    // A row that comes several times counts several times.
    let order = (0..<count).map { $0 % 3 }
    var addresses = unsafe order.map { unsafe rows.row($0) }
    let kernels = Kernels(set)
    unsafe kernels.hiddenRow(&addresses, count, 0, 32, hidden.row(0), change.row(0))
    for column in 0..<40 {
      let mean = order.map { old[$0][column] }.reduce(0, +) / Double(count)
      let found = unsafe Double(hidden.row(0)[column])
      #expect(column < 32 ? abs(found - mean) < 1e-6 : found == 0)
      #expect(unsafe change.row(0)[column] == (column < 32 ? 0 : 9))
      unsafe change.row(0)[column] = Float(column)
    }
    unsafe kernels.addHiddenChange(&addresses, count, 16, 48, change.row(0), 0.5)
    for row in 0..<4 {
      for column in 0..<40 {
        let times = Double(order.count { $0 == row })
        let step = column < 16 ? 0 : 0.5 * Double(column) * times
        #expect(unsafe abs(Double(rows.row(row)[column]) - old[row][column] - step) < 1e-4)
      }
    }
  }

  @Test("instruction sets agree to rounding", arguments: targetCounts)
  func setsAgree(targets: Int) {
    for inputs in Self.inputCounts {
      let block = KernelBlock(
        inputs: inputs, targets: targets, columns: 100, seed: UInt64(targets))
      let results = InstructionSet.supported.map { block.run($0) }
      for result in results.dropFirst() {
        #expect(abs(result.loss - results[0].loss) < 2e-6 * results[0].loss)
        for (row, other) in zip(
          result.inputs + result.targets, results[0].inputs + results[0].targets)
        {
          #expect(zip(row, other).allSatisfy { abs($0 - $1) < 1e-6 }, "\(inputs) inputs")
        }
      }
    }
  }

  @Test(
    "gradient and loss are right in the tails",
    arguments: InstructionSet.supported,
    [0, 1e-6, 0.5, 6, 15, 17, 30, 79, 81, 87, 89, 104, 200, 1e4, 1e30] as [Float])
  func tails(set: InstructionSet, size: Float) {
    for f in [size, -size] {
      // Column 0 makes the dot product, column 1 shows the gradient undisturbed: there the input is 0
      // and the target 1.
      for isTrue in [true, false] {
        let target: [Float] = [1, 1]
        let nothing: [Float] = [0, 0]
        let block = KernelBlock(
          inputs: [[f, 0]], targets: isTrue ? [target] : [nothing, target],
          weights: isTrue ? [1] : [0, 1], rate: 0.5)
        let result = block.run(set)
        let outcome = block.reference().1.loss
        let gradient =
          (isTrue ? 1 : 0) - PairReference.logistic(Double(f))
        #expect(
          abs(Double(result.loss) - outcome) <= 1e-5 * outcome + 1e-30, "loss at \(f), \(isTrue)")
        #expect(
          abs(Double(result.inputs[0][1]) / 0.5 - gradient) < 2e-7, "gradient at \(f), \(isTrue)")
      }
    }
  }

  @Test(
    "a value that is no finite number makes the loss one that is not",
    arguments: InstructionSet.supported, [Float.nan, .infinity, -.infinity])
  func poison(set: InstructionSet, value: Float) {
    for (inputs, targets) in [(1, 1), (1, 6), (2, 6), (3, 7), (4, 17), (5, 6), (9, 16), (10, 6)] {
      let clean = KernelBlock(inputs: inputs, targets: targets, columns: 40, seed: 3)
      let isQuad = targets > Kernels.tile && inputs <= 4
      func loss(_ block: KernelBlock) -> Float {
        isQuad ? block.runAsQuad(set).loss : block.run(set).loss
      }
      #expect(loss(clean).isFinite)
      for column in [0, 15, 16, 39] {
        for row in 0..<inputs {
          var block = clean
          block.inputs[row][column] = value
          #expect(!loss(block).isFinite, "input \(row) of \(inputs), column \(column)")
        }
        for row in 0..<targets {
          var block = clean
          block.targets[row][column] = value
          #expect(!loss(block).isFinite, "target \(row) of \(targets), column \(column)")
        }
      }
    }
  }

  @Test(
    "an input that occurs twice is off by the order of the rate squared",
    arguments: InstructionSet.supported, [5, 6, 11])
  func repeatedInput(set: InstructionSet, targets: Int) {
    for order in [[0, 1, 0, 2, 2, 2, 1], [0, 1, 2, 1], [1, 1]] {
      var errors: [Double] = []
      for rate: Float in [0.08, 0.008] {
        var block = KernelBlock(inputs: 3, targets: targets, columns: 48, seed: 11)
        block.rate = rate
        let result = block.run(set, order: order)
        let (end, outcome) = block.reference(order: order)
        // The dot products are all of old values, and so is the loss.
        #expect(abs(Double(result.loss) - outcome.loss) < 1e-5 * outcome.loss)
        let found = (result.inputs + result.targets).joined()
        let wanted = (end.inputs + end.outputs).joined()
        errors.append(zip(found, wanted).map { abs(Double($0) - $1) }.max() ?? .infinity)
        #expect(errors[errors.count - 1] < 10 * Double(rate * rate))
      }
      #expect(
        errors[1] < errors[0] / 30, "a tenth of the rate, a hundredth of the error: \(errors)")
    }
  }
}
