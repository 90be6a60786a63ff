import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Retrofitting")
struct RetrofittingTests {
  private static let vectors = madeVectors(80, 21, seed: 21)

  /// A lexicon of random lines: unknown words, repeated words, words that are their own neighbours.
  private static func lexicon(seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    func word() -> String {
      let row = Int.random(in: 0..<100, using: &random)
      return Bool.random(using: &random) ? "w\(row)" : "W\(row)"
    }
    return (0..<60).map { _ in
      (0...Int.random(in: 0...6, using: &random)).map { _ in word() }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// The formula, plainly.
  private static func plain(
    _ vectors: Embeddings, _ lexicon: String, _ iterations: Int, normalizing: Bool
  ) -> [[Double]] {
    var first = rows(vectors)
    if normalizing {
      first = first.map { row in
        let norm = dot(row, row).squareRoot()
        return row.map { $0 / norm }
      }
    }
    var order: [Int] = []
    var neighbours: [Int: [Int]] = [:]
    for line in lexicon.split(separator: "\n") {
      let ids = line.split(separator: " ").map { word in
        vectors.vocabulary.id(of: word.lowercased())?.row
      }
      guard let word = ids[0] else { continue }
      if neighbours[word] == nil { order.append(word) }
      for id in ids.dropFirst().compactMap(\.self) where neighbours[word]?.contains(id) != true {
        neighbours[word, default: []].append(id)
      }
      neighbours[word, default: []] += []
    }
    var now = first
    for _ in 0..<iterations {
      for word in order {
        let near = neighbours[word] ?? []
        if near.isEmpty { continue }
        let count = Double(near.count)
        now[word] = now[word].indices.map { column in
          (count * first[word][column] + near.reduce(0) { $0 + now[$1][column] }) / (2 * count)
        }
      }
    }
    return now
  }

  @Test("rounds are what the formula gives", arguments: [1, 10], [false, true])
  func differential(iterations: Int, normalizing: Bool) throws {
    for seed in UInt64(1)...5 {
      let text = Self.lexicon(seed: seed)
      let after = try withFile(Array(text.utf8)) { path in
        let lexicon = try Lexicon(contentsOf: path, for: Self.vectors.vocabulary)
        return try Retrofitting(iterations: iterations, normalizing: normalizing)
          .apply(to: Self.vectors, lexicon)
      }
      let expected = Self.plain(Self.vectors, text, iterations, normalizing: normalizing)
      let differences = zip(rows(after), expected).flatMap { zip($0, $1).map { abs($0 - $1) } }
      #expect((differences.max() ?? 1) < 1e-6)
      #expect(
        after.metadata["transforms"] == (normalizing ? "normalize " : "") + "retrofit=\(iterations)"
      )
    }
  }

  @Test("words are counted, looked for in lower case, and lines of a word add up")
  func lexicon() throws {
    let vocabulary = Vocabulary(words: ["king", "Paris", "été", "queen", "x"])
    let text =
      "King queen\r\n\n  paris king\nParis\tQUEEN nobody\nking  queen x\nx y\nÉTÉ été\nno king"
    try withFile(gzipMember(Array(text.utf8))) { path in
      let lexicon = try Lexicon(contentsOf: path, for: vocabulary)
      #expect(lexicon.words.map { vocabulary[$0] } == ["king", "Paris", "été"])
      #expect(lexicon.report.words == 16 && lexicon.report.unknown == 4)
      #expect(lexicon.report.lonely == 1)
    }
  }

  @Test("rows without a direction are left as they are when made unit vectors")
  func zeros() throws {
    let vectors = made(3, 2, [0, 0, 3, 4, 0, 2])
    try withFile(Array("w0 w1 w2\n".utf8)) { path in
      let lexicon = try Lexicon(contentsOf: path, for: vectors.vocabulary)
      let after = try rows(Retrofitting(normalizing: true).apply(to: vectors, lexicon))
      #expect(abs(after[0][0] - 0.15) < 1e-6 && abs(after[0][1] - 0.45) < 1e-6)
      #expect(zip(after[1], [0.6, 0.8]).allSatisfy { abs($0 - $1) < 1e-6 } && after[2] == [0, 1])
    }
  }

  @Test("any bytes are a lexicon", arguments: 1...20)
  func fuzz(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let some: [UInt8] = [0x0a, 0x0d, 0x20, 0x09, 0x77, 0x30, 0x31, 0x57, 0xc3, 0xff, 0x00]
    let text = (0..<2_000).map { _ in some.randomElement(using: &random) ?? 0 }
    try withFile(text) { path in
      let lexicon = try Lexicon(contentsOf: path, for: Self.vectors.vocabulary)
      let report = lexicon.report
      #expect(report.words >= report.unknown && lexicon.words.count <= 80)
      if !lexicon.words.isEmpty {
        let after = try Retrofitting(iterations: 3).apply(to: Self.vectors, lexicon)
        #expect(rows(after).allSatisfy { $0.allSatisfy(\.isFinite) })
      }
    }
  }

  @Test(
    "the published algorithm gives the same in NumPy",
    .enabled(if: Python.has("numpy"), "needs FIRTH_PYTHON with numpy"))
  func numpy() throws {
    try withFolder { folder in
      try Self.vectors.write(to: folder + "/v.npy")
      let text = Self.lexicon(seed: 9)
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/lexicon.txt"))
      let printed = try Python.run(
        """
        import sys, json, numpy as np
        q0 = np.load(sys.argv[1] + '/v.npy').astype(np.float64)
        q0 /= np.sqrt((q0 ** 2).sum(1, keepdims=True) + 1e-6)
        row = {l.split()[0]: i for i, l in enumerate(open(sys.argv[1] + '/v.words.txt'))}
        edges = {}
        for line in open(sys.argv[1] + '/lexicon.txt'):
            w, *near = line.lower().split()
            if w in row:
                edges.setdefault(w, {}).update((u, 1) for u in near if u in row)
        q = q0.copy()
        for _ in range(10):
            for w, near in edges.items():
                if near:
                    total = sum(q[row[u]] for u in near)
                    q[row[w]] = (len(near) * q0[row[w]] + total) / (2 * len(near))
        print(json.dumps(q.tolist()))
        """, [folder])
      let expected = try #require(JSONSerialization.jsonObject(with: printed) as? [[Double]])
      let lexicon = try Lexicon(contentsOf: folder + "/lexicon.txt", for: Self.vectors.vocabulary)
      let after = try rows(Retrofitting(normalizing: true).apply(to: Self.vectors, lexicon))
      let differences = zip(after, expected).flatMap { zip($0, $1).map { abs($0 - $1) } }
      #expect((differences.max() ?? 1) < 1e-5)
    }
  }
}
