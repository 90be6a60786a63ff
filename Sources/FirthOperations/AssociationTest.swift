public import FirthVectors

import FirthNumerics
import FirthText

/// The word embedding association test (Caliskan, Bryson and Narayanan 2017): whether one group of
/// words is nearer to one group of attributes, and another group to another.
///
/// A word's association is `s(w) = mean cos(w, a) − mean cos(w, b)` over the attributes. The effect size
/// is the difference of the two groups' mean associations divided by the standard deviation over all
/// words of both.
public struct AssociationTest: Codable, Equatable, Sendable {
  /// Which words: two groups, and two groups of attributes.
  public struct Words: Codable, Equatable, Sendable {
    /// The groups `X` and `Y`.
    public let groups: [ConceptExamples.Group]
    /// The attributes `A` and `B`.
    public let attributes: [ConceptExamples.Group]

    /// - Precondition: there are two of each.
    public init(groups: [ConceptExamples.Group], attributes: [ConceptExamples.Group]) {
      precondition(groups.count == 2 && attributes.count == 2)
      (self.groups, self.attributes) = (groups, attributes)
    }
  }

  /// The effect size, in −2…2; above zero where `X` goes with `A` and `Y` with `B`.
  public let effectSize: Double
  /// How often words dealt out to the two groups at random differ as much in that direction.
  public let pValue: Double
  /// How many ways of dealing were looked at.
  public let permutations: Int
  /// Whether these were all there are.
  public let isExact: Bool
  /// The words that have no vector.
  public let unknown: [String]

  private static let mostExact = 20_000
  private static let samples = 10_000

  /// Tests words.
  ///
  /// - Parameters:
  ///   - words: the words; those without a vector are left out.
  ///   - embeddings: the vectors.
  ///   - seed: of the random ways of dealing, where there are more than 20,000.
  /// - Throws: `ConceptError.tooFewExamples` below two words in a group.
  public init(_ words: Words, in embeddings: Embeddings, seed: UInt64 = 1) throws {
    let (groups, missing) = ConceptExamples(groups: words.groups).known(in: embeddings)
    let (attributes, more) = ConceptExamples(groups: words.attributes).known(in: embeddings)
    unknown = missing + more.filter { !missing.contains($0) }
    for counts in [groups.groups.map(\.words.count), attributes.groups.map(\.words.count)] {
      guard counts.allSatisfy({ $0 >= 2 }) else {
        throw ConceptError.tooFewExamples(known: counts, needed: 2)
      }
    }
    let means = ConceptVectors(attributes, in: embeddings, areUnit: true).means
    let contrast = zip(means[0], means[1]).map { $0 - $1 }
    // The mean cosine with unit vectors is the product with their mean.
    let associations = ConceptVectors(groups, in: embeddings, areUnit: true).groups.map { group in
      group.map { UnitVector.dot($0, contrast) }
    }
    let all = associations.flatMap(\.self)
    let (x, y) = (associations[0].count, associations[1].count)
    let total = all.reduce(0, +)
    let mean = total / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count - 1)
    func difference(_ sum: Double) -> Double { sum / Double(x) - (total - sum) / Double(y) }
    let observed = difference(associations[0].reduce(0, +))
    effectSize = variance > 0 ? observed / variance.squareRoot() : 0
    // A hair below, since the same words may be summed in another order.
    let least = observed - 1e-12 * abs(observed)
    var asGood = 0
    if let ways = Self.ways(all.count, x), ways <= Self.mostExact {
      Self.forEachChoice(of: x, from: all) { if difference($0) >= least { asGood += 1 } }
      (permutations, isExact) = (ways, true)
      pValue = Double(asGood) / Double(ways)
    } else {
      var random = RandomSource(seed, 0x3EA7)
      var dealt = all
      for _ in 0..<Self.samples {
        for place in 0..<x {
          dealt.swapAt(place, place + Int(random.below(UInt32(dealt.count - place))))
        }
        if difference(dealt[..<x].reduce(0, +)) >= least { asGood += 1 }
      }
      (permutations, isExact) = (Self.samples, false)
      pValue = Double(asGood + 1) / Double(Self.samples + 1)
    }
  }

  /// How many ways there are to choose; nil beyond any use.
  private static func ways(_ count: Int, _ chosen: Int) -> Int? {
    var ways = 1
    for step in 0..<min(chosen, count - chosen) {
      ways = ways * (count - step) / (step + 1)
      if ways > 1 << 40 { return nil }
    }
    return ways
  }

  /// Calls with the sum of every choice of so many values.
  private static func forEachChoice(of count: Int, from values: [Double], _ body: (Double) -> Void)
  {
    func choose(_ left: Int, from start: Int, _ sum: Double) {
      if left == 0 { return body(sum) }
      for index in start...(values.count - left) {
        choose(left - 1, from: index + 1, sum + values[index])
      }
    }
    choose(count, from: 0, 0)
  }
}
