internal import FirthNumerics
internal import FirthText

/// Questions about words, under the names of Apple's `NLEmbedding` where it has one.
extension Embeddings {
  /// The number of values in each vector.
  public var dimension: Int { vectors.columns }

  /// The number of words.
  public var vocabularySize: Int { vocabulary.count }

  /// Whether a word has a vector.
  public func contains(_ word: String) -> Bool { vocabulary.id(of: word) != nil }

  /// A word's vector, an unseen word's from its n-grams where the model has them; nil when the word is
  /// unknown.
  public func vector(for word: String) -> [Double]? {
    let vector = vocabulary.id(of: word).map { vectors[$0.row] } ?? unseenVector(of: word)
    return vector?.map(Double.init)
  }

  /// The words nearest to a word, which is not among them; none when it is unknown.
  ///
  /// - Returns: words with their distances, 1 − cosine in 0...2, the nearest first.
  public func neighbors(
    for word: String, maximumCount: Int
  ) -> [(word: String, distance: Double)] {
    similar(to: [word], maximumCount: maximumCount).matches.map {
      ($0.word, 1 - Double($0.similarity))
    }
  }

  /// The words nearest to a vector.
  ///
  /// - Parameters:
  ///   - vector: [D], of any length.
  ///   - maximumCount: how many words are returned at most.
  /// - Returns: words with their distances, 1 − cosine in 0...2, the nearest first.
  public func neighbors(
    for vector: [Double], maximumCount: Int
  ) -> [(word: String, distance: Double)] {
    search.nearest(to: vector.map(Float.init), count: maximumCount).map {
      (vocabulary[$0.id], 1 - Double($0.similarity))
    }
  }

  /// The distance between two words, 1 − cosine in 0...2; nil when one is unknown or has no
  /// direction.
  public func distance(between first: String, and second: String) -> Double? {
    guard let first = vocabulary.id(of: first), let first = Norms.unit(vectors[first.row]),
      let second = vocabulary.id(of: second), let second = Norms.unit(vectors[second.row])
    else { return nil }
    let cosine = zip(first, second).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    return 1 - min(max(cosine, -1), 1)
  }

  /// The words nearest to the sum of some words' unit vectors, as word2vec's `distance` computes it.
  ///
  /// Unknown words are left out and named in the answer.
  public func similar(to words: [String], maximumCount: Int = 10) -> Answer {
    answer(words.map { ($0, 1) }, maximumCount: maximumCount)
  }

  /// Answers "a is to b as c is to what?": the words nearest to b − a + c over unit vectors.
  ///
  /// This is 3CosAdd (Mikolov et al. 2013), in the word order of word2vec's question files; the
  /// three words are not among the answers. Unlike word2vec.c, words with a cosine below zero can
  /// appear and row 0 takes part.
  ///
  /// - Returns: an answer without matches when one of the three words is unknown.
  public func analogy(
    _ a: String, _ b: String, _ c: String, maximumCount: Int = 10
  ) -> Answer {
    let answer = answer([(b, 1), (a, -1), (c, 1)], maximumCount: maximumCount)
    guard answer.unknown.isEmpty else {
      return Answer(matches: [], known: answer.known, unknown: answer.unknown)
    }
    return answer
  }

  /// The words nearest to what an expression over unit vectors comes to.
  ///
  /// Unknown words are left out and named in the answer. The expression's words are not among the
  /// matches.
  public func query(_ expression: QueryExpression, maximumCount: Int = 10) -> Answer {
    answer(expression.terms.map { ($0.word, $0.weight) }, maximumCount: maximumCount)
  }

  private func answer(_ terms: [(word: String, weight: Double)], maximumCount: Int) -> Answer {
    var sum = [Double](repeating: 0, count: dimension)
    var rows: Set<WordID> = []
    var (known, unknown): ([String], [String]) = ([], [])
    for (word, weight) in terms {
      guard let id = vocabulary.id(of: word) else {
        if let vector = unseenVector(of: word) {
          known.append(word)
          guard let unit = Norms.unit(vector) else { continue }
          for index in sum.indices { sum[index] += weight * Double(unit[index]) }
          continue
        }
        if !unknown.contains(where: { $0.utf8.elementsEqual(word.utf8) }) { unknown.append(word) }
        continue
      }
      if rows.insert(id).inserted { known.append(word) }
      guard let unit = Norms.unit(vectors[id.row]) else { continue }
      for index in sum.indices { sum[index] += weight * Double(unit[index]) }
    }
    let hits = direction(sum).map {
      search.nearest(to: $0, count: maximumCount, excluding: rows)
    }
    let matches = (hits ?? []).map {
      Answer.Match(word: vocabulary[$0.id], id: $0.id, similarity: $0.similarity)
    }
    return Answer(matches: matches, known: known, unknown: unknown)
  }

  /// The sum as a query; nil when its parts cancel out but for rounding.
  private func direction(_ sum: [Double]) -> [Float]? {
    let largest = sum.reduce(0) { max($0, abs($1)) }
    // Unit vectors are rounded to Float, so what is left of king − king is below this.
    guard largest > Double(Float.ulpOfOne) / 16 else { return nil }
    return sum.map { Float($0 / largest) }
  }
}
