import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Drift")
struct DriftTests {
  /// Runs of two sides: the same vectors turned at random, with noise; the first `moved` words of the
  /// second side are others.
  private static func runs(
    _ count: (Int, Int), words: Int = 600, columns: Int = 12, moved: Int, noise: Double,
    seed: UInt64
  ) throws -> ([Embeddings], [Embeddings]) {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }
    let first = (0..<words).map { _ in (0..<columns).map { _ in normal() } }
    let second = (0..<words).map { $0 < moved ? (0..<columns).map { _ in normal() } : first[$0] }
    func run(_ rows: [[Double]]) throws -> Embeddings {
      let square = (0..<columns * columns).map { _ in normal() }
      let (turn, _, _) = try LAPACK.singularValues(ofSquare: square, order: columns)
      let values = rows.flatMap { row in
        let noisy = row.map { $0 + noise * normal() }
        return (0..<columns).map { i in
          Float((0..<columns).reduce(0) { $0 + turn[i * columns + $1] * noisy[$1] })
        }
      }
      return made(words, columns, values)
    }
    return (
      try (0..<count.0).map { _ in try run(first) }, try (0..<count.1).map { _ in try run(second) }
    )
  }

  private static func unit(_ row: [Double]) -> [Double] {
    let norm = dot(row, row).squareRoot()
    return row.map { $0 / norm }
  }

  @Test("distances are those of the turned vectors")
  func differential() throws {
    let (before, after) = try Self.runs((1, 1), moved: 20, noise: 0.2, seed: 1)
    let drift = try Drift(from: before, to: after)
    let alignment = try Alignment(
      from: before[0], to: after[0], pairs: Alignment.sharedWords(before[0], after[0]))
    let turned = rows(alignment.apply(to: before[0])).map(Self.unit)
    let other = rows(after[0]).map(Self.unit)
    #expect(drift.words.count == 600 && drift.leftOut == 0)
    for word in drift.words {
      let row = word.before.row
      #expect(abs(word.distance - (1 - dot(turned[row], other[row]))) < 1e-5)
      #expect(word.low == nil && word.seeds == nil && word.exceedsSeeds == nil)
      #expect(word.word == "w\(row)" && word.after.row == row)
    }
    #expect(zip(drift.words, drift.words.dropFirst()).allSatisfy { $0.distance >= $1.distance })
    #expect(drift.words.prefix(15).allSatisfy { $0.before.row < 20 })
  }

  @Test("means, intervals and what seeds do are those of all pairs")
  func pairs() throws {
    let (before, after) = try Self.runs((3, 2), words: 150, moved: 5, noise: 0.4, seed: 2)
    func distances(_ x: Embeddings, _ y: Embeddings) throws -> [Double] {
      let drift = try Drift(from: [x], to: [y])
      return drift.words.sorted { $0.before < $1.before }.map(\.distance)
    }
    let across = try before.map { x in try after.map { try distances(x, $0) } }
    let own = try [(0, 1), (0, 2), (1, 2)].map { try distances(before[$0.0], before[$0.1]) }
    let other = try distances(after[0], after[1])
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    for word in try Drift(from: before, to: after).words {
      let row = word.before.row
      let byBefore = across.map { ($0[0][row] + $0[1][row]) / 2 }
      let byAfter = (0..<2).map { j in across.reduce(0) { $0 + $1[j][row] } / 3 }
      let mean = byBefore.reduce(0, +) / 3
      // Student's t of 3 degrees of freedom.
      let width = 3.182446 * (variance(byBefore) / 3 + variance(byAfter) / 2).squareRoot()
      #expect(abs(word.distance - mean) < 1e-5)
      #expect(abs((word.low ?? -1) - max(mean - width, 0)) < 1e-4)
      #expect(abs((word.high ?? -1) - min(mean + width, 2)) < 1e-4)
      let seeds = max(own.reduce(0) { $0 + $1[row] } / 3, other[row])
      #expect(abs((word.seeds ?? -1) - seeds) < 1e-5)
    }
  }

  @Test("words that seeds alone move are seldom taken for others, and those that moved are found")
  func rates() throws {
    let (before, after) = try Self.runs((3, 3), words: 2_000, moved: 100, noise: 0.5, seed: 3)
    let drift = try Drift(from: before, to: after)
    let found = drift.words.filter { $0.exceedsSeeds == true }
    let right = found.count { $0.before.row < 100 }
    #expect(right > 90, "\(right) of 100 found")
    #expect(found.count - right < 95, "\(found.count - right) of 1,900 taken for such")
    #expect(drift.words.prefix(80).allSatisfy { $0.before.row < 100 })
    // One side's runs tell as much of seeds.
    let single = try Drift(from: Array(before.prefix(1)), to: after)
    #expect(single.words.count { $0.exceedsSeeds == true && $0.before.row < 100 } > 80)
  }

  @Test("only words that all have, often enough and with a direction, are compared")
  func words() throws {
    func model(_ words: [String], _ counts: [UInt64]?, _ values: [Float]) -> Embeddings {
      Embeddings(
        vocabulary: Vocabulary(words: words, counts: counts),
        vectors: Matrix(rows: words.count, columns: 2, copying: values))
    }
    let a = model(
      ["x", "y", "z", "zero", "only"], [9, 8, 7, 6, 5], [1, 0, 0, 1, 1, 1, 0, 0, 1, 2])
    let b = model(["zero", "z", "y", "x"], [9, 9, 3, 9], [1, 1, 1, 1, 0, 1, 1, 0])
    let all = try Drift(from: [a], to: [b])
    #expect(Set(all.words.map(\.word)) == ["x", "y", "z"])
    #expect(all.leftOut == 1 && all.withoutDirection == 1)
    #expect(all.words.allSatisfy { $0.distance < 1e-6 })
    let some = try Drift(from: [a], to: [b], top: 3, minimumCount: 4)
    #expect(Set(some.words.map(\.word)) == ["x", "z"] && some.leftOut == 1)
    #expect(throws: AlignmentError.noPairs) { try Drift(from: [a], to: [b], minimumCount: 100) }
    #expect(throws: AlignmentError.otherDimensions(2, 3)) {
      try Drift(from: [a], to: [made(2, 3, [1, 0, 0, 0, 1, 0])])
    }
  }

  @Test(
    "SciPy gives the same distances",
    .enabled(if: Python.has("numpy, scipy"), "needs FIRTH_PYTHON with scipy"))
  func scipy() throws {
    try withFolder { folder in
      let (before, after) = try Self.runs((1, 1), moved: 30, noise: 0.3, seed: 5)
      try before[0].write(to: folder + "/a.npy")
      try after[0].write(to: folder + "/b.npy")
      let printed = try Python.run(
        """
        import sys, json, numpy as np
        from scipy.linalg import orthogonal_procrustes
        a, b = (np.load(sys.argv[1] + n).astype(np.float64) for n in ('/a.npy', '/b.npy'))
        a, b = (m / np.linalg.norm(m, axis=1, keepdims=True) for m in (a, b))
        r, _ = orthogonal_procrustes(a, b)
        print(json.dumps((1 - ((a @ r) * b).sum(1)).tolist()))
        """, [folder])
      let expected = try #require(JSONSerialization.jsonObject(with: printed) as? [Double])
      for word in try Drift(from: before, to: after).words {
        #expect(abs(word.distance - expected[word.before.row]) < 1e-5)
      }
    }
  }
}
