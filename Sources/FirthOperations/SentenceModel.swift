public import FirthText
public import FirthVectors

import FirthNumerics

/// Makes vectors of sentences: the weighted mean of the vectors of a sentence's known words.
///
/// ```swift
/// let model = SentenceModel(embeddings)
/// let common = try model.components(of: sentences, count: 1)
/// let vector = model.vector(for: "the king of the hill", removing: common)
/// ```
///
/// With the weights of smooth inverse frequency and without the first component of many sentences
/// this is the SIF of Arora, Liang and Ma 2017: the sum of the weighted vectors is divided by the
/// number of the known words, as their program does, not by the sum of the weights.
public struct SentenceModel: Sendable {
  /// The vectors of the words.
  public let embeddings: Embeddings
  /// How much each word counts.
  public let weighting: SentenceWeighting
  /// Where the probabilities come from; nil where none are asked for.
  public let probabilities: WordProbabilities?
  /// How a sentence is cut into words.
  public let tokenizer: Tokenizer
  let rows: TokenRows
  let sums: SentenceSums

  /// The numbers of a vector.
  public var dimension: Int { embeddings.dimension }

  /// A model.
  ///
  /// - Parameters:
  ///   - embeddings: the vectors of the words.
  ///   - weighting: how much each word counts.
  ///   - counts: words with their counts in place of those of the vectors' file.
  ///   - tokenizer: how a sentence is cut into words: as the text was that the vectors are made from.
  ///   - phrases: what is joined to one word, where the vectors have it.
  /// - Precondition: the smoothing is above 0; `counts` has counts.
  public init(
    _ embeddings: Embeddings, weighting: SentenceWeighting = .smoothInverseFrequency(),
    counts: Vocabulary? = nil, tokenizer: Tokenizer = .words, phrases: PhraseList? = nil
  ) {
    self.embeddings = embeddings
    self.weighting = weighting
    self.tokenizer = tokenizer
    rows = TokenRows(embeddings.vocabulary, phrases: phrases)
    switch weighting {
    case .mean:
      probabilities = nil
      sums = SentenceSums(embeddings.vectors, weights: nil)
    case .smoothInverseFrequency(let smoothing):
      precondition(smoothing > 0, "a smoothing of \(smoothing)")
      let (source, values) = Self.probabilities(embeddings.vocabulary, counts)
      probabilities = source
      sums = SentenceSums(
        embeddings.vectors, weights: values.map { Float(smoothing / (smoothing + $0)) })
    }
  }

  /// The probability of each row's word.
  private static func probabilities(
    _ vocabulary: Vocabulary, _ list: Vocabulary?
  ) -> (WordProbabilities, [Double]) {
    if let list {
      guard let counts = list.counts else { preconditionFailure("a list without counts") }
      let total = max(counts.reduce(0) { $0 + Double($1) }, 1)
      return (
        .list,
        (0..<vocabulary.count).map { row in
          let id = list.id(of: Array(vocabulary.utf8(of: WordID(row))))
          return id.map { Double(counts[$0.row]) / total } ?? 0
        }
      )
    }
    if let counts = vocabulary.counts {
      let total = max(counts.reduce(0) { $0 + Double($1) }, 1)
      return (.counts, counts.map { Double($0) / total })
    }
    let harmonic = (1...vocabulary.count).reduce(0) { $0 + 1 / Double($1) }
    return (.rank, (1...vocabulary.count).map { 1 / Double($0) / harmonic })
  }

  /// The vector of a sentence.
  ///
  /// - Parameters:
  ///   - text: the sentence.
  ///   - components: what is taken out of it, such as what many sentences have in common.
  /// - Returns: the vector [D]; nil when no word is known.
  /// - Precondition: the components have the vectors' dimensions.
  public func vector(for text: String, removing components: SentenceComponents? = nil) -> [Float]? {
    let rows = LineEncoder(self.rows, tokenizer: tokenizer).encode(
      text.replacing("\n", with: " ")
    ).rows
    var vector = [Float](repeating: 0, count: dimension)
    guard unsafe sums.mean(of: rows[...], into: &vector) > 0 else { return nil }
    components?.remove(from: &vector)
    return vector
  }

  /// The first principal components of the vectors of some sentences, around zero, not around their
  /// mean.
  ///
  /// - Throws: `LAPACKError`.
  public func components(
    of texts: some Sequence<String>, count: Int
  ) throws -> SentenceComponents {
    var moments = SecondMoments(dimension: dimension)
    for text in texts {
      if let vector = vector(for: text) { moments.add(vector, count: 1) }
    }
    return try moments.components(count)
  }
}
