internal import FirthNumerics

/// Many questions as few columns of products.
///
/// A question over rows is a sum of those rows' products, so questions that share words (all of
/// Google's 19,544 analogies are made of 905) need only one column for each word.
struct RowBatch {
  /// Questions that are answered in one scan.
  struct Group {
    /// The columns' unit vectors, one after another.
    var columns: [Float] = []
    /// Each question with its place in the batch.
    var questions: [(place: Int, scoring: Scoring)] = []
    /// The columns of the rows that have one.
    fileprivate var places: [Int: Int] = [:]
  }

  private(set) var groups: [Group] = []
  /// How each question scores a row exactly; nil for one without direction, which has no answer.
  private(set) var scorers: [RowScorer?] = []

  private let matrix: Matrix
  private let mostColumns: Int
  private var units: [Int: [Double]?] = [:]

  /// A sum shorter than this part of its weights is multiplied for itself: the rounding of its
  /// rows' products would be too large beside it.
  private static let shortest = 0.05
  /// Sums of more rows get a column for themselves.
  private static let mostTerms = 16

  init(_ questions: ArraySlice<RowQuestion>, matrix: Matrix, mostColumns: Int) {
    self.matrix = matrix
    self.mostColumns = mostColumns
    let isByRows = Self.sharesRows(questions)
    for (place, question) in questions.enumerated() {
      scorers.append(nil)
      add(question.kind, place: place, isByRows: isByRows)
    }
  }

  /// Whether sums are made of fewer rows than there are sums.
  private static func sharesRows(_ questions: ArraySlice<RowQuestion>) -> Bool {
    var rows: Set<Int> = []
    var sums = 0
    for case .sum(let terms) in questions.lazy.map(\.kind) where terms.count <= mostTerms {
      rows.formUnion(terms.map(\.row))
      sums += 1
    }
    return rows.count < sums
  }

  private mutating func add(_ kind: RowQuestion.Kind, place: Int, isByRows: Bool) {
    switch kind {
    case .vector(let vector):
      guard let unit = UnitVector(vector) else { return }
      addColumn(unit.values, place: place)
    case .sum(let terms):
      addSum(terms, place: place, isByRows: isByRows)
    case .quotient(let above, let below):
      let (numerator, denominator) = (above.compactMap { unit($0) }, below.compactMap { unit($0) })
      guard numerator.count == above.count, denominator.count == below.count else { return }
      scorers[place] = .quotient(above: numerator, below: denominator)
      addOperands(above + below, place: place) { columns in
        .quotient(
          above: Array(columns[..<above.count]), below: Array(columns[above.count...]))
      }
    case .direction(let a, let b, let c):
      guard let first = unit(a), let second = unit(b), let start = unit(c),
        case let step = zip(second, first).map({ $0 - $1 }),
        let direction = UnitVector(step, atLeast: 1e-6)
      else { return }
      scorers[place] = .direction(direction.values, from: start)
      let offset = UnitVector.dot(step, start)
      let length = UnitVector.dot(step, step).squareRoot()
      addOperands([a, b, c], place: place) { columns in
        .direction(
          a: columns[0], b: columns[1], c: columns[2], offset: Float(offset),
          scale: Float(1 / length))
      }
    }
  }

  private mutating func addSum(
    _ terms: [(row: Int, weight: Double)], place: Int, isByRows: Bool
  ) {
    // Weights count by their proportions; scaled, no sum overflows.
    let largest = terms.reduce(0) { max($0, abs($1.weight)) }
    let known = terms.compactMap { term in
      unit(term.row).map { (row: term.row, weight: term.weight / largest, unit: $0) }
    }
    var sum = [Double](repeating: 0, count: matrix.columns)
    for term in known {
      for index in sum.indices { sum[index] += term.weight * term.unit[index] }
    }
    // What rounding leaves of king − king is no direction.
    guard largest > 0, let unit = UnitVector(sum, atLeast: 1e-12) else { return }
    let length = UnitVector.dot(sum, sum).squareRoot()
    let isShort = length < Self.shortest * known.reduce(0) { $0 + abs($1.weight) }
    guard isByRows, !isShort, known.count <= Self.mostTerms else {
      addColumn(unit.values, place: place)
      return
    }
    scorers[place] = .cosine(unit.values)
    addOperands(known.map { .row($0.row) }, place: place) { columns in
      .sum(zip(columns, known).map { (column: $0, weight: Float($1.weight / length)) })
    }
  }

  /// Adds a question with a column of its own.
  private mutating func addColumn(_ unit: [Double], place: Int) {
    scorers[place] = .cosine(unit)
    openGroup(for: 1)
    let group = groups.count - 1
    let column = groups[group].columns.count / matrix.columns
    groups[group].columns += unit.map { Float($0) }
    let scoring = Scoring.sum([(column: column, weight: Float(1))])
    groups[group].questions.append((place: place, scoring: scoring))
  }

  /// Adds a question over words, whose rows share their columns with the group's other questions.
  private mutating func addOperands(
    _ operands: [RowQuestion.Operand], place: Int, _ scoring: ([Int]) -> Scoring
  ) {
    openGroup(for: operands.count { column(of: $0, in: groups.last) == nil })
    let group = groups.count - 1
    let columns = operands.map { operand in
      if let column = column(of: operand, in: groups[group]) { return column }
      let column = groups[group].columns.count / matrix.columns
      groups[group].columns += (unit(operand) ?? []).map { Float($0) }
      if case .row(let row) = operand { groups[group].places[row] = column }
      return column
    }
    groups[group].questions.append((place, scoring(columns)))
  }

  /// The column that an operand has already.
  private func column(of operand: RowQuestion.Operand, in group: Group?) -> Int? {
    guard case .row(let row) = operand else { return nil }
    return group?.places[row]
  }

  /// Begins another group where the last one has no room for so many more columns.
  private mutating func openGroup(for more: Int) {
    let columns = groups.last.map { $0.columns.count / matrix.columns }
    if let columns, columns + more <= mostColumns { return }
    groups.append(Group())
  }

  private mutating func unit(_ operand: RowQuestion.Operand) -> [Double]? {
    switch operand {
    case .row(let row): unit(row)
    case .vector(let unit): unit
    }
  }

  private mutating func unit(_ row: Int) -> [Double]? {
    if let unit = units[row] { return unit }
    let unit = UnitVector.ofRow(row, in: matrix)
    units[row] = .some(unit)
    return unit
  }
}
