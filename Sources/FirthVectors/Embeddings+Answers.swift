internal import FirthNumerics
internal import FirthText

extension Embeddings {
  /// Answers many questions at once, which costs far less than one by one.
  ///
  /// Unknown words are left out and named in the answers; an analogy without one of its three words
  /// has no matches, and neither has a question whose vectors cancel out.
  ///
  /// - Parameters:
  ///   - questions: the questions; the same question has the same answer alone and among others.
  ///   - limits: how many words an answer has, which may be found, and how similar they must be.
  ///   - includingQuestionWords: whether an answer may have words of its own question.
  /// - Returns: an answer for each question.
  /// - Precondition: a vector has as many values as there are dimensions.
  public func answers(
    to questions: [Question], limits: SearchLimits = SearchLimits(),
    includingQuestionWords: Bool = false
  ) -> [Answer] {
    let resolved = questions.map { ResolvedQuestion($0, self) }
    let asked = resolved.indices.filter { resolved[$0].kind != nil }
    let hits = exactSearch.answers(
      to: asked.compactMap { index in
        resolved[index].kind.map {
          RowQuestion($0, excluding: includingQuestionWords ? [] : resolved[index].rows)
        }
      }, limits: limits)
    var answers = resolved.map { Answer(matches: [], known: $0.known, unknown: $0.unknown) }
    for (index, hits) in zip(asked, hits) {
      let matches = (hits ?? []).map {
        Answer.Match(word: vocabulary[$0.id], id: $0.id, similarity: $0.similarity)
      }
      answers[index] = Answer(
        matches: matches, known: resolved[index].known, unknown: resolved[index].unknown,
        cancelsOut: hits == nil)
    }
    return answers
  }

  /// The weighted sum of some words' unit vectors [D], an unseen word's from its n-grams; nil when none
  /// of them is known.
  public func sum(of words: [WeightedWord]) -> [Double]? {
    var sum: [Double]?
    for word in words {
      guard let unit = unit(of: word.word) else { continue }
      let before = sum ?? [Double](repeating: 0, count: dimension)
      sum = zip(before, unit).map { $0 + word.weight * $1 }
    }
    return sum
  }

  /// The scope of a search among some words.
  ///
  /// - Parameters:
  ///   - words: the words that may be found.
  ///   - first: only those in so many rows from the first on.
  /// - Returns: the scope, and the words that are unknown.
  public func scope(among words: [String], first: Int = .max) -> (SearchScope, unknown: [String]) {
    var (rows, unknown): ([WordID], [String]) = ([], [])
    for word in words {
      if let id = vocabulary.id(of: word) {
        if id.row < first { rows.append(id) }
      } else {
        unknown.append(word)
      }
    }
    return (.rows(rows), unknown)
  }

  /// The words that stand for a phrase such as `new york`: the phrase itself where it is a word,
  /// then its words joined by `_` as word2vec's phrases are, and else the words it is made of.
  public func words(ofPhrase phrase: String) -> [String] {
    let word = word(ofPhrase: phrase)
    let parts = phrase.split(whereSeparator: \.isWhitespace)
    return contains(word) || parts.count < 2 ? [word] : parts.map(String.init)
  }

  /// The word that stands for a phrase such as `new york`: its words joined by `_` where that is a
  /// word and the phrase itself is not.
  public func word(ofPhrase phrase: String) -> String {
    let parts = phrase.split(whereSeparator: \.isWhitespace)
    guard parts.count > 1, !contains(phrase) else { return phrase }
    let joined = parts.joined(separator: "_")
    return contains(joined) ? joined : phrase
  }
}

/// A question with its words looked up.
private struct ResolvedQuestion {
  /// What is asked of the rows; nil when too few words are known.
  private(set) var kind: RowQuestion.Kind?
  private(set) var known: [String] = []
  private(set) var unknown: [String] = []
  /// The rows of the known words.
  private(set) var rows: Set<WordID> = []

  /// Words without a row, with the unit vectors that their n-grams give them.
  private var unseen: [(word: String, vector: [Double])] = []

  init(_ question: Question, _ embeddings: Embeddings) {
    switch question {
    case .vector(let vector, let words):
      for word in words { _ = operand(word, embeddings) }
      kind = .vector(vector)
    case .similar(let words):
      kind = Self.sum(
        words.compactMap { word in
          operand(word.word, embeddings).map { ($0, word.weight) }
        }, embeddings.vectors)
    case .analogy(let a, let b, let c, let method):
      // In the order in which the answer names them.
      let (second, first) = (operand(b, embeddings), operand(a, embeddings))
      let third = operand(c, embeddings)
      guard let third, let first, let second else { return }
      kind =
        switch method {
        case .addition: Self.sum([(second, 1), (first, -1), (third, 1)], embeddings.vectors)
        case .multiplication: .quotient(above: [second, third], below: [first])
        case .pairDirection: .direction(a: first, b: second, c: third)
        }
    }
  }

  /// A weighted sum of words: of rows, or a vector where a word has none but n-grams.
  private static func sum(
    _ terms: [(operand: RowQuestion.Operand, weight: Double)], _ vectors: Matrix
  ) -> RowQuestion.Kind? {
    let rows = terms.compactMap { operand, weight -> (row: Int, weight: Double)? in
      if case .row(let row) = operand { (row, weight) } else { nil }
    }
    if rows.count == terms.count { return rows.isEmpty ? nil : .sum(rows) }
    var vector = [Double](repeating: 0, count: vectors.columns)
    for (operand, weight) in terms {
      let unit: [Double]? =
        switch operand {
        case .row(let row): UnitVector.ofRow(row, in: vectors)
        case .vector(let unit): unit
        }
      guard let unit else { continue }
      for index in vector.indices { vector[index] += weight * unit[index] }
    }
    return .vector(vector)
  }

  /// A word's row, or the unit vector that its n-grams give it; nil when it is unknown.
  private mutating func operand(
    _ word: String, _ embeddings: Embeddings
  ) -> RowQuestion.Operand? {
    if let id = embeddings.vocabulary.id(of: word) {
      if rows.insert(id).inserted { known.append(word) }
      return .row(id.row)
    }
    if let seen = unseen.first(where: { $0.word.utf8.elementsEqual(word.utf8) }) {
      return .vector(seen.vector)
    }
    if let unit = embeddings.unit(of: word) {
      unseen.append((word, unit))
      known.append(word)
      return .vector(unit)
    }
    if !unknown.contains(where: { $0.utf8.elementsEqual(word.utf8) }) { unknown.append(word) }
    return nil
  }
}
