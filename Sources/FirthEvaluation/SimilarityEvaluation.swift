internal import FirthText
internal import FirthVectors

extension SimilarityTest {
  /// Correlates a model's cosines with people's scores.
  func measure(_ embeddings: Embeddings, _ settings: EvaluationSettings) -> Measurement {
    let lookup = WordLookup(
      pairs.lazy.flatMap { [$0.first, $0.second] }, in: embeddings, top: settings.top ?? .max,
      foldsCase: settings.foldsCase)
    var skipped = Skipped()
    var items: [Int] = []
    var (cosines, scores): ([Double], [Double]) = ([], [])
    for (index, pair) in pairs.enumerated() {
      let words = [pair.first, pair.second]
      let rows = words.compactMap { lookup.rows(of: $0).first }
      guard rows.count == 2 else {
        skipped.unknownWord += 1
        skipped.note(missing: words.filter { lookup.rows(of: $0).isEmpty })
        continue
      }
      guard let first = embeddings.unitVector(of: rows[0]),
        let second = embeddings.unitVector(of: rows[1])
      else {
        skipped.noDirection += 1
        continue
      }
      items.append(index)
      cosines.append(Embeddings.cosine(first, second))
      scores.append(pair.score)
    }
    return Measurement(
      items: items,
      scores: [
        (
          Measure(key: "spearman", title: "Spearman", unit: .correlation),
          Correlation(.spearman, cosines, scores)
        ),
        (
          Measure(key: "pearson", title: "Pearson", unit: .correlation),
          Correlation(.pearson, cosines, scores)
        ),
      ], skipped: skipped)
  }
}
