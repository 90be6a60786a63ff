import FirthNumerics
import FirthVectors

/// Distances of words between runs of two sides, and between runs of one side.
struct RunDistances: Sendable {
  /// What the runs say of a word.
  struct Estimate {
    let mean: Double
    let low: Double?, high: Double?
    let seeds: Double?
  }

  /// How many of the runs are on the first side.
  private let before: Int
  private let runs: Int
  private let words: Int
  /// Student's t for the intervals; 0 where both sides have one run.
  private let quantile: Double
  /// For each run and word, the sum of the distances from the runs of the other side, and of its own.
  private var across: [[Float]]
  private var within: [[Float]]

  /// Words that are compared at a time.
  private static let block = 2_048

  /// Compares all pairs of runs.
  ///
  /// - Parameters:
  ///   - runs: the runs of the first side, and behind them those of the second.
  ///   - rows: the rows of the words in each run.
  ///   - before: how many runs are on the first side.
  /// - Throws: `AlignmentError`, `LAPACKError`.
  init(_ runs: [Embeddings], _ rows: [[Int]], before: Int) throws {
    self.before = before
    self.runs = runs.count
    words = rows[0].count
    quantile = runs.count > 2 ? StudentT.quantile975(freedom: runs.count - 2) : 0
    let none = [Float](repeating: 0, count: words)
    across = Array(repeating: none, count: runs.count)
    // A side of one run has no pair.
    within = runs.indices.map { Self.runs(runs.count, before, besides: $0).isEmpty ? [] : none }
    for first in runs.indices {
      for second in runs.indices where second > first {
        try add((first, runs[first], rows[first]), (second, runs[second], rows[second]))
      }
    }
  }

  private mutating func add(
    _ first: (run: Int, vectors: Embeddings, rows: [Int]),
    _ second: (run: Int, vectors: Embeddings, rows: [Int])
  ) throws {
    let isWithin = (first.run < before) == (second.run < before)
    let alignment = try Alignment(
      from: first.vectors, to: second.vectors, pairs: Array(zip(first.rows, second.rows)))
    let threads = BLAS.threads
    BLAS.threads = Workers.cores
    defer { BLAS.threads = threads }
    for start in stride(from: 0, to: words, by: Self.block) {
      let places = start..<min(start + Self.block, words)
      let x = UnitRows(first.vectors.vectors, first.rows[places]).turned(by: alignment.matrix)
      let y = UnitRows(second.vectors.vectors, second.rows[places])
      for place in places {
        let cosine = min(max(x.cosine(place - start, place - start, of: y), -1), 1)
        for run in [first.run, second.run] {
          if isWithin { within[run][place] += 1 - cosine } else { across[run][place] += 1 - cosine }
        }
      }
    }
  }

  /// The other runs of a run's side.
  private static func runs(_ runs: Int, _ before: Int, besides run: Int) -> [Int] {
    (run < before ? 0..<before : before..<runs).filter { $0 != run }
  }

  /// The mean distance of a word between the sides, its interval, and what seeds do.
  ///
  /// Pairs that share a run are not independent. The variance of the mean is therefore taken to be
  /// that of the runs' own means, side by side: `s²/n` of each side that has several runs.
  func estimate(_ word: Int) -> Estimate {
    let sides = (0..<before, before..<runs)
    let sum = sides.0.reduce(0.0) { $0 + Double(across[$1][word]) }
    let mean = sum / Double(sides.0.count * sides.1.count)
    guard runs > 2 else { return Estimate(mean: mean, low: nil, high: nil, seeds: nil) }
    var (variance, seeds) = (0.0, 0.0)
    for (side, other) in [sides, (sides.1, sides.0)] where side.count > 1 {
      let count = Double(side.count)
      let squares = side.reduce(0.0) { sum, run in
        let difference = Double(across[run][word]) / Double(other.count) - mean
        return sum + difference * difference
      }
      variance += squares / (count - 1) / count
      let own = side.reduce(0.0) { $0 + Double(within[$1][word]) } / (count * (count - 1))
      seeds = max(seeds, own)
    }
    let width = quantile * variance.squareRoot()
    return Estimate(
      mean: mean, low: max(mean - width, 0), high: min(mean + width, 2), seeds: seeds)
  }
}
