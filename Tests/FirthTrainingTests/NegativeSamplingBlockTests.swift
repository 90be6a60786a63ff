import FirthNumerics
import Testing

@Suite("The block of negative sampling")
struct NegativeSamplingBlockTests {
  static let inputCounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]
  static let targetCounts = [1, 2, 3, 4, 5, 6, 7, 11, 12, 16, 18, 26]
  /// Every stride from one cache line to nineteen, and lengths that leave a stride partly unused.
  static let columns =
    Array(stride(from: 16, through: 304, by: 16)) + [1, 2, 7, 15, 17, 50, 100, 300]

  @Test(
    "every instruction set gives the reference's loss and updates",
    arguments: InstructionSet.supported, targetCounts)
  func agreesWithReference(set: InstructionSet, targets: Int) {
    for (number, inputs) in Self.inputCounts.enumerated() {
      // Every pair of a count of inputs with a length would be too many for a plain reference: each
      // count of inputs meets a different half of the lengths.
      for columns in Self.columns.enumerated().filter({ ($0.offset + number) % 2 == 0 }) {
        let varied = (0..<targets).map { Float([1, 2, 0, 3, 1][$0 % 5]) }
        for weights in [nil, varied] {
          let block = KernelBlock(
            inputs: inputs, targets: targets, columns: columns.element, weights: weights, seed: 7)
          let result = block.run(set)
          let (end, outcome) = block.reference()
          let place = "\(inputs) inputs of \(columns.element), weights \(weights ?? [])"
          #expect(
            abs(Double(result.loss) - outcome.loss) < 1e-5 * outcome.loss, "\(place)")
          #expect(block.largestError(result, end, outcome) < 1e-5, "\(place)")
        }
      }
    }
  }

  @Test("instruction sets agree to rounding", arguments: targetCounts)
  func setsAgree(targets: Int) {
    for inputs in Self.inputCounts {
      let block = KernelBlock(
        inputs: inputs, targets: targets, columns: 100, weights: nil, seed: UInt64(targets))
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
          (isTrue ? 1 : 0) - SkipGramReference.logistic(Double(f))
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
    for (inputs, targets) in [(1, 1), (1, 6), (2, 6), (3, 7), (5, 6), (9, 16), (10, 6)] {
      let clean = KernelBlock(inputs: inputs, targets: targets, columns: 40, weights: nil, seed: 3)
      #expect(clean.run(set).loss.isFinite)
      for column in [0, 15, 16, 39] {
        for row in 0..<inputs {
          var block = clean
          block.inputs[row][column] = value
          #expect(!block.run(set).loss.isFinite, "input \(row) of \(inputs), column \(column)")
        }
        for row in 0..<targets {
          var block = clean
          block.targets[row][column] = value
          #expect(!block.run(set).loss.isFinite, "target \(row) of \(targets), column \(column)")
        }
      }
    }
  }

  @Test(
    "an input that occurs twice is off by the order of the rate squared",
    arguments: InstructionSet.supported, [5, 6, 11])
  func repeatedInput(set: InstructionSet, targets: Int) {
    let order = [0, 1, 0, 2, 2, 2, 1]
    var errors: [Double] = []
    for rate: Float in [0.08, 0.008] {
      var block = KernelBlock(inputs: 3, targets: targets, columns: 48, weights: nil, seed: 11)
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
    #expect(errors[1] < errors[0] / 30, "a tenth of the rate, a hundredth of the error: \(errors)")
  }
}
