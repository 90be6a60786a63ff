/// Passes over frequent words now and then, as in §2.3 of Mikolov and others (2013).
///
/// A word with count `f` in a corpus of `T` words is kept with the probability that word2vec.c
/// uses (and the paper does not): `(√(f / (s·T)) + 1) · s·T / f`. Whether to keep a word is one
/// comparison of 32 random bits with a stored threshold.
///
/// Unlike word2vec.c, `T` does not count line ends, which are no words here.
package struct Subsampling: Sendable {
  /// For each word, the largest 32-bit random number at which it is kept.
  package let thresholds: [UInt32]

  /// - Parameters:
  ///   - counts: The counts of the words.
  ///   - sample: The threshold `s`, usually 1e-3 to 1e-5; 0 keeps every word.
  package init(counts: [UInt64], sample: Double) {
    let total = Double(counts.reduce(0, +))
    thresholds = counts.map { count in
      let keep = Self.keepProbability(count: Double(count), total: total, sample: sample)
      return UInt32(min(keep * 4_294_967_296, 4_294_967_295))
    }
  }

  /// The probability that a word is kept; may exceed 1.
  package static func keepProbability(count: Double, total: Double, sample: Double) -> Double {
    guard sample > 0, count > 0 else { return 1 }
    let expected = sample * total
    return ((count / expected).squareRoot() + 1) * expected / count
  }
}
