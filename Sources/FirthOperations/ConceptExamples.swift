import FirthNumerics
import FirthText
import FirthVectors

/// Words that show a concept: in two groups or more, which for pairs belong together one by one.
public struct ConceptExamples: Codable, Equatable, Sendable {
  /// Words of one kind.
  public struct Group: Codable, Equatable, Sendable {
    /// What they have in common.
    public let name: String
    /// The words.
    public let words: [String]

    /// A group.
    public init(_ name: String, _ words: [String]) { (self.name, self.words) = (name, words) }
  }

  /// The groups, in the order in which the concept leads from one to the other.
  public let groups: [Group]
  /// Whether the first words of the two groups are a pair, and the second ones, and so on.
  public let arePairs: Bool

  /// Pairs of words, such as man and woman.
  public init(pairs: [(String, String)]) {
    groups = [Group("first", pairs.map(\.0)), Group("second", pairs.map(\.1))]
    arePairs = true
  }

  /// Groups of words.
  public init(groups: [Group]) { (self.groups, arePairs) = (groups, false) }

  /// The examples whose words all have a vector with a direction, and the words that have none.
  ///
  /// A word that stands in two groups, or twice in one, is an example each time.
  func known(in embeddings: Embeddings) -> (ConceptExamples, unknown: [String]) {
    func hasDirection(_ word: String) -> Bool { ConceptVectors.unit(word, embeddings) != nil }
    let known = groups.map { group in group.words.map(hasDirection) }
    var unknown: [String] = []
    for (group, flags) in zip(groups, known) {
      for (word, isKnown) in zip(group.words, flags) where !isKnown && !unknown.contains(word) {
        unknown.append(word)
      }
    }
    let kept = groups.indices.map { index in
      let words = groups[index].words.indices.filter { place in
        arePairs ? known.allSatisfy { $0[place] } : known[index][place]
      }
      return Group(groups[index].name, words.map { groups[index].words[$0] })
    }
    return (ConceptExamples(groups: kept, arePairs: arePairs), unknown)
  }

  private init(groups: [Group], arePairs: Bool) {
    (self.groups, self.arePairs) = (groups, arePairs)
  }
}

/// The vectors of examples, in Double.
struct ConceptVectors {
  /// For each group its words' vectors.
  let groups: [[[Double]]]
  let columns: Int

  /// Unit vectors, or vectors as they are.
  ///
  /// - Precondition: all words are known.
  init(_ examples: ConceptExamples, in embeddings: Embeddings, areUnit: Bool) {
    columns = embeddings.dimension
    groups = examples.groups.map { group in
      group.words.compactMap { word in
        areUnit ? Self.unit(word, embeddings) : Self.vector(word, embeddings)
      }
    }
  }

  /// The differences of pairs, second less first.
  var differences: [[Double]] { zip(groups[0], groups[1]).map { zip($0, $1).map { $1 - $0 } } }

  var means: [[Double]] { groups.map { Self.mean($0, columns) } }

  static func mean(_ vectors: [[Double]], _ columns: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: columns)
    for vector in vectors { for column in sum.indices { sum[column] += vector[column] } }
    return sum.map { $0 / Double(max(vectors.count, 1)) }
  }

  /// The principal components of vectors that need no centring, the largest first.
  static func components(
    _ vectors: [[Double]], _ columns: Int
  ) throws(LAPACKError) -> (values: [Double], vectors: [Double]) {
    var products = [Double](repeating: 0, count: columns * columns)
    BLAS.addProducts(
      ofColumns: vectors.flatMap(\.self), count: vectors.count, columns: columns, to: &products)
    return try LAPACK.eigenvectors(ofSymmetric: products, order: columns)
  }

  private static func vector(_ word: String, _ embeddings: Embeddings) -> [Double]? {
    embeddings.vocabulary.id(of: word).map { embeddings.vectors[$0.row].map(Double.init) }
  }

  static func unit(_ word: String, _ embeddings: Embeddings) -> [Double]? {
    embeddings.vocabulary.id(of: word).flatMap {
      UnitVector.ofRow($0.row, in: embeddings.vectors)
    }
  }
}
