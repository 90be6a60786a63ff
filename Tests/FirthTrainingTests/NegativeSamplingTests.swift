import FirthNumerics
import FirthTraining
import Foundation
import Testing

@Suite("Negative sampling")
struct NegativeSamplingTests {
  /// Counts and what they are called.
  struct Vocabulary: Sendable, CustomTestStringConvertible {
    let name: String
    let counts: [UInt64]
    var exponent = 0.75
    var testDescription: String { name }

    /// The probability of each word.
    var shares: [Double] {
      let weights = counts.map { $0 > 0 ? pow(Double($0), exponent) : 0 }
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
  }

  static let vocabularies = [
    Vocabulary(name: "two words", counts: [9, 1]),
    Vocabulary(name: "two equal words", counts: [5, 5]),
    Vocabulary(name: "one word overshadows all", counts: [1_000_000, 3, 2, 2, 1]),
    Vocabulary(name: "words that do not occur", counts: [10, 0, 7, 0, 0, 3]),
    Vocabulary(name: "text", counts: (1...3_000).map { 1_000_000 / $0 }),
    Vocabulary(
      name: "text, rare words first", counts: (1...3_000).map { 1_000_000 / $0 }, exponent: -0.5),
    Vocabulary(name: "no frequent word", counts: (1...3_000).map { _ in 7 }),
  ]

  @Test("the turns together draw each word with its probability", arguments: vocabularies)
  func average(vocabulary: Vocabulary) {
    let sampling = NegativeSampling(
      counts: vocabulary.counts, samples: 5, exponent: vocabulary.exponent)
    let whole = Self.shares(sampling.whole)
    let (even, odd) = (Self.shares(sampling.turns.even), Self.shares(sampling.turns.odd))
    for (word, share) in vocabulary.shares.enumerated() {
      #expect(abs(whole[word] - share) < 1e-8, "word \(word)")
      #expect(abs((even[word] + odd[word]) / 2 - share) < 1e-8, "word \(word)")
    }
  }

  @Test("a frequent word has one of the turns, but for one that evens them out")
  func turns() {
    let text = Vocabulary(name: "text", counts: (1...3_000).map { 1_000_000 / $0 })
    let sampling = NegativeSampling(counts: text.counts, samples: 5, exponent: text.exponent)
    let (even, odd) = (Self.shares(sampling.turns.even), Self.shares(sampling.turns.odd))
    let shares = text.shares
    let frequent = shares.indices.filter { shares[$0] >= 0.001 }
    #expect(frequent.count > 20 && frequent.count < 1_000)
    #expect(frequent.count { even[$0] > 0 && odd[$0] > 0 } <= 1)
    for word in shares.indices.dropFirst(frequent.count) {
      #expect(abs(even[word] - shares[word]) < 1e-8)
      #expect(abs(odd[word] - shares[word]) < 1e-8)
    }
  }

  /// How often a table draws each word.
  private static func shares(_ table: AliasTable) -> [Double] {
    var shares = [Double](repeating: 0, count: table.count)
    for place in 0..<table.count {
      // The high half of the bits finds a place; the low half decides between two words there, one of
      // which is drawn below a bound.
      let high = ((UInt64(place) << 32 + 1 << 31) / UInt64(table.count)) << 32
      let (low, top) = (table.draw(high), table.draw(high | 0xFFFF_FFFF))
      var (bound, end) = (UInt64(0), UInt64(1) << 32)
      while end - bound > 1 {
        let middle = (bound + end) / 2
        if table.draw(high | middle) == low { bound = middle } else { end = middle }
      }
      let share = low == top ? 1 : Double(end) / 4_294_967_296
      shares[Int(low)] += share / Double(table.count)
      shares[Int(top)] += (1 - share) / Double(table.count)
    }
    return shares
  }
}
