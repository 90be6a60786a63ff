import FirthNumerics
import Testing

@Suite("The reference of pairs")
struct PairReferenceTests {
  /// Which rows a block takes, and how often each target counts.
  static let blocks: [(inputs: [Int], weights: [Double])] = [
    ([0], [1]), ([0], [1, 1]), ([0, 1, 2], [1, 1, 1]), ([0, 1], [1, 2, 0, 3]),
    ([2, 2, 0], [1, 1, 2]), ([0, 1, 2, 3, 4], [1, 1, 1, 1, 1, 1, 1]),
  ]

  @Test(
    "its update is the numerical gradient of its loss, for every parameter",
    arguments: blocks.indices, [UInt64(1), 2, 3])
  func updateIsGradient(block: Int, seed: UInt64) {
    let (rows, weights) = Self.blocks[block]
    var random = RandomSource(seed, UInt64(block))
    let columns = 5
    func values(_ count: Int) -> [[Double]] {
      (0..<count).map { _ in (0..<columns).map { _ in Double(random.uniform()) * 3 - 1.5 } }
    }
    let start = PairReference(inputs: values(6), outputs: values(8))
    // The labels differ from pair to pair, so that each kind is met.
    let targets = rows.indices.map { input in
      weights.enumerated().map { place, weight in
        PairReference.Target(
          row: place, label: (place + input * Int(seed)) % 3 == 0 ? 1 : 0, weight: weight)
      }
    }
    let rate = 0.3
    var end = start
    _ = end.update(rows, targets, rate: rate)

    func check(_ matrix: WritableKeyPath<PairReference, [[Double]]>) {
      for row in start[keyPath: matrix].indices {
        for column in 0..<columns {
          let step = 1e-5
          var (above, below) = (start, start)
          above[keyPath: matrix][row][column] += step
          below[keyPath: matrix][row][column] -= step
          let slope = (above.loss(rows, targets) - below.loss(rows, targets)) / (2 * step)
          let moved = end[keyPath: matrix][row][column] - start[keyPath: matrix][row][column]
          #expect(abs(moved / rate + slope) < 1e-8, "row \(row), column \(column) of \(matrix)")
        }
      }
    }
    check(\.inputs)
    check(\.outputs)
  }

  @Test(
    "the loss of a pair is the logarithm of its probability",
    arguments: [(0.0, 0.693147180559945), (2, 2.126928011042972), (-2, 0.126928011042972)])
  func knownLosses(f: Double, loss: Double) {
    #expect(abs(PairReference.softPlus(f) - loss) < 1e-14)
    #expect(abs(PairReference.softPlus(800 * f) - max(800 * f, 0)) < 1)
  }
}
