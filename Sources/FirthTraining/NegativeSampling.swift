import FirthNumerics
import Foundation

/// Negative sampling (Mikolov and others 2013, §2.2): each word against a few drawn from the
/// distribution of all words.
///
/// Unlike word2vec.c, the samples are drawn once for a block and shared by its inputs, as in
/// pWord2Vec (Ji and others 2016): each row fetched from memory then serves the whole block. A
/// sample that is the word to predict is skipped, as in word2vec.c.
package struct NegativeSampling: Sendable {
  package let samples: Int
  let table: AliasTable

  /// Draws words with probabilities as their counts to the power of `exponent`.
  package init(counts: [UInt64], samples: Int, exponent: Double) {
    self.samples = samples
    // Relative to the largest, so that no power overflows.
    let largest = Double(counts.max() ?? 1)
    table = AliasTable(
      weights: counts.map { $0 > 0 ? pow(Double($0) / largest, exponent) : 0 })
  }
}
