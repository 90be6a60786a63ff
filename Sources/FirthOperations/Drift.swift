public import FirthText
public import FirthVectors

import FirthNumerics

/// How far words moved from one space of vectors to another: of two decades, two corpora.
///
/// One space is turned to fit the other by the words that they share (`Alignment`); a word's distance
/// is 1 − cos of its two vectors (Hamilton, Leskovec and Jurafsky 2016). Training again with another
/// seed moves words too. Where a side has several runs, all pairs of runs of the two sides give a
/// distance, and the pairs within a side tell what seeds alone do.
public struct Drift: Sendable {
  /// A word that all runs have.
  public struct Word: Equatable, Sendable {
    /// The word.
    public let word: String
    /// Its row in each side's first run.
    public let before: WordID, after: WordID
    /// The mean distance over all pairs of runs of the two sides.
    public let distance: Double
    /// The ends of the 95 % interval of the mean over further runs; nil where both sides have one.
    public let low: Double?, high: Double?
    /// The mean distance between runs of a side, of the side where it is larger; nil as above.
    public let seeds: Double?

    /// Whether the word moved farther than seeds alone move it: whether the whole interval lies above
    /// `seeds`; nil where both sides have one run.
    public var exceedsSeeds: Bool? {
      guard let low, let seeds else { return nil }
      return low > seeds
    }

    /// By how much the distance exceeds what seeds do; the distance itself where that is not known.
    public var excess: Double { distance - (seeds ?? 0) }
  }

  /// The words that were compared, those that moved most beyond what seeds do first.
  public let words: Words
  /// Words of the first run that others lack, or that are rarer than asked for.
  public let leftOut: Int
  /// Words that some run has a vector without a direction for.
  public let withoutDirection: Int

  /// Compares two sides.
  ///
  /// - Parameters:
  ///   - before: runs of one side, which differ in seed alone.
  ///   - after: runs of the other.
  ///   - top: how many words of the first run are looked at, from the first on: the most frequent.
  ///   - minimumCount: how often a word must occur in every run; those without counts are not asked.
  /// - Precondition: each side has a run.
  /// - Throws: `AlignmentError`, `LAPACKError`.
  public init(
    from before: [Embeddings], to after: [Embeddings], top: Int = .max, minimumCount: UInt64 = 0
  ) throws {
    precondition(!before.isEmpty && !after.isEmpty, "a side has no run")
    let runs = before + after
    let common = CommonWords(runs)
    var (kept, withoutDirection) = ([Int](), 0)
    for place in 0..<common.count where common.rows[0][place].row < top {
      let isFrequent = runs.indices.allSatisfy { run in
        runs[run].vocabulary.counts.map { $0[common.rows[run][place].row] >= minimumCount } ?? true
      }
      guard isFrequent else { continue }
      if runs.indices.allSatisfy({ runs[$0].vectors.hasDirection(common.rows[$0][place].row) }) {
        kept.append(place)
      } else {
        withoutDirection += 1
      }
    }
    self.withoutDirection = withoutDirection
    leftOut = min(runs[0].vocabularySize, top) - kept.count - withoutDirection
    let rows = common.rows.map { rows in kept.map { rows[$0].row } }
    let sums = try RunDistances(runs, rows, before: before.count)
    words = Words(
      vocabulary: runs[0].vocabulary, before: rows[0], after: rows[before.count], distances: sums)
  }
}

extension Drift {
  /// Words by how far they moved; each is made when it is looked at, since there may be millions.
  public struct Words: RandomAccessCollection, Sendable {
    private let vocabulary: Vocabulary
    private let before: [Int]
    private let after: [Int]
    private let distances: RunDistances
    private let order: [Int32]

    init(vocabulary: Vocabulary, before: [Int], after: [Int], distances: RunDistances) {
      (self.vocabulary, self.before, self.after) = (vocabulary, before, after)
      self.distances = distances
      let excess = before.indices.map { place in
        let estimate = distances.estimate(place)
        return Float(estimate.mean - (estimate.seeds ?? 0))
      }
      // Rows rise with places, so that of equals the more frequent word comes first.
      order = (0..<Int32(before.count)).sorted {
        (excess[Int($1)], $0) < (excess[Int($0)], $1)
      }
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// How many words there are.
    public var endIndex: Int { order.count }

    /// The word at a place of the order.
    public subscript(position: Int) -> Word {
      let place = Int(order[position])
      let (row, estimate) = (WordID(before[place]), distances.estimate(place))
      return Word(
        word: vocabulary[row], before: row, after: WordID(after[place]), distance: estimate.mean,
        low: estimate.low, high: estimate.high, seeds: estimate.seeds)
    }
  }
}

extension Matrix {
  /// Whether a row is neither zero nor has a value that is no number.
  fileprivate func hasDirection(_ row: Int) -> Bool {
    unsafe withRow(row) { values in
      let square = unsafe values.reduce(0.0) { $0 + Double($1) * Double($1) }
      return square > 0 && square.isFinite
    }
  }
}
