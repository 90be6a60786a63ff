package import FirthText

/// The words that several models have, with their row in each.
package struct CommonWords: Sendable {
  /// For each model, the row of each common word, in the order of the first model.
  package let rows: [[WordID]]

  package init(_ models: [Embeddings]) {
    let first = models[0].vocabulary
    let duplicates = Set(first.duplicateRows)
    var rows = [[WordID]](repeating: [], count: models.count)
    for row in 0..<first.count where !duplicates.contains(row) {
      let word = Array(first.utf8(of: WordID(row)))
      let found = models.dropFirst().compactMap { $0.vocabulary.id(of: word) }
      guard found.count == models.count - 1 else { continue }
      for (model, id) in ([WordID(row)] + found).enumerated() { rows[model].append(id) }
    }
    self.rows = rows
  }

  /// How many there are.
  package var count: Int { rows[0].count }
}
