internal import FirthText
internal import FirthVectors

extension AnalogyTest {
  /// Asks a model all questions, by 3CosAdd, by 3CosMul, and of the third word's neighbours alone.
  ///
  /// Every score comes from the rank of the right answer: among all words, and among those that are
  /// no words of the question.
  func measure(_ embeddings: Embeddings, _ settings: EvaluationSettings) -> Measurement {
    let top = min(settings.top ?? .max, embeddings.vocabularySize)
    let questions = self.questions
    let lookup = WordLookup(
      questions.lazy.flatMap { [$0.a, $0.b, $0.c] + $0.answers }, in: embeddings, top: top,
      foldsCase: settings.foldsCase)
    var skipped = Skipped()
    var asked: [Int] = []
    var ranked: [RankQuestion] = []
    for (index, question) in questions.enumerated() {
      let words = [question.a, question.b, question.c]
      let rows = words.map { lookup.rows(of: $0) }
      let expected = question.answers.flatMap { lookup.rows(of: $0) }
      guard let a = rows[0].first, let b = rows[1].first, let c = rows[2].first,
        !expected.isEmpty
      else {
        skipped.unknownWord += 1
        skipped.note(missing: zip(words, rows).filter { $1.isEmpty }.map { $0.0 })
        if expected.isEmpty { skipped.note(missing: question.answers) }
        continue
      }
      asked.append(index)
      let excluded = rows.flatMap(\.self)
      for kind in [
        RankQuestion.Kind.analogy(a, b, c, .addition), .analogy(a, b, c, .multiplication),
        .similar(c),
      ] {
        ranked.append(RankQuestion(kind, expected: expected, excluded: excluded))
      }
    }
    let ranks = embeddings.ranks(of: ranked, first: top)
    var items: [Int] = []
    var found: [[Rank]] = [[], [], []]
    for (place, item) in asked.enumerated() {
      guard case let ranks = ranks[(3 * place)..<(3 * place + 3)].compactMap(\.self),
        ranks.count == 3
      else {
        skipped.noDirection += 1
        continue
      }
      items.append(item)
      for (method, rank) in ranks.enumerated() { found[method].append(rank) }
    }
    return Measurement(
      items: items, scores: Self.scores(found, farthest: Float(top)), skipped: skipped)
  }

  private static func scores(
    _ ranks: [[Rank]], farthest: Float
  ) -> [(measure: Measure, statistic: any Statistic)] {
    let (addition, multiplication, neighbor) = (ranks[0], ranks[1], ranks[2])
    func isRight(_ ranks: [Rank], _ place: (Rank) -> Int?) -> MeanStatistic {
      MeanStatistic(values: ranks.map { place($0) == 1 ? 1 : 0 })
    }
    func reciprocal(_ ranks: [Rank]) -> MeanStatistic {
      MeanStatistic(values: ranks.map { $0.restricted.map { 1 / Float($0) } ?? 0 })
    }
    func median(_ ranks: [Rank]) -> MedianStatistic {
      MedianStatistic(values: ranks.map { $0.restricted.map { Float($0) } ?? farthest })
    }
    func share(_ key: String, _ title: String) -> Measure {
      Measure(key: key, title: title, unit: .share)
    }
    return [
      (share("3cosadd", "3CosAdd"), isRight(addition, \.restricted)),
      (share("3cosmul", "3CosMul"), isRight(multiplication, \.restricted)),
      (share("nearest_to_third", "nearest to C"), isRight(neighbor, \.restricted)),
      (share("3cosadd_all_words", "3CosAdd, all words"), isRight(addition, \.amongAll)),
      (share("3cosmul_all_words", "3CosMul, all words"), isRight(multiplication, \.amongAll)),
      (share("3cosadd_mrr", "MRR 3CosAdd"), reciprocal(addition)),
      (share("3cosmul_mrr", "MRR 3CosMul"), reciprocal(multiplication)),
      (
        Measure(key: "3cosadd_median_rank", title: "rank 3CosAdd", unit: .number),
        median(addition)
      ),
      (
        Measure(key: "3cosmul_median_rank", title: "rank 3CosMul", unit: .number),
        median(multiplication)
      ),
    ]
  }
}
