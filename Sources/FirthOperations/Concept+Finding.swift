public import FirthVectors

import FirthNumerics

extension Concept {
  /// Finds a concept in examples.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - examples: its words; those without a vector are left out.
  ///   - embeddings: the vectors.
  ///   - method: how it is found.
  ///   - rank: how many directions are taken; nil for 1 from pairs, and else for one less than the
  ///     groups. LEACE takes as many as the groups need.
  ///   - seed: of the permutation test.
  /// - Returns: the concept, and the examples' words that have no vector.
  /// - Throws: `ConceptError` for too few examples or a rank that they can't have, `LAPACKError`.
  public static func find(
    _ name: String, in examples: ConceptExamples, _ embeddings: Embeddings,
    by method: Method = .meanDifference, rank: Int? = nil, seed: UInt64 = 1
  ) throws -> (concept: Concept, unknown: [String]) {
    let (known, unknown) = examples.known(in: embeddings)
    let least = known.arePairs && method != .leace ? 1 : 2
    guard known.groups.count >= 2, known.groups.allSatisfy({ $0.words.count >= least }) else {
      throw ConceptError.tooFewExamples(known: known.groups.map(\.words.count), needed: least)
    }
    guard method != .pca || known.arePairs else { throw ConceptError.needsPairs }
    let vectors = ConceptVectors(known, in: embeddings, areUnit: method != .leace)
    let found: Projection
    switch method {
    case .meanDifference:
      found = try meanDifference(vectors, rank: rank)
    case .pca:
      let differences = vectors.differences
      let most = min(differences.count, vectors.columns)
      let rank = rank ?? 1
      guard rank >= 1, rank <= most else { throw ConceptError.rank(rank, most: most) }
      let axes = try ConceptVectors.components(differences, vectors.columns)
      found = Projection(orthonormal: Array(axes.vectors[..<(rank * vectors.columns)]), rank)
    case .leace:
      guard rank == nil else { throw ConceptError.rankOfLEACE }
      found = try LEACE.projection(vectors.groups, columns: vectors.columns)
    }
    let concept = Concept(
      name: name, method: method, examples: known, vectors: vectors, projection: found,
      evidence: try ConceptEvidence(of: known, in: embeddings, found, seed: seed))
    return (concept, unknown)
  }

  private static func meanDifference(
    _ vectors: ConceptVectors, rank: Int?
  ) throws -> Projection {
    let (means, columns) = (vectors.means, vectors.columns)
    let most = min(means.count - 1, columns)
    let rank = rank ?? most
    guard rank >= 1, rank <= most else { throw ConceptError.rank(rank, most: most) }
    if means.count == 2 {
      let difference = zip(means[0], means[1]).map { $1 - $0 }
      let norm = UnitVector.dot(difference, difference).squareRoot()
      guard norm > 1e-9 else { throw ConceptError.noDifference }
      return Projection(orthonormal: difference.map { $0 / norm }, 1)
    }
    let centre = ConceptVectors.mean(means, columns)
    let axes = try ConceptVectors.components(
      means.map { zip($0, centre).map { $0 - $1 } }, columns)
    guard axes.values[rank - 1] > 1e-18 else { throw ConceptError.noDifference }
    return Projection(orthonormal: Array(axes.vectors[..<(rank * columns)]), rank)
  }

  /// What a method found: where coordinates are read, and along what they are changed.
  struct Projection {
    /// [rank × columns].
    var probes: [Double]
    /// [rank × columns].
    var directions: [Double]
    let rank: Int
    /// What counts as being without the concept; nil for no coordinates at all.
    var origin: [Double]?

    init(orthonormal directions: [Double], _ rank: Int) {
      (probes, self.directions, self.rank) = (directions, directions, rank)
    }

    init(probes: [Double], directions: [Double], rank: Int, origin: [Double]) {
      (self.probes, self.directions, self.rank) = (probes, directions, rank)
      self.origin = origin
    }

    /// The coordinates of a vector.
    func coordinates(_ vector: [Double]) -> [Double] {
      (0..<rank).map { axis in
        var sum = 0.0
        for column in vector.indices {
          sum += probes[axis * vector.count + column] * vector[column]
        }
        return sum
      }
    }
  }

  private init(
    name: String, method: Method, examples: ConceptExamples, vectors: ConceptVectors,
    projection: Projection, evidence: ConceptEvidence
  ) {
    let (rank, columns) = (projection.rank, vectors.columns)
    var projection = projection
    var means = vectors.means.map(projection.coordinates)
    if means.count == 2 {
      // A component's sign is free: it leads from the first group to the second.
      for axis in 0..<rank where means[1][axis] < means[0][axis] {
        for place in axis * columns..<(axis + 1) * columns {
          projection.probes[place].negate()
          projection.directions[place].negate()
        }
        projection.origin?[axis].negate()
        for group in means.indices { means[group][axis].negate() }
      }
    }
    self.init(
      name: name, method: method, dimensions: columns, rank: rank, examples: examples,
      evidence: evidence, probes: projection.probes, directions: projection.directions,
      origin: projection.origin ?? [Double](repeating: 0, count: rank),
      middle: ConceptVectors.mean(means, rank),
      step: means.count == 2 ? zip(means[0], means[1]).map { $1 - $0 } : nil)
  }
}
