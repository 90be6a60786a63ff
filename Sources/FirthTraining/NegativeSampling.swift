package import FirthNumerics
import Foundation

/// Negative sampling (Mikolov and others 2013, §2.2): each word against a few drawn from the
/// distribution of all words.
///
/// Unlike word2vec.c, the samples are drawn once for a block and shared by its inputs, as in
/// pWord2Vec (Ji and others 2016): each row fetched from memory then serves the whole block. A
/// sample that is the word to predict is skipped, as in word2vec.c.
///
/// The words that are drawn most often, those with a probability of a thousandth at least, take turns
/// by chunks: half of them are drawn twice as often in chunks of even number and not at all in those
/// of odd number, the other half the other way round. Threads at work on neighbouring chunks then
/// seldom move the same row: two draws are the same word with a probability of which these few words
/// (50 of the 67,889 of wiki8) make up nine tenths. Two threads take 0.98 of the time, and skip-gram of
/// wiki8 is no worse (three seeds, five epochs: 39.2 % of the analogies for 38.3, WordSim-353 67.3 for
/// 67.2, SimLex-999 33.3 for 32.9). Where all words took turns it was 0.96, but the analogies of all
/// words lost a point.
package struct NegativeSampling: Sendable {
  package let samples: Int
  /// The distribution of all words.
  package let whole: AliasTable
  /// The distributions of chunks of even and of odd number; their mean is that of all words.
  package let turns: (even: AliasTable, odd: AliasTable)

  /// The probability from which on words take turns.
  private static let frequent = 0.001

  /// Draws words with probabilities as their counts to the power of `exponent`.
  package init(counts: [UInt64], samples: Int, exponent: Double) {
    self.samples = samples
    // Relative to the largest, so that no power overflows.
    let largest = Double(counts.max() ?? 1)
    let weights = counts.map { $0 > 0 ? pow(Double($0) / largest, exponent) : 0 }
    whole = AliasTable(weights: weights)
    let bound = Self.frequent * weights.reduce(0, +)
    let frequent = weights.indices.filter { weights[$0] >= bound }
      .sorted { weights[$0] > weights[$1] }
    guard frequent.count > 1 else {
      turns = (whole, whole)
      return
    }
    // Each word goes to the lighter side; that side's last one then evens out what is left, so that a
    // word's share of both sides together is its share of all.
    var sides = [weights, weights]
    var sums = [0.0, 0.0]
    var last = [frequent[0], frequent[0]]
    for word in frequent {
      let side = sums[0] <= sums[1] ? 0 : 1
      sides[side][word] = 2 * weights[word]
      sides[1 - side][word] = 0
      sums[side] += 2 * weights[word]
      last[side] = word
    }
    let heavier = sums[0] > sums[1] ? 0 : 1
    let surplus = (sums[heavier] - sums[1 - heavier]) / 2
    sides[heavier][last[heavier]] -= surplus
    sides[1 - heavier][last[heavier]] += surplus
    turns = (AliasTable(weights: sides[0]), AliasTable(weights: sides[1]))
  }
}
