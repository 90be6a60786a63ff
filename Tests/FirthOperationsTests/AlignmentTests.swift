import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthVectors
import Foundation
import Testing

@Suite("Alignment")
struct AlignmentTests {
  /// Random directions, a rotation of them, and the rotation.
  private static func turned(
    _ count: Int, _ columns: Int, noise: Float, seed: UInt64
  ) throws -> (Embeddings, Embeddings, rotation: [Double]) {
    var random = SeededGenerator(seed: seed)
    let square = (0..<columns * columns).map { _ in Double.random(in: -1...1, using: &random) }
    let (left, _, right) = try LAPACK.singularValues(ofSquare: square, order: columns)
    let rotation = (0..<columns * columns).map { place in
      (0..<columns).reduce(0.0) {
        $0 + left[place / columns * columns + $1] * right[$1 * columns + place % columns]
      }
    }
    let from = (0..<count * columns).map { _ in Float.random(in: -1...1, using: &random) }
    var to: [Float] = []
    for row in 0..<count {
      for i in 0..<columns {
        let sum = (0..<columns).reduce(0.0) {
          $0 + rotation[i * columns + $1] * Double(from[row * columns + $1])
        }
        to.append(Float(sum) + noise * .random(in: -1...1, using: &random))
      }
    }
    return (made(count, columns, from), made(count, columns, to), rotation)
  }

  @Test("a rotation is found again, and lengths and angles stay", arguments: [1, 4, 31])
  func rotation(columns: Int) throws {
    let (from, to, rotation) = try Self.turned(200, columns, noise: 0, seed: 1)
    let alignment = try Alignment(
      from: from, to: to, pairs: Alignment.sharedWords(from, to).filter { $0.from % 2 == 0 })
    #expect(zip(alignment.matrix, rotation).allSatisfy { abs($0 - $1) < 1e-5 })
    for (x, y) in zip(rows(alignment.apply(to: from)), rows(to)) {
      #expect(zip(x, y).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("pairs held out find each other, in spite of noise")
  func precision() throws {
    let (from, to, _) = try Self.turned(1_000, 30, noise: 0.1, seed: 2)
    let pairs = Alignment.sharedWords(from, to)
    let alignment = try Alignment(from: from, to: to, pairs: Array(pairs[..<500]))
    let found = alignment.precision(
      from: from, to: to, pairs: Array(pairs[500...]), top: 1_000)
    #expect(found.pairs == 500 && found.at1 > 0.99 && found.at1 <= found.at5)
    #expect(found.at5 <= found.at10 && found.cosineAt1 > 0.99)
    // Rows beyond the first are not looked at.
    let few = alignment.precision(from: from, to: to, pairs: pairs, top: 100)
    #expect(few.pairs == 100)
  }

  @Test("CSLS ranks as the formula says")
  func csls() throws {
    let (from, to, _) = try Self.turned(60, 4, noise: 1, seed: 3)
    let pairs = Alignment.sharedWords(from, to)
    let alignment = try Alignment(from: from, to: to, pairs: pairs)
    func unit(_ row: [Double]) -> [Double] {
      let norm = dot(row, row).squareRoot()
      return row.map { $0 / norm }
    }
    let x = rows(alignment.apply(to: from)).map(unit)
    let y = rows(to).map(unit)
    func hubness(_ row: [Double], _ others: [[Double]]) -> Double {
      others.map { dot(row, $0) }.sorted(by: >)[..<10].reduce(0, +) / 10
    }
    let r = y.map { hubness($0, x) }
    let ranks = x.indices.map { i in
      let scores = y.indices.map { 2 * dot(x[i], y[$0]) - r[$0] }
      return scores.count { $0 > scores[i] }
    }
    let found = alignment.precision(from: from, to: to, pairs: pairs, top: 60)
    #expect(found.at1 == Double(ranks.count { $0 == 0 }) / 60)
    #expect(found.at5 == Double(ranks.count { $0 < 5 }) / 60)
    #expect(found.at10 == Double(ranks.count { $0 < 10 }) / 60)
  }

  @Test("spaces that can't be aligned are refused")
  func refused() throws {
    let (a, b) = (made(2, 2, [1, 0, 0, 1]), made(2, 3, [1, 0, 0, 0, 1, 0]))
    #expect(throws: AlignmentError.otherDimensions(2, 3)) {
      try Alignment(from: a, to: b, pairs: [(0, 0)])
    }
    #expect(throws: AlignmentError.noPairs) { try Alignment(from: a, to: a, pairs: []) }
  }

  @Test(
    "SciPy's orthogonal Procrustes gives the same rotation",
    .enabled(if: Python.has("numpy, scipy"), "needs FIRTH_PYTHON with scipy"))
  func scipy() throws {
    try withFolder { folder in
      let (from, to, _) = try Self.turned(300, 12, noise: 0.5, seed: 5)
      try from.write(to: folder + "/x.npy")
      try to.write(to: folder + "/y.npy")
      let printed = try Python.run(
        """
        import sys, json, numpy as np
        from scipy.linalg import orthogonal_procrustes
        x, y = (np.load(sys.argv[1] + n).astype(np.float64) for n in ('/x.npy', '/y.npy'))
        unit = lambda a: a / np.linalg.norm(a, axis=1, keepdims=True)
        print(json.dumps(orthogonal_procrustes(unit(x), unit(y))[0].T.ravel().tolist()))
        """, [folder])
      let expected = try #require(JSONSerialization.jsonObject(with: printed) as? [Double])
      let alignment = try Alignment(
        from: from, to: to, pairs: Alignment.sharedWords(from, to))
      #expect(zip(alignment.matrix, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }
}
