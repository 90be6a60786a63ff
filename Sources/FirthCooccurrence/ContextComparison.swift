public import FirthFiles
public import FirthText

import Foundation

/// Why two words are alike: the contexts that they share in a corpus, and those that set them apart.
///
/// A word's row holds its positive pointwise mutual information with each context c,
/// max(0, ln(n(w,c) · N / (n(w) · n(c)))), where n(w,c) counts how often c stands within the window
/// of w and n(w), n(c) and N are its sums over contexts, over words and over all. Of the rows' cosine
/// each context contributes its part: the product of the two values over the rows' lengths.
public struct ContextComparison: Sendable {
  /// A context of both words, or of one.
  public struct Context: Codable, Equatable, Sendable {
    /// The context.
    public let word: String
    /// How often it stands near each of the two words.
    public let counts: [Int]
    /// Its positive pointwise mutual information with each of them, in nats.
    public let information: [Double]
    /// Its part of the cosine; of a context that sets the words apart, its part of the squared
    /// distance between their unit rows, which is 2 − 2 · cosine.
    public let contribution: Double
  }

  /// The cosine of the two rows; 0 when one is empty.
  public let cosine: Double
  /// How often each of the words occurs.
  public let occurrences: [Int]
  /// The contexts that both share, by contribution.
  public let shared: [Context]
  /// The contexts that belong more to the first word, by contribution.
  public let first: [Context]
  /// The contexts that belong more to the second word, by contribution.
  public let second: [Context]

  /// Compares the contexts of two words.
  ///
  /// - Parameters:
  ///   - words: the two words.
  ///   - corpus: the encoded corpus.
  ///   - window: how far a context stands from the word at most, in words of the vocabulary.
  ///   - minimumCount: contexts that stand near both words less often, together, are left out.
  ///   - maximumCount: how many contexts each list has at most.
  /// - Throws: `FileError` when the disk fails.
  /// - Precondition: the words are two rows of the corpus's vocabulary.
  public init(
    of words: (WordID, WordID), in corpus: EncodedCorpus, window: Int = 5, minimumCount: Int = 2,
    maximumCount: Int = 10
  ) throws(FileError) {
    let counts = try NeighbourCounts(
      of: [words.0.rawValue, words.1.rawValue], in: corpus, window: window)
    let total = Double(counts.total)
    let rows = (0..<2).map { word in
      let sum = Double(counts.near[word].values.reduce(0, +))
      return counts.near[word].reduce(into: [UInt32: Double]()) { row, cell in
        let together = Double(cell.value)
        let information = log(together * total / (sum * Double(counts.sums[Int(cell.key)])))
        let other = counts.near[1 - word][cell.key] ?? 0
        guard information > 0, cell.value + other >= minimumCount else { return }
        row[cell.key] = information
      }
    }
    let lengths = rows.map { row in
      // In the order of the ids, so that the sum is the same in each run.
      row.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    }
    let (a, b) = (max(lengths[0], .leastNormalMagnitude), max(lengths[1], .leastNormalMagnitude))
    var (shared, apart): ([Context], [[Context]]) = ([], [[], []])
    for id in Set(rows[0].keys).union(rows[1].keys).sorted() {
      let values = rows.map { $0[id] ?? 0 }
      func context(_ contribution: Double) -> Context {
        Context(
          word: corpus.vocabulary[WordID(rawValue: id)],
          counts: counts.near.map { $0[id] ?? 0 }, information: values, contribution: contribution)
      }
      let product = values[0] / a * values[1] / b
      if product > 0 { shared.append(context(product)) }
      let difference = values[0] / a - values[1] / b
      if difference != 0 { apart[difference > 0 ? 0 : 1].append(context(difference * difference)) }
    }
    cosine = shared.reduce(0) { $0 + $1.contribution }
    occurrences = counts.occurrences
    func top(_ contexts: [Context]) -> [Context] {
      Array(
        contexts.sorted { ($1.contribution, $0.word) < ($0.contribution, $1.word) }
          .prefix(max(0, maximumCount)))
    }
    (self.shared, first, second) = (top(shared), top(apart[0]), top(apart[1]))
  }
}
