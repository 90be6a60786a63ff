import FirthOperations
import FirthTestSupport
import FirthVectors
import Foundation
import Testing

@Suite("Concepts beside other programs")
struct ConceptPeerTests {
  /// Runs Python on the vectors and reads what it prints: rows of numbers.
  private static func rows(
    _ script: String, _ vectors: Embeddings, _ more: [String] = []
  ) throws -> [[Double]] {
    try withFolder { folder in
      try vectors.write(to: folder + "/x.npy")
      let prelude = """
        import sys, json, numpy as np
        x = np.load(sys.argv[1] + '/x.npy').astype(np.float64)

        """
      let printed = try Python.run(prelude + script, [folder] + more)
      return try #require(JSONSerialization.jsonObject(with: printed) as? [[Double]])
    }
  }

  private static func agree(_ a: [[Double]], _ b: [[Double]], within limit: Double) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < limit } }
  }

  @Test(
    "hard debiasing equals the published formulas",
    .enabled(if: Python.has("numpy"), "needs FIRTH_PYTHON with numpy"))
  func debiaswe() throws {
    let (vectors, examples) = groupedVectors(2, perGroup: 9)
    let unit = try Transform([.normalize]).apply(to: vectors)
    let concept = try Concept.find("c", in: pairs(examples), unit, by: .pca).concept
    // Neutralize all but the pairs, normalize, equalize three pairs, normalize.
    let neutralized = try unit.changed(by: concept, .remove, rows: Array(18..<118)).embeddings
    let equalized = try Transform([.normalize]).apply(to: neutralized)
      .equalized([["w0", "w9"], ["w1", "w10"], ["w20", "w21"]], in: concept).embeddings
    let expected = try Self.rows(
      """
      x /= np.linalg.norm(x, axis=1, keepdims=True)
      halves = np.array([h for i in range(9) for c in [(x[i] + x[9 + i]) / 2]
                         for h in (x[i] - c, x[9 + i] - c)])
      g = np.linalg.svd(halves - halves.mean(0))[2][0]
      drop = lambda u: u - g * (u @ g) / (g @ g)
      for i in range(18, 118): x[i] = drop(x[i])
      x /= np.linalg.norm(x, axis=1, keepdims=True)
      # Two words that are neutral already have no side: the program's rounding decides.
      for a, b in ((0, 9), (1, 10)):
          y = drop((x[a] + x[b]) / 2)
          z = np.sqrt(1 - y @ y) * (-1 if (x[a] - x[b]) @ g < 0 else 1)
          x[a], x[b] = z * g + y, -z * g + y
      print(json.dumps((x / np.linalg.norm(x, axis=1, keepdims=True)).tolist()))
      """, vectors)
    #expect(
      Self.agree(
        FirthOperationsTests.rows(try Transform([.normalize]).apply(to: equalized)), expected,
        within: 1e-5))
  }

  @Test(
    "LEACE equals its authors' program",
    .enabled(
      if: Python.has("numpy, torch, concept_erasure"),
      "needs FIRTH_PYTHON with torch and concept-erasure"), arguments: [2, 4], [40, 6])
  func leace(groups: Int, perGroup: Int) throws {
    let (vectors, examples) = groupedVectors(groups, perGroup: perGroup, apart: 1)
    let concept = try Concept.find("c", in: examples, vectors, by: .leace).concept
    let expected = try Self.rows(
      """
      import torch
      from concept_erasure import LeaceFitter
      groups, size = int(sys.argv[2]), int(sys.argv[3])
      x = torch.from_numpy(x)
      z = torch.arange(groups * size) // size
      z = z.double() if groups == 2 else torch.nn.functional.one_hot(z).double()
      fitter = LeaceFitter(x.shape[1], 1 if groups == 2 else groups, dtype=torch.float64,
                           constrain_cov_trace=False)
      fitter.update(x[:groups * size], z)
      print(json.dumps(fitter.eraser(x).tolist()))
      """, vectors, ["\(groups)", "\(perGroup)"])
    let after = try vectors.changed(by: concept, .remove).embeddings
    #expect(Self.agree(FirthOperationsTests.rows(after), expected, within: 1e-5))
  }
}
