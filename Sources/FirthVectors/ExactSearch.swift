internal import Dispatch
public import FirthNumerics
public import FirthText

/// Compares a query with every row, all cores at once.
///
/// The rows are read as they are kept, in any precision, and only once for a block of queries. The
/// best few more than asked for are then compared again with sums in Double, so that a query has the
/// same answer alone and among others.
///
/// Without norms given, opening it reads the matrix once to compute them.
public final class ExactSearch: Search {
  let matrix: Matrix
  private let rowNorms: [Float]
  /// 1 / norm of each row, times the row's scale; NaN for a row without direction, and behind the
  /// last.
  let factors: [Float]
  let kernels: SearchKernels

  /// Queries multiplied at once.
  static let mostColumns = 1024
  /// Numbers of the vectors of questions that are answered at once, and rows kept for them.
  static let roomForVectors = 1 << 21
  private static let roomForHits = 1 << 20
  /// Floats of products that are summed in another order differ by less, in rows of any length.
  static let tolerance: Float = 1e-4

  /// Prepares a search in a matrix.
  ///
  /// - Parameters:
  ///   - matrix: [V × D].
  ///   - norms: its rows' norms; computed where they are not given.
  ///   - instructions: what its kernels run on; the set that `FIRTH_ISA` names or the widest when
  ///     nil.
  public init(_ matrix: Matrix, norms: [Float]? = nil, instructions: InstructionSet? = nil) {
    self.matrix = matrix.whole
    let rowNorms = norms ?? Norms.ofRows(matrix)
    self.rowNorms = rowNorms
    factors = Self.factors(rowNorms, scales: matrix.scales)
    kernels =
      instructions.map { SearchKernels($0, matrix.precision) } ?? .preferred(matrix.precision)
  }

  private static func factors(_ norms: [Float], scales: [Float]?) -> [Float] {
    let room = norms.count + 16
    return unsafe [Float](unsafeUninitializedCapacity: room) { factors, count in
      count = room
      for row in norms.indices {
        let inverse = Norms.inverse(norms[row])
        unsafe factors[row] = inverse > 0 ? inverse : .nan
      }
      for row in norms.count..<room { unsafe factors[row] = .nan }
      guard let scales else { return }
      for row in scales.indices { unsafe factors[row] *= scales[row] }
    }
  }

  /// What the norms are like over all rows.
  public var norms: NormSummary { NormSummary(rowNorms) }

  /// The number of dimensions that a query must have.
  public var dimensions: Int { matrix.columns }

  /// Answers many queries, by blocks of queries and rows.
  ///
  /// - Complexity: O(*queries · V · D*).
  public func nearest(
    to queries: [[Float]], excluding: [Set<WordID>], limits: SearchLimits
  ) -> [[SearchHit]] {
    precondition(
      queries.count == excluding.count,
      "\(queries.count) queries and \(excluding.count) sets of rows to leave out")
    let questions = zip(queries, excluding).map { query, excluded in
      precondition(
        query.count == dimensions, "\(query.count) values given, \(dimensions) needed")
      return RowQuestion(.vector(query.map(Double.init)), excluding: excluded)
    }
    return answers(to: questions, limits: limits).map { $0 ?? [] }
  }

  /// Answers many questions over rows and vectors; those that share rows share the work.
  ///
  /// - Returns: each question's rows, the best first; nil for one without direction.
  func answers(to questions: [RowQuestion], limits: SearchLimits) -> [[SearchHit]?] {
    let (rows, count) = scope(limits.scope)
    // A quarter more and a few besides, since rounding may put rows in another order.
    let wanted = max(0, min(limits.count, count))
    let limit = min(wanted + wanted / 4 + 8, count)
    // The questions' vectors and their best rows take some megabytes and no more.
    let most = max(1, min(Self.roomForVectors / matrix.columns, Self.roomForHits / max(limit, 1)))
    var answers: [[SearchHit]?] = []
    for start in stride(from: 0, to: questions.count, by: most) {
      let part = questions[start..<min(start + most, questions.count)]
      let batch = RowBatch(part, matrix: matrix, mostColumns: Self.mostColumns)
      var found = batch.scorers.map { $0.map { _ in [SearchHit]() } }
      for group in batch.groups where wanted > 0 {
        let hits = Scan(
          matrix: matrix, kernels: kernels, factors: factors, rows: rows, count: count,
          columns: group.columns,
          questions: group.questions.map { ($0.scoring, part[start + $0.place].excluded) },
          limit: limit, threshold: limits.minimumSimilarity - Self.tolerance
        ).run()
        let refined = refine(
          zip(group.questions, hits).map { (batch.scorers[$0.place], $1) }, limits, wanted)
        for (question, hits) in zip(group.questions, refined) { found[question.place] = hits }
      }
      answers += found
    }
    return answers
  }

  /// The rows of a scope in rising order, nil for the first so many, and how many they are.
  private func scope(_ scope: SearchScope) -> ([WordID]?, Int) {
    switch scope {
    case .all: return (nil, matrix.rows)
    case .first(let count): return (nil, min(max(count, 0), matrix.rows))
    case .rows(let rows):
      let known = Set(rows.filter { $0.row < matrix.rows }).sorted()
      return (known, known.count)
    }
  }

  /// Compares what was found again, exactly, and leaves out what is too much.
  private func refine(
    _ found: [(scorer: RowScorer?, hits: [SearchHit])], _ limits: SearchLimits, _ wanted: Int
  ) -> [[SearchHit]] {
    unsafe [[SearchHit]](unsafeUninitializedCapacity: found.count) { answers, count in
      nonisolated(unsafe) let answers = unsafe answers
      DispatchQueue.concurrentPerform(iterations: found.count) { index in
        let (scorer, hits) = found[index]
        let exact = hits.compactMap { hit -> SearchHit? in
          guard let scorer, let score = scorer.score(matrix, hit.id.row) else { return nil }
          return SearchHit(id: hit.id, similarity: score)
        }
        let best = exact.filter { $0.similarity >= limits.minimumSimilarity }
          .sorted(by: TopRows.isBetter).prefix(wanted)
        unsafe answers.initializeElement(at: index, to: Array(best))
      }
      count = found.count
    }
  }
}
