import FirthNumerics
import FirthText
import FirthVectors

/// How well a concept fits the examples that it was found in.
public struct ConceptEvidence: Codable, Equatable, Sendable {
  /// For each pair the cosine of its difference with the part of it that is along the concept, below
  /// zero where it leads the other way; none without pairs.
  public let agreements: [Double]
  /// The share of the differences' squared lengths that is along the concept; without pairs, the
  /// share of the variance of all examples that is between the groups.
  public let explained: Double
  /// How often random examples explain as much: pairs of words as frequent as these are, or the same
  /// words in other groups.
  public let pValue: Double
  /// How many random examples were tried.
  public let permutations: Int

  /// Whether the concept is no better than chance at the usual 5 %.
  public var mayBeChance: Bool { pValue > 0.05 }

  static let permutations = 1_000
  /// More pairs or words than these only make the test slower.
  private static let (mostPairs, mostWords) = (100, 1_000)

  init(
    of examples: ConceptExamples, in embeddings: Embeddings, _ projection: Concept.Projection,
    seed: UInt64
  ) throws {
    let vectors = ConceptVectors(examples, in: embeddings, areUnit: true)
    permutations = Self.permutations
    if examples.arePairs {
      let differences = vectors.differences
      let basis = try Self.orthonormal(projection.directions, projection.rank, vectors.columns)
      let leads = Self.along(basis, Self.mean(differences, vectors.columns))
      var (kept, all) = (0.0, 0.0)
      agreements = differences.map { difference in
        let along = Self.along(basis, difference)
        let (part, whole) = (
          UnitVector.dot(along, along), UnitVector.dot(difference, difference)
        )
        (kept, all) = (kept + part, all + whole)
        guard whole > 0 else { return 0 }
        return (UnitVector.dot(along, leads) < 0 ? -1 : 1) * (part / whole).squareRoot()
      }
      explained = all > 0 ? kept / all : 0
      pValue = try Self.chanceOfPairs(
        examples, Self.some(differences, Self.mostPairs), embeddings, rank: projection.rank,
        isMean: projection.rank == 1, seed)
    } else {
      agreements = []
      explained = Self.between(vectors.groups, vectors.columns)
      pValue = Self.chanceOfGroups(vectors, seed)
    }
  }

  init(agreements: [Double], explained: Double, pValue: Double, permutations: Int) {
    (self.agreements, self.explained, self.pValue) = (agreements, explained, pValue)
    self.permutations = permutations
  }

  private static func mean(_ vectors: [[Double]], _ columns: Int) -> [Double] {
    ConceptVectors.mean(vectors, columns)
  }

  /// At most so many, evenly spread.
  private static func some<Value>(_ values: [Value], _ most: Int) -> [Value] {
    guard values.count > most else { return values }
    return (0..<most).map { values[$0 * values.count / most] }
  }

  /// Unit vectors at right angles that span the same space.
  private static func orthonormal(
    _ directions: [Double], _ rank: Int, _ columns: Int
  ) throws -> [[Double]] {
    var basis: [[Double]] = []
    for axis in 0..<rank {
      var vector = Array(directions[axis * columns..<(axis + 1) * columns])
      // Twice, since once leaves rounding errors of a nearly parallel one.
      for _ in 0..<2 {
        for other in basis {
          let part = UnitVector.dot(vector, other)
          for column in vector.indices { vector[column] -= part * other[column] }
        }
      }
      let norm = UnitVector.dot(vector, vector).squareRoot()
      if norm > 1e-12 { basis.append(vector.map { $0 / norm }) }
    }
    return basis
  }

  private static func along(_ basis: [[Double]], _ vector: [Double]) -> [Double] {
    basis.map { UnitVector.dot($0, vector) }
  }

  // Pairs: random words of the same range of frequency, put in pairs.

  private static func chanceOfPairs(
    _ examples: ConceptExamples, _ differences: [[Double]], _ embeddings: Embeddings, rank: Int,
    isMean: Bool, _ seed: UInt64
  ) throws -> Double {
    guard differences.count > 1 else { return 1 }
    let rows = examples.groups.flatMap(\.words).compactMap { embeddings.vocabulary.id(of: $0)?.row }
    let range = min(max((rows.max() ?? 0) + 1, 1_000), embeddings.vocabularySize)
    let observed = try share(of: differences, rank: rank, isMean: isMean)
    var random = RandomSource(seed, 0xC0)
    var asGood = 0
    for _ in 0..<permutations {
      let drawn = differences.map { _ in
        zip(unit(embeddings, range, &random), unit(embeddings, range, &random)).map { $1 - $0 }
      }
      if try share(of: drawn, rank: rank, isMean: isMean) >= observed { asGood += 1 }
    }
    return Double(asGood + 1) / Double(permutations + 1)
  }

  private static func unit(
    _ embeddings: Embeddings, _ range: Int, _ random: inout RandomSource
  ) -> [Double] {
    let row = Int(random.below(UInt32(range)))
    // A row without a direction counts as none.
    return UnitVector.ofRow(row, in: embeddings.vectors)
      ?? [Double](repeating: 0, count: embeddings.dimension)
  }

  /// The share of the differences' squared lengths along their mean or their first components, by
  /// their products with one another.
  private static func share(
    of differences: [[Double]], rank: Int, isMean: Bool
  ) throws -> Double {
    let count = differences.count
    var gram = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in i..<count {
        gram[i * count + j] = UnitVector.dot(differences[i], differences[j])
        gram[j * count + i] = gram[i * count + j]
      }
    }
    let trace = (0..<count).reduce(0.0) { $0 + gram[$1 * count + $1] }
    guard trace > 0 else { return 0 }
    if isMean {
      let products = (0..<count).map { row in
        (0..<count).reduce(0.0) { $0 + gram[row * count + $1] }
      }
      let length = products.reduce(0, +)
      return length > 0 ? products.reduce(0) { $0 + $1 * $1 } / length / trace : 0
    }
    let values = try LAPACK.eigenvectors(ofSymmetric: gram, order: count).values
    return values.prefix(rank).reduce(0, +) / trace
  }

  // Groups: the same words, dealt out anew.

  private static func chanceOfGroups(_ vectors: ConceptVectors, _ seed: UInt64) -> Double {
    let total = vectors.groups.reduce(0) { $0 + $1.count }
    let groups = vectors.groups.map {
      some($0, max(1, $0.count * mostWords / max(total, mostWords)))
    }
    let observed = between(groups, vectors.columns)
    var all = groups.flatMap(\.self)
    var random = RandomSource(seed, 0xC1)
    var asGood = 0
    for _ in 0..<permutations {
      for place in 0..<all.count - 1 {
        all.swapAt(place, place + Int(random.below(UInt32(all.count - place))))
      }
      var start = 0
      let dealt = groups.map { group in
        defer { start += group.count }
        return Array(all[start..<start + group.count])
      }
      if between(dealt, vectors.columns) >= observed { asGood += 1 }
    }
    return Double(asGood + 1) / Double(permutations + 1)
  }

  /// The share of the variance that is between groups.
  private static func between(_ groups: [[[Double]]], _ columns: Int) -> Double {
    let all = groups.flatMap(\.self)
    let centre = mean(all, columns)
    func square(_ vector: [Double]) -> Double {
      var sum = 0.0
      for column in 0..<columns {
        sum += (vector[column] - centre[column]) * (vector[column] - centre[column])
      }
      return sum
    }
    let total = all.reduce(0) { $0 + square($1) }
    guard total > 0 else { return 0 }
    return groups.reduce(0) { $0 + Double($1.count) * square(mean($1, columns)) } / total
  }
}
