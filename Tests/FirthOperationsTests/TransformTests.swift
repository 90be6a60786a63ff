import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthVectors
import Foundation
import Testing

@Suite("Transforms")
struct TransformTests {
  private static let vectors = madeVectors(5_000, 7, seed: 1)

  @Test("centred vectors have the mean zero and differ by one vector")
  func center() throws {
    let (before, after) = (
      rows(Self.vectors), rows(try Transform([.center]).apply(to: Self.vectors))
    )
    #expect(mean(after).allSatisfy { abs($0) < 1e-6 })
    let shift = zip(before[0], after[0]).map { $0 - $1 }
    for (x, y) in zip(before, after) {
      #expect(zip(zip(x, y), shift).allSatisfy { abs($0.0 - $0.1 - $1) < 1e-6 })
    }
  }

  @Test("of all but the top nothing is left along the first components", arguments: [1, 3])
  func allButTheTop(count: Int) throws {
    let (_, axes) = try LAPACK.eigenvectors(
      ofSymmetric: covariance(rows(Self.vectors)).flatMap(\.self), order: 7)
    let after = rows(try Transform([.allButTheTop(count)]).apply(to: Self.vectors))
    for axis in 0..<7 {
      let direction = Array(axes[axis * 7..<(axis + 1) * 7])
      let largest = after.map { abs(dot($0, direction)) }.max() ?? 0
      #expect((largest < 1e-6) == (axis < count), "component \(axis): \(largest)")
    }
  }

  @Test("all but the top takes a hundredth of the dimensions by default")
  func defaultCount() throws {
    let vectors = madeVectors(600, 200, seed: 3)
    let plain = rows(try Transform([.allButTheTop(nil)]).apply(to: vectors))
    #expect(plain == rows(try Transform([.allButTheTop(2)]).apply(to: vectors)))
  }

  @Test("principal components keep the most variance, uncorrelated, in falling order")
  func pca() throws {
    let before = covariance(rows(Self.vectors))
    let (values, _) = try LAPACK.eigenvectors(ofSymmetric: before.flatMap(\.self), order: 7)
    let reduced = try Transform([.pca(4)]).apply(to: Self.vectors)
    #expect(reduced.dimension == 4)
    let after = covariance(rows(reduced))
    for i in 0..<4 {
      for j in 0..<4 { #expect(abs(after[i][j] - (i == j ? values[i] : 0)) < 1e-6) }
    }
  }

  @Test("whitened vectors have the identity as covariance")
  func whiten() throws {
    let after = covariance(rows(try Transform([.whiten]).apply(to: Self.vectors)))
    for i in 0..<7 {
      for j in 0..<7 { #expect(abs(after[i][j] - (i == j ? 1 : 0)) < 1e-4) }
    }
  }

  @Test("a direction without variance stays empty when whitened")
  func flat() throws {
    let flat = made(4, 2, [1, 5, 2, 5, 3, 5, 4, 5])
    let after = rows(try Transform([.whiten]).apply(to: flat))
    #expect(after.allSatisfy { $0[0].isFinite && abs($0[1]) < 1e-6 })
  }

  @Test("steps follow one another, each on what the one before left")
  func chain() throws {
    let steps: [TransformStep] = [.normalize, .allButTheTop(2), .pca(5), .normalize]
    let together = rows(try Transform(steps).apply(to: Self.vectors))
    var apart = Self.vectors
    for step in steps { apart = try Transform([step]).apply(to: apart) }
    // Between the steps the vectors are rounded to Float, so the sign of components stays.
    for (x, y) in zip(together, rows(apart)) {
      #expect(zip(x, y).allSatisfy { abs($0 - $1) < 1e-4 })
    }
    #expect(together.allSatisfy { abs(dot($0, $0) - 1) < 1e-6 })
    #expect(
      apart.metadata["transforms"] == "normalize all-but-the-top=2 pca=5 normalize")
  }

  @Test("rows that are zero or no numbers change nothing for the others")
  func oddRows() throws {
    var values = rows(madeVectors(300, 5, seed: 4)).flatMap { $0.map { Float($0) } }
    let plain = made(300, 5, values)
    values += [.nan, 1, 1, 1, 1, .infinity, 0, 0, 0, 0]
    let odd = made(302, 5, values)
    for step in [TransformStep.center, .allButTheTop(1), .pca(3), .whiten] {
      let expected = rows(try Transform([step]).apply(to: plain))
      let got = rows(try Transform([step]).apply(to: odd))
      #expect(Array(got[..<300]) == expected, "\(step)")
    }
    let zeros = made(2, 2, [0, 0, 3, 4])
    #expect(
      rows(try Transform([.normalize]).apply(to: zeros))
        == [[0, 0], [0.6, 0.8]].map { row in
          row.map { Double(Float($0)) }
        })
  }

  @Test("steps that need more dimensions are refused")
  func refused() {
    for (steps, message) in [
      ([TransformStep.pca(8)], "pca=8 needs more dimensions than the 7"),
      ([.pca(4), .allButTheTop(4)], "all-but-the-top=4 needs more dimensions than the 4"),
    ] {
      #expect {
        try Transform(steps).apply(to: Self.vectors)
      } throws: {
        "\($0)".contains(message)
      }
    }
  }

  @Test(
    "steps read as they are written",
    arguments: [
      ("center", .center), ("all-but-the-top", .allButTheTop(nil)),
      ("all-but-the-top=3", .allButTheTop(3)), ("pca=100", .pca(100)), ("normalize", .normalize),
      ("whiten", .whiten), ("pca", nil), ("pca=0", nil), ("pca=x", nil), ("center=2", nil),
      ("all-but-the-top=", nil), ("centre", nil), ("", nil),
    ] as [(String, TransformStep?)])
  func steps(text: String, step: TransformStep?) {
    #expect(TransformStep(text) == step)
    if let step { #expect(step.description == text) }
  }

  @Test(
    "NumPy gives the same by the published formulas",
    .enabled(if: Python.has("numpy"), "needs FIRTH_PYTHON with numpy"))
  func numpy() throws {
    try withFolder { folder in
      let path = folder + "/v.npy"
      try Self.vectors.write(to: path)
      let printed = try Python.run(
        """
        import sys, json, numpy as np
        x = np.load(sys.argv[1]).astype(np.float64)
        c = x - x.mean(0)
        u, s, vt = np.linalg.svd(c, full_matrices=False)
        vt *= np.where(vt.sum(1) < 0, -1, 1)[:, None]
        top = c - c @ vt[:2].T @ vt[:2]
        white = c @ vt.T @ np.diag(np.sqrt(len(x)) / s) @ vt
        print(json.dumps([a.tolist() for a in (top, c @ vt[:3].T, white)]))
        """, [path])
      let expected = try #require(
        JSONSerialization.jsonObject(with: printed) as? [[[Double]]])
      for (step, expected) in zip([TransformStep.allButTheTop(2), .pca(3), .whiten], expected) {
        let got = rows(try Transform([step]).apply(to: Self.vectors))
        let largest = zip(got, expected).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 1
        #expect(largest < 1e-5, "\(step): \(largest)")
      }
    }
  }
}
