internal import FirthText
internal import FirthVectors

extension OddOneOutTest {
  /// Finds in each group the word with the least cosine to the mean of all, as `oddOneOut` does.
  ///
  /// A group's unknown words are left out; a question without its odd word, or with fewer than two
  /// others, is not asked.
  func measure(_ embeddings: Embeddings, _ settings: EvaluationSettings) -> Measurement {
    let lookup = WordLookup(
      questions.lazy.flatMap { $0.group + [$0.odd] }, in: embeddings, top: settings.top ?? .max,
      foldsCase: settings.foldsCase)
    var skipped = Skipped()
    var items: [Int] = []
    var (right, places, chance): ([Float], [Float], [Float]) = ([], [], [])
    for (index, question) in questions.enumerated() {
      let words = question.group + [question.odd]
      let missing = words.filter { lookup.rows(of: $0).isEmpty }
      skipped.note(missing: missing)
      let group = question.group.compactMap { lookup.rows(of: $0).first }
      guard let odd = lookup.rows(of: question.odd).first, group.count >= 2 else {
        skipped.unknownWord += 1
        continue
      }
      guard let place = Self.place(of: odd, among: group, embeddings) else {
        skipped.noDirection += 1
        continue
      }
      if !missing.isEmpty { skipped.askedInPart += 1 }
      items.append(index)
      right.append(place == group.count ? 1 : 0)
      places.append(Float(place) / Float(group.count))
      chance.append(1 / Float(group.count + 1))
    }
    return Measurement(
      items: items,
      scores: [
        (
          Measure(key: "accuracy", title: "found", unit: .share), MeanStatistic(values: right)
        ),
        (
          Measure(key: "outlier_position", title: "place of the odd word", unit: .share),
          MeanStatistic(values: places)
        ),
        (
          Measure(key: "chance", title: "by chance", unit: .share), MeanStatistic(values: chance)
        ),
      ], skipped: skipped)
  }

  /// How many words of the group are nearer to the mean of all than the odd one; nil where a vector or
  /// the mean has no direction.
  private static func place(
    of odd: WordID, among group: [WordID], _ embeddings: Embeddings
  ) -> Int? {
    let units = (group + [odd]).compactMap { embeddings.unitVector(of: $0) }
    guard units.count == group.count + 1 else { return nil }
    var mean = [Double](repeating: 0, count: embeddings.dimension)
    for unit in units { for index in mean.indices { mean[index] += unit[index] } }
    guard mean.contains(where: { abs($0) > 1e-12 }) else { return nil }
    let products = units.map { zip($0, mean).reduce(0) { $0 + $1.0 * $1.1 } }
    return products.dropLast().count { $0 > products[group.count] }
  }
}
