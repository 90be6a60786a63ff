public import FirthVectors

import FirthNumerics
import FirthText

/// How well a linear classifier tells groups of words apart by their vectors.
///
/// Ridge regression on the groups' indicators, each group weighted the same, over vectors less their
/// mean; a word belongs to the group with the highest value.
public struct LinearProbe: Codable, Equatable, Sendable {
  /// The share of words, held out in turn, that the probe puts in their group: the mean over groups.
  public let accuracy: Double
  /// What guessing gives: 1 / groups.
  public let chance: Double
  /// How many words there are.
  public let words: Int
  /// Into how many parts the words were cut, each of them held out once.
  public let folds: Int

  /// Fits and tests a probe; every word is held out once, of pairs both together.
  ///
  /// Where a concept was taken away that was found in these very words, the score falls below chance:
  /// what is left of the difference in some of them is the opposite of that in the others.
  ///
  /// - Parameters:
  ///   - examples: the groups; words without a vector are left out.
  ///   - embeddings: the vectors.
  ///   - asUnit: whether vectors are made unit vectors first, which brings back a little of what LEACE
  ///     took away.
  ///   - seed: of the parts.
  /// - Throws: `ConceptError.tooFewExamples` below two words in a group, `LAPACKError`.
  public init(
    _ examples: ConceptExamples, in embeddings: Embeddings, asUnit: Bool = true, seed: UInt64 = 1
  ) throws {
    let (known, _) = examples.known(in: embeddings)
    let sizes = known.groups.map(\.words.count)
    guard sizes.count >= 2, let least = sizes.min(), least >= 2 else {
      throw ConceptError.tooFewExamples(known: sizes, needed: 2)
    }
    let vectors = ConceptVectors(known, in: embeddings, areUnit: asUnit)
    let folds = min(least, 10)
    var random = RandomSource(seed, 0x9B0E)
    var parts: [[Int]] = []
    for (group, size) in sizes.enumerated() {
      if known.arePairs, group > 0 {
        parts.append(parts[0])
        continue
      }
      var part = (0..<size).map { $0 % folds }
      for place in 0..<size - 1 {
        part.swapAt(place, place + Int(random.below(UInt32(size - place))))
      }
      parts.append(part)
    }
    var right = [Int](repeating: 0, count: sizes.count)
    for fold in 0..<folds {
      func rows(_ isTaken: (Int) -> Bool) -> [[[Double]]] {
        zip(vectors.groups, parts).map { rows, part in
          zip(rows, part).compactMap { isTaken($1) ? $0 : nil }
        }
      }
      let classifier = try RidgeClassifier(rows { $0 != fold }, vectors.columns)
      for (group, rows) in rows({ $0 == fold }).enumerated() {
        right[group] += rows.count { classifier.group(of: $0) == group }
      }
    }
    accuracy =
      zip(right, sizes).reduce(0.0) { $0 + Double($1.0) / Double($1.1) } / Double(sizes.count)
    chance = 1 / Double(sizes.count)
    words = sizes.reduce(0, +)
    self.folds = folds
  }

  /// Fits a probe to some words and tests it with others of the same groups.
  ///
  /// - Parameters:
  ///   - training: the words that it is fitted to.
  ///   - test: the others; groups are told by their order.
  ///   - embeddings: the vectors.
  ///   - asUnit: as in the other initializer.
  /// - Throws: `ConceptError.tooFewExamples` when a group is empty or missing, `LAPACKError`.
  public init(
    training: ConceptExamples, test: ConceptExamples, in embeddings: Embeddings, asUnit: Bool = true
  ) throws {
    let (training, test) = (training.known(in: embeddings).0, test.known(in: embeddings).0)
    let sizes = test.groups.map(\.words.count)
    for counts in [training.groups.map(\.words.count), sizes] {
      guard counts.count >= 2, counts.count == sizes.count, counts.allSatisfy({ $0 > 0 }) else {
        throw ConceptError.tooFewExamples(known: counts, needed: 1)
      }
    }
    let classifier = try RidgeClassifier(
      ConceptVectors(training, in: embeddings, areUnit: asUnit).groups, embeddings.dimension)
    let rows = ConceptVectors(test, in: embeddings, areUnit: asUnit).groups
    let shares = rows.enumerated().map { group, rows in
      Double(rows.count { classifier.group(of: $0) == group }) / Double(rows.count)
    }
    accuracy = shares.reduce(0, +) / Double(shares.count)
    chance = 1 / Double(shares.count)
    words = sizes.reduce(0, +)
    folds = 1
  }
}

/// Linear functions whose largest names a vector's group.
struct RidgeClassifier {
  private let mean: [Double]
  private let weights: [[Double]]

  /// The penalty, as a share of the variance in a dimension.
  private static let penalty = 0.01

  /// - Precondition: there are groups, and rows.
  init(_ groups: [[[Double]]], _ columns: Int) throws(LAPACKError) {
    let shares = groups.map { 1 / Double(max($0.count, 1) * groups.count) }
    var mean = [Double](repeating: 0, count: columns)
    for (group, share) in zip(groups, shares) {
      for row in group { for column in 0..<columns { mean[column] += share * row[column] } }
    }
    var weighted: [Double] = []
    var cross = [[Double]](repeating: mean.map { _ in 0 }, count: groups.count)
    for (index, (group, share)) in zip(groups, shares).enumerated() {
      for row in group {
        let centred = zip(row, mean).map { $0 - $1 }
        weighted += centred.map { $0 * share.squareRoot() }
        for column in 0..<columns { cross[index][column] += share * centred[column] }
      }
    }
    var covariance = [Double](repeating: 0, count: columns * columns)
    BLAS.addProducts(
      ofColumns: weighted, count: weighted.count / columns, columns: columns, to: &covariance)
    let (values, axes) = try LAPACK.eigenvectors(ofSymmetric: covariance, order: columns)
    let ridge = Self.penalty * max(values.reduce(0, +) / Double(columns), 1e-12)
    weights = cross.map { target in
      var solution = [Double](repeating: 0, count: columns)
      for axis in 0..<columns {
        let vector = axes[axis * columns..<(axis + 1) * columns]
        let part =
          zip(vector, target).reduce(0.0) { $0 + $1.0 * $1.1 } / (max(values[axis], 0) + ridge)
        for (column, value) in vector.enumerated() { solution[column] += part * value }
      }
      return solution
    }
    self.mean = mean
  }

  func group(of vector: [Double]) -> Int {
    let centred = zip(vector, mean).map { $0 - $1 }
    let values = weights.map { UnitVector.dot($0, centred) }
    return values.indices.max { values[$0] < values[$1] } ?? 0
  }
}
