internal import FirthText
public import FirthVectors

/// Several models that should be alike, such as runs that differ in seed alone, asked as one.
public struct ModelEnsemble: Sendable {
  /// A word with its cosine over the models.
  public struct Match: Equatable, Sendable {
    /// The word.
    public let word: String
    /// The mean of its cosines, and where that of one more model is expected.
    public let similarity: PredictionInterval
  }

  /// What a question found.
  public struct Answer: Equatable, Sendable {
    /// The words with the highest mean cosine, the highest first.
    public let matches: [Match]
    /// The question's words that all models have, and those that some lack, each once.
    public let known: [String], unknown: [String]
    /// Words that were near in some model and are left out, since others lack them.
    public let leftOut: Int
  }

  private let models: [Embeddings]

  /// Words looked at in each model, for each that is wanted: enough that none with a high mean is
  /// missed.
  private static let candidates = 10

  /// Some models, at least one.
  public init(_ models: [Embeddings]) {
    precondition(!models.isEmpty, "no models")
    self.models = models
  }

  /// The words that stand for a phrase such as `new york`, as the first model has them.
  public func words(ofPhrase phrase: String) -> [String] { models[0].words(ofPhrase: phrase) }

  /// The words most similar to some words.
  ///
  /// - Parameters:
  ///   - words: the words with their weights; those that some model lacks are left out.
  ///   - count: how many words are found at most.
  ///   - minimumSimilarity: what a mean must reach.
  ///   - scopes: for each model, the words that may be found.
  ///   - includingQuestionWords: whether the question's own words may be found.
  /// - Returns: the words found, with their intervals.
  public func similar(
    to words: [WeightedWord], count: Int, minimumSimilarity: Float = -.infinity,
    scopes: [SearchScope], includingQuestionWords: Bool = false
  ) -> Answer {
    precondition(scopes.count == models.count)
    var (known, unknown): ([String], [String]) = ([], [])
    for word in words.map(\.word) {
      if models.allSatisfy({ $0.contains(word) }) {
        if !known.contains(word) { known.append(word) }
      } else if !unknown.contains(word) {
        unknown.append(word)
      }
    }
    let asked = Question.similar(words.filter { known.contains($0.word) })
    let near = zip(models, scopes).map { model, scope in
      model.answers(
        to: [asked],
        limits: SearchLimits(count: max(100, Self.candidates * count), scope: scope),
        includingQuestionWords: includingQuestionWords)[0].matches.map(\.word)
    }
    var seen: Set<String> = []
    let all = near.flatMap(\.self).filter { seen.insert($0).inserted }
    let common = all.filter { word in models.allSatisfy { $0.contains(word) } }
    let byModel = models.map { scores(of: common, in: $0, asked) }
    let matches = common.compactMap { word -> Match? in
      let values = byModel.compactMap { $0[word] }
      guard values.count == models.count else { return nil }
      return Match(word: word, similarity: PredictionInterval(values).clamped(to: -1...1))
    }
    let best = matches.filter { $0.similarity.mean >= Double(minimumSimilarity) }
      .sorted { ($1.similarity.mean, $0.word) < ($0.similarity.mean, $1.word) }
    return Answer(
      matches: Array(best.prefix(count)), known: known, unknown: unknown,
      leftOut: all.count - common.count)
  }

  /// The cosine of each of some words with a question.
  private func scores(
    of words: [String], in model: Embeddings, _ asked: Question
  ) -> [String: Double] {
    let (scope, _) = model.scope(among: words)
    let matches = model.answers(
      to: [asked], limits: SearchLimits(count: words.count, scope: scope),
      includingQuestionWords: true)[0].matches
    return Dictionary(
      matches.map { ($0.word, Double($0.similarity)) }, uniquingKeysWith: { first, _ in first })
  }
}
