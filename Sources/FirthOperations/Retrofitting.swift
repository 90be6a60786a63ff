public import FirthVectors

import FirthNumerics
import FirthText

/// Draws the vectors of words that a lexicon relates towards one another (Faruqui and others 2015).
///
/// In each round the vector of each word of the lexicon, in the order of the lexicon, becomes
/// `v = (n·v̂ + Σ u) / 2n`, where v̂ is the vector that the word had at first and u are the present
/// ones of its n neighbours. Words of the lexicon without a known neighbour, and all others, stay.
///
/// ```swift
/// let lexicon = try Lexicon(contentsOf: "wordnet-synonyms.txt", for: embeddings.vocabulary)
/// let better = try Retrofitting(iterations: 10).apply(to: embeddings, lexicon)
/// ```
public struct Retrofitting: Equatable, Sendable {
  /// The number of rounds.
  public let iterations: Int
  /// Whether all vectors are made unit vectors first, as retrofit.py does.
  public let isNormalizing: Bool

  /// So many rounds.
  ///
  /// - Precondition: there is one at least.
  public init(iterations: Int = 10, normalizing: Bool = false) {
    precondition(iterations > 0, "\(iterations) rounds")
    self.iterations = iterations
    isNormalizing = normalizing
  }

  /// The changed vectors, without context vectors, biases and n-grams.
  ///
  /// - Precondition: the lexicon was read for the vectors' vocabulary.
  /// - Throws: `FileError` of the folder for temporary files, where the changed rows lie meanwhile.
  public func apply(to embeddings: Embeddings, _ lexicon: Lexicon) throws -> Embeddings {
    embeddings.changed(to: try rows(of: embeddings, lexicon).copied(), by: text)
  }

  /// The changed vectors, to be written only: rows that no round changes are made as they are read.
  ///
  /// - Throws: `FileError` of the folder for temporary files, where the changed rows lie meanwhile.
  package func stream(_ embeddings: Embeddings, _ lexicon: Lexicon) throws -> Embeddings {
    embeddings.changed(to: try rows(of: embeddings, lexicon).viewed(), by: text)
  }

  private var text: String { (isNormalizing ? "normalize " : "") + "retrofit=\(iterations)" }

  private func rows(of embeddings: Embeddings, _ lexicon: Lexicon) throws -> RetrofittedRows {
    let rows = try RetrofittedRows(
      embeddings.vectors, changing: lexicon.words.map(\.row), normalizing: isNormalizing)
    for _ in 0..<iterations {
      for place in lexicon.words.indices {
        try rows.update(place, by: lexicon.neighbours(ofWord: place))
      }
    }
    return rows
  }
}
