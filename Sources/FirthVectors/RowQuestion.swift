internal import FirthText

/// What is looked for, in terms of a matrix's rows, each taken as a unit vector.
struct RowQuestion {
  enum Kind {
    /// What points the same way as a vector.
    case vector([Double])
    /// What points the same way as a weighted sum of rows.
    case sum([(row: Int, weight: Double)])
    /// What is like some words and unlike others, by 3CosMul.
    case quotient(above: [Operand], below: [Operand])
    /// What lies from `c` as `b` lies from `a`.
    case direction(a: Operand, b: Operand, c: Operand)
  }

  /// A word of a question.
  enum Operand {
    case row(Int)
    /// The unit vector of a word that has no row.
    case vector([Double])
  }

  let kind: Kind
  /// The rows that the answer must not have.
  let excluded: Set<WordID>

  init(_ kind: Kind, excluding excluded: Set<WordID>) {
    self.kind = kind
    self.excluded = excluded
  }
}
