import FirthTraining
import Testing

@Suite("Subsampling")
struct SubsamplingTests {
  /// Keep probabilities computed by hand from word2vec.c's `(√(f / (s·T)) + 1) · s·T / f`.
  @Test(
    "keeps words with word2vec.c's probability",
    arguments: [
      (100_000, 1e6, 1e-3, 0.11), (1_000, 1e6, 1e-3, 2), (4_000, 1e6, 1e-3, 0.75),
      (10_000, 1e6, 1e-4, 0.11), (250, 1e6, 1e-3, 6), (1, 1e6, 0, 1), (500_000, 1e6, 0, 1),
      (25, 100, 0.01, 0.24),
    ] as [(Double, Double, Double, Double)])
  func keepProbability(count: Double, total: Double, sample: Double, keep: Double) {
    let found = Subsampling.keepProbability(count: count, total: total, sample: sample)
    #expect(abs(found - keep) < 1e-12)
  }

  @Test("the total is the sum of the counts, and the threshold a fraction of 2^32")
  func thresholds() {
    let subsampling = Subsampling(counts: [25, 74, 1], sample: 0.01)
    let wanted = [0.24, (74.0.squareRoot() + 1) / 74].map { $0 * 4_294_967_296 }
    #expect(abs(Double(subsampling.thresholds[0]) - wanted[0]) <= 1)
    #expect(abs(Double(subsampling.thresholds[1]) - wanted[1]) <= 1)
  }

  @Test(
    "a word that is always kept has the largest threshold",
    arguments: [0, 1e-3, 1] as [Double])
  func saturates(sample: Double) {
    let counts: [UInt64] = [1, 1, 100_000_000_000, 1]
    let subsampling = Subsampling(counts: counts, sample: sample)
    for word in [0, 1, 3] { #expect(subsampling.thresholds[word] == .max) }
    #expect((subsampling.thresholds[2] == .max) == (sample != 1e-3))
  }

  @Test("sample 0 keeps every word")
  func keepsAll() {
    #expect(Subsampling(counts: [5, 9_000, 0], sample: 0).thresholds == [.max, .max, .max])
  }
}
