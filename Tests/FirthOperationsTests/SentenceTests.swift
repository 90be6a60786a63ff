import FirthFiles
import FirthNumerics
import FirthOperations
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Sentences")
struct SentenceTests {
  private static let dimension = 19
  private static let words = (0..<300).map { "w\($0)" }
  private static let counts = (0..<300).map { UInt64(30_000 / ($0 + 1)) }
  private static let vectors = Embeddings(
    vocabulary: Vocabulary(words: words, counts: counts),
    vectors: madeVectors(300, dimension, seed: 11).vectors)

  /// Lines of words, some of them unknown, some lines empty.
  private static func lines(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...12, using: &random)).map { _ in
        // Frequent words are frequent.
        let row = Int(300 * pow(Double.random(in: 0..<1, using: &random), 3))
        return Int.random(in: 0..<20, using: &random) == 0 ? "unseen" : "W\(row),"
      }.joined(separator: " ")
    }
  }

  /// The formula, plainly: the weighted sum of the known words, divided by their number.
  private static func plain(_ line: String, _ weight: (Int) -> Double) -> [Double] {
    let rows = line.lowercased().split { $0 == " " || $0 == "," }.compactMap { word in
      words.firstIndex(of: String(word))
    }
    var sum = [Double](repeating: 0, count: dimension)
    for row in rows {
      for (column, value) in vectors.vectors[row].enumerated() {
        sum[column] += weight(row) * Double(value)
      }
    }
    return rows.isEmpty ? sum : sum.map { $0 / Double(rows.count) }
  }

  private static func sif(_ a: Double) -> (Int) -> Double {
    let total = Double(counts.reduce(0, +))
    return { a / (a + Double(counts[$0]) / total) }
  }

  /// Removes the first components, found by power iteration.
  private static func without(_ rows: [[Double]], _ count: Int) -> [[Double]] {
    var (rows, rest) = (rows, rows)
    for _ in 0..<count {
      var u = [Double](repeating: 1, count: dimension)
      for _ in 0..<3_000 {
        var next = [Double](repeating: 0, count: dimension)
        for row in rest {
          let product = dot(row, u)
          for column in 0..<dimension { next[column] += product * row[column] }
        }
        let norm = dot(next, next).squareRoot()
        u = next.map { $0 / norm }
      }
      func minus(_ row: [Double]) -> [Double] {
        let product = dot(row, u)
        return zip(row, u).map { $0 - product * $1 }
      }
      rows = rows.map(minus)
      rest = rest.map(minus)
    }
    return rows
  }

  private static func difference(_ a: [[Double]], _ b: [[Float]]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).flatMap { zip($0, $1).map { abs($0 - Double($1)) } }.max() ?? 0
  }

  /// All vectors of a file's lines.
  private static func vectors(
    of lines: [String], _ model: SentenceModel, components count: Int, end: String = "\n"
  ) throws -> ([[Float]], SentenceReport) {
    try withFile(Array(lines.joined(separator: end).utf8)) { path in
      let read = try SentenceLines(
        reading: Corpus(files: [path]), for: model, learning: count > 0)
      let components = count > 0 ? try read.components(count) : nil
      var rows: [[Float]] = []
      try read.forEachBlock(removing: components) { block in
        #expect(block.first == rows.count)
        for line in 0..<block.count {
          rows.append(Array(block.values[line * dimension..<(line + 1) * dimension]))
        }
      }
      return (rows, read.report)
    }
  }

  @Test("SIF is what the formula gives", arguments: [0, 1, 3])
  func sif(components: Int) throws {
    // Enough for several blocks.
    let lines = Self.lines(5_000, seed: 1) + ["w0"]
    let expected = Self.without(lines.map { Self.plain($0, Self.sif(1e-3)) }, components)
    let (rows, report) = try Self.vectors(
      of: lines, SentenceModel(Self.vectors), components: components, end: "\r\n")
    #expect(Self.difference(expected, rows) < 1e-5)
    #expect(report.lines == 5_001)
    let words = lines.map { $0.split(separator: " ") }
    #expect(report.tokens == words.reduce(0) { $0 + $1.count })
    #expect(report.unknownTokens == words.reduce(0) { $0 + $1.count { $0 == "unseen" } })
    #expect(report.unknownLines == words.count { $0.allSatisfy { $0 == "unseen" } })
  }

  @Test("the mean, another smoothing, a list of counts and ranks weigh as they should")
  func weights() throws {
    let lines = Self.lines(300, seed: 2)
    let list = Vocabulary(words: ["w3", "other", "w1"], counts: [6, 3, 1])
    let harmonic = (1...300).reduce(0) { $0 + 1 / Double($1) }
    let bare = Embeddings(
      vocabulary: Vocabulary(words: Self.words), vectors: Self.vectors.vectors)
    let cases: [(SentenceModel, WordProbabilities?, (Int) -> Double)] = [
      (SentenceModel(Self.vectors, weighting: .mean), nil, { _ in 1 }),
      (
        SentenceModel(Self.vectors, weighting: .smoothInverseFrequency(smoothing: 0.1)), .counts,
        Self.sif(0.1)
      ),
      (
        SentenceModel(bare, counts: list), .list,
        { 1e-3 / (1e-3 + ($0 == 3 ? 0.6 : $0 == 1 ? 0.1 : 0)) }
      ),
      (SentenceModel(bare), .rank, { 1e-3 / (1e-3 + 1 / Double($0 + 1) / harmonic) }),
    ]
    for (model, probabilities, weight) in cases {
      #expect(model.probabilities == probabilities)
      let (rows, _) = try Self.vectors(of: lines, model, components: 0)
      #expect(Self.difference(lines.map { Self.plain($0, weight) }, rows) < 1e-6)
      let single = lines.map {
        model.vector(for: $0) ?? [Float](repeating: 0, count: Self.dimension)
      }
      #expect(single == rows)
    }
  }

  @Test("vectors in few bits are as good as their values", arguments: [Precision.f16, .i8])
  func precision(precision: Precision) throws {
    let lines = Self.lines(100, seed: 3)
    let few = Self.vectors.converted(to: precision)
    let (rows, _) = try Self.vectors(of: lines, SentenceModel(few), components: 0)
    let (same, _) = try Self.vectors(
      of: lines, SentenceModel(few.converted(to: .f32)), components: 0)
    for (x, y) in zip(rows, same) { #expect(zip(x, y).allSatisfy { abs($0 - $1) < 1e-6 }) }
  }

  @Test("words whose vectors are no numbers count as unknown")
  func notFinite() throws {
    let vectors = Embeddings(
      vocabulary: Vocabulary(words: ["a", "b", "c", "d"]),
      vectors: Matrix(
        rows: 4, columns: 2, copying: [1, 2, .nan, 0, 3, .infinity, 3e38, -3e38]))
    let model = SentenceModel(vectors, weighting: .mean)
    #expect(model.vector(for: "a b c") == [1, 2])
    #expect(model.vector(for: "b c") == nil)
    // A sum that overflows is no reason for a mean to do so.
    #expect(model.vector(for: "d d d") == [3e38, -3e38])
    try withFile(Array("a b\nc\na\n".utf8)) { path in
      let lines = try SentenceLines(reading: Corpus(files: [path]), for: model)
      #expect(lines.report.unknownTokens == 2 && lines.report.unknownLines == 1)
      let components = try lines.components(1)
      #expect(
        zip(components.vectors, [1, 2]).allSatisfy { abs($0 - $1 / 5.0.squareRoot()) < 1e-9 })
    }
  }

  @Test("components are as many as there are, at right angles, and can be learned from strings")
  func components() throws {
    let model = SentenceModel(Self.vectors)
    let lines = Self.lines(200, seed: 4)
    let learned = try model.components(of: lines, count: 3)
    #expect(learned.count == 3)
    for i in 0..<3 {
      for j in 0..<3 {
        let (u, v) = (i, j)
        let product = (0..<Self.dimension).reduce(0) {
          $0 + learned.vectors[u * Self.dimension + $1] * learned.vectors[v * Self.dimension + $1]
        }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-9)
      }
    }
    // Two lines have two directions, and none has none.
    #expect(try model.components(of: ["w1", "w2", "w1 w2"], count: 5).count == 2)
    #expect(try model.components(of: ["unseen", ""], count: 1).count == 0)
    try withFolder { folder in
      let path = folder + "/c.npy"
      try learned.write(to: OutputFile(path))
      let read = try SentenceComponents(contentsOf: path, dimension: Self.dimension)
      #expect(read.vectors == learned.vectors.map { Double(Float($0)) })
      #expect(throws: SentenceError.self) { try SentenceComponents(contentsOf: path, dimension: 3) }
      try Self.vectors.write(to: path)
      #expect(throws: SentenceError.self) {
        try SentenceComponents(contentsOf: path, dimension: Self.dimension)
      }
    }
  }

  @Test("the lines found are those of all cosines", arguments: [1, 7, 4_000])
  func search(count: Int) throws {
    let model = SentenceModel(Self.vectors)
    let lines = Self.lines(3_000, seed: 5)
    try withFile(Array((lines.joined(separator: "\n") + "\n").utf8)) { path in
      let read = try SentenceLines(
        reading: Corpus(files: [path]), for: model, keepingText: true)
      let components = try read.components(1)
      let questions = (0..<300).map { "w\($0) w\(($0 * 7 + 1) % 300)" }
      let vectors = questions.compactMap { model.vector(for: $0, removing: components) }
      let found = try read.similar(to: vectors, count: count, removing: components)
      #expect(found.count == questions.count)
      let rows = lines.map { model.vector(for: $0, removing: components) }
      for (vector, matches) in zip(vectors, found).prefix(count > 100 ? 5 : 300) {
        let scores = rows.map { row -> Double in
          guard let row else { return -.infinity }
          let (x, y) = (row.map(Double.init), vector.map(Double.init))
          return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
        }
        let best = scores.filter { $0 > -.infinity }.sorted(by: >).prefix(count)
        #expect(matches.count == best.count)
        for (match, score) in zip(matches, best) {
          #expect(abs(Double(match.score) - score) < 1e-5)
          #expect(abs(scores[match.line - 1] - score) < 1e-5)
          #expect(match.text == lines[match.line - 1])
        }
      }
    }
  }

  @Test(
    "NumPy gives the same by the published formula",
    .enabled(if: Python.has("numpy"), "needs FIRTH_PYTHON with numpy"))
  func numpy() throws {
    try withFolder { folder in
      let lines = Self.lines(2_000, seed: 6)
      try Self.vectors.write(to: folder + "/v.npy")
      try Data(lines.joined(separator: "\n").utf8).write(
        to: URL(fileURLWithPath: folder + "/lines.txt"))
      let printed = try Python.run(
        """
        import sys, json, re, numpy as np
        v = np.load(sys.argv[1] + '/v.npy').astype(np.float64)
        table = [l.rstrip('\\n').split('\\t') for l in open(sys.argv[1] + '/v.words.txt')]
        row = {w: i for i, (w, _) in enumerate(table)}
        count = np.array([float(c) for _, c in table])
        weight = 1e-3 / (1e-3 + count / count.sum())
        x = []
        for line in open(sys.argv[1] + '/lines.txt').read().split('\\n'):
            ids = [row[w] for w in re.findall(r'\\w+', line.lower()) if w in row]
            x.append(weight[ids] @ v[ids] / len(ids) if ids else np.zeros(v.shape[1]))
        x = np.array(x)
        _, _, vt = np.linalg.svd(x, full_matrices=False)
        print(json.dumps((x - x @ vt[:1].T @ vt[:1]).tolist()))
        """, [folder])
      let expected = try #require(JSONSerialization.jsonObject(with: printed) as? [[Double]])
      let (rows, _) = try Self.vectors(of: lines, SentenceModel(Self.vectors), components: 1)
      #expect(Self.difference(expected, rows) < 1e-5)
    }
  }
}
