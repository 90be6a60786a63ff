package import FirthText

/// A question whose right answers are known, so that the place of the best of them can be asked for.
package struct RankQuestion {
  /// What scores the rows.
  package enum Kind {
    /// The cosine with a row.
    case similar(WordID)
    /// A is to B as C is to the row.
    case analogy(WordID, WordID, WordID, AnalogyMethod)
  }

  let kind: Kind
  /// The rows that are right.
  let expected: [WordID]
  /// The rows that a restricted answer must not have.
  let excluded: [WordID]

  /// A question over rows.
  package init(_ kind: Kind, expected: [WordID], excluded: [WordID]) {
    self.kind = kind
    self.expected = expected
    self.excluded = excluded
  }

  var scored: RowQuestion.Kind {
    switch kind {
    case .similar(let row): .sum([(row.row, 1)])
    case .analogy(let a, let b, let c, .addition): .sum([(b.row, 1), (a.row, -1), (c.row, 1)])
    case .analogy(let a, let b, let c, .multiplication):
      .quotient(above: [.row(b.row), .row(c.row)], below: [.row(a.row)])
    case .analogy(let a, let b, let c, .pairDirection):
      .direction(a: .row(a.row), b: .row(b.row), c: .row(c.row))
    }
  }
}

/// The place of a question's best right row, from 1.
package struct Rank: Equatable, Sendable {
  /// Among all rows.
  package let amongAll: Int
  /// Among the rows that are not excluded; nil where every right row is.
  package let restricted: Int?
  /// The score of the best right row that is not excluded, or else of the best one.
  package let score: Float
}
