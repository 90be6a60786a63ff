import FirthNumerics
import Foundation
import Testing

@Suite("The alias table")
struct AliasTableTests {
  /// Weights and what they are called.
  struct Table: Sendable, CustomTestStringConvertible {
    let name: String
    let weights: [Double]
    var testDescription: String { name }
  }

  static let tables = [
    Table(name: "one index", weights: [3]),
    Table(name: "two equal", weights: [1, 1]),
    Table(name: "balanced", weights: Array(repeating: 0.1, count: 37)),
    Table(name: "unbalanced", weights: [1_000, 1, 1, 10, 0.001, 1]),
    Table(name: "rising", weights: (1...100).map(Double.init)),
    Table(name: "zeros between", weights: [0, 5, 0, 0, 2, 0]),
    Table(name: "one of many", weights: (0..<50).map { $0 == 31 ? 1 : 0 }),
    Table(name: "huge", weights: [1e300, 2e300, 3e300]),
    Table(name: "tiny", weights: [1e-300, 2e-300, 3e-300]),
    Table(
      name: "counts of words to the power 0.75",
      weights: (1...2_000).map { pow((1e6 / Double($0)).rounded(), 0.75) }),
  ]

  @Test("draws each index with its probability", arguments: tables, [UInt64(1), 2])
  func distribution(table: Table, seed: UInt64) {
    let alias = AliasTable(weights: table.weights)
    #expect(alias.count == table.weights.count)
    var random = RandomSource(seed)
    let draws = 400_000
    var counts = [Int](repeating: 0, count: table.weights.count)
    for _ in 0..<draws { counts[Int(alias.draw(random.next()))] += 1 }
    let total = table.weights.reduce(0, +)
    for (index, weight) in table.weights.enumerated() {
      let expected = weight / total * Double(draws)
      // Six standard deviations, and a few draws more for the skewed counts of rare indices.
      let bound = 6 * expected.squareRoot() + (weight > 0 ? 5 : 0)
      #expect(
        abs(Double(counts[index]) - expected) <= bound,
        "index \(index): \(counts[index]) draws, \(expected) expected")
    }
  }

  @Test("an index of weight 0 is never drawn")
  func zero() {
    let alias = AliasTable(weights: [0, 1, 0, 1e-9, 0])
    var random = RandomSource(5)
    for _ in 0..<200_000 {
      let index = alias.draw(random.next())
      #expect(index == 1 || index == 3)
    }
  }
}
