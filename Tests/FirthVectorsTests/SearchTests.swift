import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

@Suite("Exact search", .serialized)
struct SearchTests {
  /// Cosines in Double over all rows, sorted.
  static func slowNearest(
    _ matrix: Matrix, _ query: [Float], _ count: Int, _ excluding: Set<WordID>
  ) -> [(row: Int, cosine: Double)] {
    func norm(_ values: [Float]) -> Double {
      values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    let scored = (0..<matrix.rows).compactMap { row -> (row: Int, cosine: Double)? in
      let product = zip(matrix[row], query).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let cosine = product / norm(matrix[row]) / norm(query)
      return cosine.isFinite && !excluding.contains(WordID(row)) ? (row, cosine) : nil
    }
    return Array(scored.sorted { ($1.cosine, $0.row) < ($0.cosine, $1.row) }.prefix(count))
  }

  /// A matrix with zero, NaN, infinite and duplicate rows, and rows that are not contiguous.
  static func matrix(rows: Int, columns: Int, _ random: inout SeededGenerator) -> Matrix {
    var values = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
    for row in 0..<rows {
      switch row % 17 {
      case 3: for column in 0..<columns { values[row * columns + column] = 0 }
      case 5: values[row * columns] = .nan
      case 7: values[row * columns + columns - 1] = .infinity
      case 9: for column in 0..<columns { values[row * columns + column] *= 1e25 }
      case 11: for column in 0..<columns { values[row * columns + column] *= 1e-25 }
      default: break
      }
    }
    return Matrix(rows: rows, columns: columns, copying: values)
  }

  @Test(
    "one and many queries agree with a slow scan",
    arguments: [(1, 1), (2, 3), (40, 7), (300, 50), (5000, 16), (33_000, 5)].flatMap { shape in
      [1, 3, 65].map { (rows: shape.0, columns: shape.1, queries: $0) }
    },
    InstructionSet.supported.flatMap { set in Precision.allCases.map { (set, $0) } })
  func agrees(
    shape: (rows: Int, columns: Int, queries: Int), how: (InstructionSet, Precision)
  ) {
    let ((set, precision), queries) = (how, shape.queries)
    var random = SeededGenerator(seed: UInt64(shape.rows + queries))
    let matrix = Self.matrix(rows: shape.rows, columns: shape.columns, &random)
      .converted(to: precision)
    let search = ExactSearch(matrix, instructions: set)
    let asked = (0..<queries).map { _ in
      (0..<shape.columns).map { _ in Float.random(in: -1...1, using: &random) }
    }
    let excluding = asked.indices.map { Set([WordID($0 % shape.rows)]) }
    let answers = search.nearest(to: asked, excluding: excluding, limits: SearchLimits())
    #expect(answers.count == queries)
    for index in [0, queries - 1] {
      let all = Self.slowNearest(matrix, asked[index], shape.rows, [])
      let cosines = Dictionary(uniqueKeysWithValues: all.map { ($0.row, $0.cosine) })
      let slow = all.filter { !excluding[index].contains(WordID($0.row)) }.prefix(10)
      let fast = answers[index]
      #expect(fast.count == slow.count)
      for (hit, expected) in zip(fast, slow) {
        #expect(abs(Double(hit.similarity) - expected.cosine) < 1e-5)
        // Neighbours in the order may change places only where rounding makes them equal.
        #expect(abs((cosines[hit.id.row] ?? 9) - expected.cosine) < 1e-5)
      }
    }
  }

  @Test("equal rows come in their order, and the limit keeps the first of them")
  func ties() {
    let rows = (0..<50).map { ("w\($0)", $0 % 2 == 0 ? [1, 2] : [2, 1] as [Float]) }
    let hits = embeddings(rows).search.nearest(to: [1, 2], count: 5)
    #expect(hits.map(\.id.row) == [0, 2, 4, 6, 8])
    #expect(hits.allSatisfy { abs($0.similarity - 1) < 1e-6 && $0.similarity <= 1 })
  }

  @Test(
    "a query without direction has no answer, alone and beside others",
    arguments: [[0, 0], [.nan, 1], [.infinity, 1]] as [[Float]])
  func noDirection(query: [Float]) {
    let search = embeddings([("a", [1, 0]), ("b", [0, 1])]).search
    #expect(search.nearest(to: query, count: 3).isEmpty)
    let many = search.nearest(
      to: [query, [0, 1]], excluding: [[], []], limits: SearchLimits(count: 1))
    #expect(many[0].isEmpty && many[1].map(\.id.row) == [1])
  }

  @Test(
    "a count of zero or below has no rows, a large one has all",
    arguments: [(-1, 0), (0, 0), (1, 1), (.max, 2)])
  func counts(count: Int, found: Int) {
    let search = embeddings([("a", [1, 0]), ("b", [0, 1])]).search
    #expect(search.nearest(to: [1, 1], count: count).count == found)
  }

  static let scopes: [SearchScope] = [
    .all, .first(100), .first(0), .first(.max), .rows([]), .rows([WordID(7)]),
    .rows(
      (0..<3000).reversed().filter { $0 % 7 != 0 }.map { WordID($0) } + [WordID(4), WordID(4)]),
  ]

  @Test(
    "a scope's rows are those found, alone and in a batch", arguments: scopes,
    Precision.allCases.flatMap { [($0, 1), ($0, 40)] })
  func finds(scope: SearchScope, how: (precision: Precision, queries: Int)) {
    let (precision, queries) = how
    var random = SeededGenerator(seed: 9)
    let matrix = Self.matrix(rows: 3000, columns: 20, &random).converted(to: precision)
    let asked = (0..<queries).map { _ in
      (0..<20).map { _ in Float.random(in: -1...1, using: &random) }
    }
    let search = ExactSearch(matrix)
    let everything = SearchLimits(count: 3000)
    let all = search.nearest(to: asked[queries - 1], count: 3000)
    let allowed: (WordID) -> Bool =
      switch scope {
      case .all: { _ in true }
      case .first(let count): { $0.row < count }
      case .rows(let rows): { rows.contains($0) }
      }
    var limits = everything
    limits.scope = scope
    let found = search.nearest(to: asked, excluding: asked.map { _ in [] }, limits: limits)
    #expect(found[queries - 1] == all.filter { allowed($0.id) })
    limits.minimumSimilarity = 0.25
    limits.count = 5
    let close = search.nearest(to: asked, excluding: asked.map { _ in [] }, limits: limits)
    #expect(
      close[queries - 1]
        == Array(all.filter { allowed($0.id) && $0.similarity >= 0.25 }.prefix(5)))
  }

