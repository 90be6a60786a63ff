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
  /// - Parameters:
  ///   - word: the word.
  ///   - maximumCount: how many words are returned at most.
  ///   - maximumDistance: how far they may be.
  /// - Returns: words with their distances, 1 − cosine in 0...2, the nearest first.
  public func neighbors(
    for word: String, maximumCount: Int, maximumDistance: Double = 2
  ) -> [(word: String, distance: Double)] {
    neighbors(.similar([WeightedWord(word)]), maximumCount, maximumDistance)
  }

  /// The words nearest to a vector.
  ///
  /// - Parameters:
  ///   - vector: [D], of any length.
  ///   - maximumCount: how many words are returned at most.
  ///   - maximumDistance: how far they may be.
  /// - Returns: words with their distances, 1 − cosine in 0...2, the nearest first.
  public func neighbors(
    for vector: [Double], maximumCount: Int, maximumDistance: Double = 2
  ) -> [(word: String, distance: Double)] {
    neighbors(.vector(vector), maximumCount, maximumDistance)
  }

  /// Calls a function with each of the words nearest to a word, the nearest first, until it returns
  /// false.
  ///
  /// - Parameters:
  ///   - word: the word.
  ///   - maximumCount: how many words at most.
  ///   - maximumDistance: how far they may be.
  ///   - body: what is called with a word and its distance; false ends it.
  public func enumerateNeighbors(
    for word: String, maximumCount: Int, maximumDistance: Double = 2,
    using body: (String, Double) -> Bool
  ) {
    let near = neighbors(
      for: word, maximumCount: maximumCount, maximumDistance: maximumDistance)
    for (word, distance) in near where !body(word, distance) { return }
  }

  private func neighbors(
    _ question: Question, _ maximumCount: Int, _ maximumDistance: Double
  ) -> [(word: String, distance: Double)] {
    let limits = SearchLimits(
      count: maximumCount, minimumSimilarity: Float(1 - maximumDistance))
    return answers(to: [question], limits: limits)[0].matches.map {
      ($0.word, 1 - Double($0.similarity))
    }
  }

  /// The distance between two words, 1 − cosine in 0...2; nil when one is unknown or has no
  /// direction.
  public func distance(between first: String, and second: String) -> Double? {
    guard let first = unit(of: first), let second = unit(of: second) else { return nil }
    return 1 - min(max(UnitVector.dot(first, second), -1), 1)
  }

  /// Which of some words fits least: the words by the cosine with the mean of all their unit
  /// vectors, the least similar first.
  ///
  /// Unknown words, and words without direction, are left out; the answer names the unknown ones.
  /// A word that comes twice counts twice in the mean and is named once.
  public func oddOneOut(among words: [String], maximumCount: Int = .max) -> Answer {
    var sum = [Double](repeating: 0, count: dimension)
    var (known, unknown): ([(word: String, unit: [Double]?)], [String]) = ([], [])
    for word in words {
      let unit = unit(of: word)
      guard unit != nil || contains(word) else {
        if !unknown.contains(word) { unknown.append(word) }
        continue
      }
      if !known.contains(where: { $0.word == word }) { known.append((word, unit)) }
      guard let unit else { continue }
      for index in sum.indices { sum[index] += unit[index] }
    }
    let names = known.map(\.word)
    guard let mean = UnitVector(sum, atLeast: 1e-12) else {
      return Answer(matches: [], known: names, unknown: unknown, cancelsOut: !known.isEmpty)
    }
    let matches = known.compactMap { word, unit in
      unit.map { unit in
        let cosine = min(max(UnitVector.dot(unit, mean.values), -1), 1)
        return Answer.Match(word: word, id: vocabulary.id(of: word), similarity: Float(cosine))
      }
    }
    // In the order of the rows where they are equal, words without a row last.
    func key(_ match: Answer.Match) -> (Float, Int) {
      (match.similarity, match.id?.row ?? .max)
    }
    return Answer(
      matches: Array(matches.sorted { key($0) < key($1) }.prefix(max(0, maximumCount))),
      known: names, unknown: unknown)
  }

  /// The cosine of two words as the one match of an answer, which is the second word; no match when
  /// one is unknown or has no direction.
  public func similarity(between first: String, and second: String) -> Answer {
    let words = first.utf8.elementsEqual(second.utf8) ? [first] : [first, second]
    let unknown = words.filter { !contains($0) && unit(of: $0) == nil }
    let known = words.filter { !unknown.contains($0) }
    guard let distance = distance(between: first, and: second) else {
      return Answer(matches: [], known: known, unknown: unknown, cancelsOut: unknown.isEmpty)
    }
    let match = Answer.Match(
      word: second, id: vocabulary.id(of: second), similarity: Float(1 - distance))
    return Answer(matches: [match], known: known, unknown: unknown)
  }

  /// The unit vector of a word, an unseen one's from its n-grams; nil when it has none.
  func unit(of word: String) -> [Double]? {
    if let id = vocabulary.id(of: word) { return UnitVector.ofRow(id.row, in: vectors) }
    return unseenVector(of: word).flatMap { UnitVector($0.map(Double.init))?.values }
  }

  /// The words nearest to the sum of some words' unit vectors, as word2vec's `distance` computes it.
  ///
  /// Unknown words are left out and named in the answer.
  public func similar(to words: [String], maximumCount: Int = 10) -> Answer {
    similar(to: words.map { WeightedWord($0) }, maximumCount: maximumCount)
  }

  /// The words nearest to the weighted sum of some words' unit vectors.
  ///
  /// Unknown words are left out and named in the answer.
  public func similar(to words: [WeightedWord], maximumCount: Int = 10) -> Answer {
    answers(to: [.similar(words)], limits: SearchLimits(count: maximumCount))[0]
  }

  /// Answers "a is to b as c is to what?", by default with the words nearest to b − a + c over unit
  /// vectors.
  ///
  /// The words are in the order of word2vec's question files; they are not among the answers.
  /// Unlike word2vec.c, words with a cosine below zero can appear and row 0 takes part.
  ///
  /// - Returns: an answer without matches when one of the three words is unknown.
  public func analogy(
    _ a: String, _ b: String, _ c: String, by method: AnalogyMethod = .addition,
    maximumCount: Int = 10
  ) -> Answer {
    answers(to: [.analogy(a, b, c, by: method)], limits: SearchLimits(count: maximumCount))[0]
  }

  /// The words nearest to what an expression over unit vectors comes to.
  ///
  /// Unknown words are left out and named in the answer. The expression's words are not among the
  /// matches.
  public func query(_ expression: QueryExpression, maximumCount: Int = 10) -> Answer {
    answers(to: [.similar(expression.terms)], limits: SearchLimits(count: maximumCount))[0]
  }
}
