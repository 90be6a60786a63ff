import FirthNumerics
import FirthTraining
import Testing

@Suite("The Huffman tree")
struct HuffmanTreeTests {
  static let counts: [[UInt64]] = [
    [1, 1], [5, 3], [7, 7, 7], [9, 1, 1, 1], [4, 4, 4, 4, 4], [100, 50, 20, 10, 5, 4, 3, 2, 1],
    (0..<300).map { 3_000 / ($0 + 1) }, [UInt64](repeating: 5, count: 1_000),
    // Fibonacci's numbers make the deepest tree; word2vec.c writes past its arrays at 41 words.
    (0..<80).reduce([1, 1]) { counts, _ in [counts[0] + counts[1]] + counts },
    [1 << 62, 1 << 62, 3, 2, 1],
  ]

  @Test("is word2vec.c's, node by node", arguments: counts)
  func agreesWithWord2Vec(counts: [UInt64]) {
    let tree = HuffmanTree(counts: counts)
    let paths = Self.reference(counts)
    #expect(tree.starts.count == counts.count + 1)
    for word in counts.indices {
      let found = Array(tree.nodes[tree.starts[word]..<tree.starts[word + 1]])
      #expect(found == paths[word], "word \(word)")
    }
    #expect(tree.depth == paths.map(\.count).max())
  }

  @Test("no code is the start of another, and the paths are as short as can be", arguments: counts)
  func isOptimal(counts: [UInt64]) {
    let tree = HuffmanTree(counts: counts)
    let lengths = counts.indices.map { tree.starts[$0 + 1] - tree.starts[$0] }
    // Kraft's sum of a full binary tree is one.
    #expect(lengths.map { 1 / Double(UInt128(1) << UInt128($0)) }.reduce(0, +) == 1)
    var codes = Set<[UInt32]>()
    for word in counts.indices {
      let path = tree.nodes[tree.starts[word]..<tree.starts[word + 1]]
      #expect(path.first.map { $0 >> 1 } == UInt32(counts.count - 2), "starts at the root")
      codes.insert(path.map { $0 & 1 })
    }
    #expect(codes.count == counts.count)
    let cost = zip(counts, lengths).map { Double($0) * Double($1) }.reduce(0, +)
    #expect(abs(cost - Self.leastCost(counts)) <= 1e-9 * cost)
  }

  /// The sum of all inner nodes of the best tree, by always joining the two least.
  private static func leastCost(_ counts: [UInt64]) -> Double {
    var weights = counts.map { Double($0) }
    var cost = 0.0
    while weights.count > 1 {
      weights.sort(by: >)
      let sum = weights.removeLast() + weights.removeLast()
      cost += sum
      weights.append(sum)
    }
    return cost
  }

  /// The paths as word2vec.c makes them: the inner nodes' counts start as very large.
  private static func reference(_ counts: [UInt64]) -> [[UInt32]] {
    let words = counts.count
    let large = UInt128(1) << 100
    var count = counts.map { UInt128($0) } + [UInt128](repeating: large, count: words)
    var parent = [Int](repeating: 0, count: 2 * words)
    var binary = [UInt32](repeating: 0, count: 2 * words)
    var (first, second) = (words - 1, words)
    func least() -> Int {
      if first >= 0, count[first] < count[second] {
        first -= 1
        return first + 1
      }
      second += 1
      return second - 1
    }
    for made in 0..<(words - 1) {
      let (left, right) = (least(), least())
      count[words + made] = count[left] + count[right]
      parent[left] = words + made
      parent[right] = words + made
      binary[right] = 1
    }
    return (0..<words).map { word in
      var path: [UInt32] = []
      var node = word
      while node != 2 * words - 2 {
        path.insert(UInt32(parent[node] - words) << 1 | binary[node], at: 0)
        node = parent[node]
      }
      return path
    }
  }
}