  /// Rows that have no address.
  final class Scattered: ScatteredRows {
    func values(ofRow row: Int) -> [Float] { [Float(row), 1] }
  }

  @Test(
    "rows that are put together are searched and written as any", arguments: [Precision.f32, .i8])
  func scattered(precision: Precision) throws {
    let rows = Matrix(viewing: Scattered(), rows: 4, columns: 2)
    let plain = Matrix(rows: 4, columns: 2, copying: [0, 1, 1, 1, 2, 1, 3, 1])
    let query: [Float] = [1, 0.3]
    #expect(
      ExactSearch(rows.converted(to: precision)).nearest(to: query, count: 4)
        == ExactSearch(plain.converted(to: precision)).nearest(to: query, count: 4))
    try withFolder { folder in
      let words = Vocabulary(words: ["a", "b", "c", "d"])
      try Embeddings(vocabulary: words, vectors: rows).write(to: folder + "/a.safetensors")
      try Embeddings(vocabulary: words, vectors: plain).write(to: folder + "/b.safetensors")
      #expect(try contents(folder + "/a.safetensors") == contents(folder + "/b.safetensors"))
    }
  }

  @Test("norms that lie change which rows are found and never their similarity")
  func lyingNorms() {
    let rows = Matrix(rows: 3, columns: 2, copying: [1, 0, 2, 0.1, 0, 1])
    for norms in [[.nan, 0, 1], [1e-30, 1e30, -1], [1, 1, 1]] as [[Float]] {
      let hits = ExactSearch(rows, norms: norms).nearest(to: [1, 0], count: 3)
      for hit in hits {
        let honest = ExactSearch(rows).nearest(to: [1, 0], count: 3).first { $0.id == hit.id }
        #expect(hit.similarity == honest?.similarity)
      }
    }
  }

  @Test("OpenBLAS takes as many threads as it is told")
  func threads() {
    let before = BLAS.threads
    BLAS.threads = 1
    #expect(BLAS.threads == 1)
    BLAS.threads = before
    #expect(BLAS.threads == before)
  }
}
