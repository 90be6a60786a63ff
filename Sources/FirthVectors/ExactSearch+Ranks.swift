internal import FirthNumerics
internal import FirthText

extension ExactSearch {
  /// Finds the rank of each question's best right row among the first rows, in a few scans for all.
  ///
  /// A row comes before another with a higher score, or with the same one and a lower number, as in
  /// an answer; so a rank of 1 says that the answer is right.
  ///
  /// - Parameters:
  ///   - questions: what is asked; those that share rows should stand together.
  ///   - first: how many rows are looked at.
  /// - Returns: each question's rank; nil where the question has no direction, or no right row has.
  func ranks(of questions: [RankQuestion], first: Int) -> [Rank?] {
    let count = min(max(first, 0), matrix.rows)
    let most = max(1, Self.roomForVectors / matrix.columns)
    var ranks: [Rank?] = []
    for start in stride(from: 0, to: questions.count, by: most) {
      let part = questions[start..<min(start + most, questions.count)]
      let batch = RowBatch(
        part.map { RowQuestion($0.scored, excluding: []) }[...], matrix: matrix,
        mostColumns: Self.mostColumns)
      let targets = zip(batch.scorers, part).map { scorer, question in
        scorer.flatMap { best(of: question.expected, by: $0, first: count) }
      }
      var found = [Rank?](repeating: nil, count: part.count)
      for group in batch.groups {
        let asked = group.questions.filter { targets[$0.place] != nil }
        let comparisons = Scan(
          matrix: matrix, kernels: kernels, factors: factors, rows: nil, count: count,
          columns: group.columns, questions: asked.map { ($0.scoring, []) }, limit: 0,
          threshold: .infinity, targets: asked.map { targets[$0.place]?.similarity ?? .infinity }
        ).comparisons()
        for (question, comparison) in zip(asked, comparisons) {
          guard let scorer = batch.scorers[question.place], let target = targets[question.place]
          else { continue }
          found[question.place] = rank(
            of: target, comparison, by: scorer, part[start + question.place], first: count)
        }
      }
      ranks += found
    }
    return withOtherRows(ranks, questions, first)
  }

  /// Asks again, without the excluded ones among their right rows, the questions of which one of these
  /// was the best.
  private func withOtherRows(
    _ ranks: [Rank?], _ questions: [RankQuestion], _ first: Int
  ) -> [Rank?] {
    let again = questions.indices.filter { index in
      guard let rank = ranks[index], rank.restricted == nil else { return false }
      return !questions[index].expected.allSatisfy(questions[index].excluded.contains)
    }
    guard !again.isEmpty else { return ranks }
    let others = self.ranks(
      of: again.map { index in
        let question = questions[index]
        return RankQuestion(
          question.kind, expected: question.expected.filter { !question.excluded.contains($0) },
          excluded: question.excluded)
      }, first: first)
    var ranks = ranks
    for (index, other) in zip(again, others) {
      guard let rank = ranks[index] else { continue }
      ranks[index] = Rank(
        amongAll: rank.amongAll, restricted: other?.restricted, score: other?.score ?? rank.score)
    }
    return ranks
  }

  /// The best of some rows; nil where none has a score.
  private func best(of rows: [WordID], by scorer: RowScorer, first: Int) -> SearchHit? {
    let hits = rows.filter { $0.row < first }.compactMap { row in
      scorer.score(matrix, row.row).map { SearchHit(id: row, similarity: $0) }
    }
    return hits.min(by: TopRows.isBetter)
  }

  private func rank(
    of target: SearchHit, _ comparison: (above: Int, near: [WordID]), by scorer: RowScorer,
    _ question: RankQuestion, first: Int
  ) -> Rank {
    func isBetter(_ row: WordID, than target: SearchHit) -> Bool {
      guard row.row < first, let score = scorer.score(matrix, row.row) else { return false }
      return TopRows.isBetter(SearchHit(id: row, similarity: score), target)
    }
    let all = 1 + comparison.above + comparison.near.count { isBetter($0, than: target) }
    guard !question.excluded.contains(target.id) else {
      return Rank(amongAll: all, restricted: nil, score: target.similarity)
    }
    let ahead = Set(question.excluded).count { isBetter($0, than: target) }
    return Rank(amongAll: all, restricted: all - ahead, score: target.similarity)
  }
}

extension Embeddings {
  /// Finds the rank of each question's best right row among the first rows.
  package func ranks(of questions: [RankQuestion], first: Int = .max) -> [Rank?] {
    exactSearch.ranks(of: questions, first: first)
  }
}
