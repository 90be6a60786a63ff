internal import FirthNumerics
internal import FirthText
internal import FirthVectors

extension CategoryTest {
  /// The words are clustered by all their distances, which so many fit.
  private static let mostWords = 10_000

  /// Clusters a model's vectors of the words into as many clusters as there are categories.
  ///
  /// - Throws: `EvaluationError.tooLarge`.
  func measure(_ embeddings: Embeddings, _ settings: EvaluationSettings) throws -> Measurement {
    guard words.count <= Self.mostWords else {
      throw EvaluationError.tooLarge(path: path, limit: "\(Self.mostWords) words")
    }
    let lookup = WordLookup(
      words.lazy.map(\.word), in: embeddings, top: settings.top ?? .max,
      foldsCase: settings.foldsCase)
    var skipped = Skipped()
    var (items, categories, points): ([Int], [Int], [Float]) = ([], [], [])
    var numbers: [String: Int] = [:]
    for (index, entry) in words.enumerated() {
      guard let row = lookup.rows(of: entry.word).first else {
        skipped.unknownWord += 1
        skipped.note(missing: [entry.word])
        continue
      }
      guard let unit = embeddings.unitVector(of: row) else {
        skipped.noDirection += 1
        continue
      }
      items.append(index)
      points += unit.map { Float($0) }
      let next = numbers.count
      categories.append(numbers[entry.category, default: next])
      numbers[entry.category] = categories.last
    }
    let all = Points(dimensions: embeddings.dimension, values: points)
    return Measurement(
      items: items,
      scores: [
        (
          Measure(key: "purity_k_means", title: "purity, k-means", unit: .share),
          Purity.statistic(
            clusters: KMeans(count: numbers.count, seed: settings.bootstrap.seed)
              .clusters(of: all), categories: categories)
        ),
        (
          Measure(key: "purity_agglomerative", title: "purity, agglomerative", unit: .share),
          Purity.statistic(
            clusters: AverageLinkage(count: numbers.count).clusters(of: all),
            categories: categories)
        ),
      ], skipped: skipped)
  }
}
