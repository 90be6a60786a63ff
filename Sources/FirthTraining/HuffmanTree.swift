import FirthNumerics

/// The Huffman tree of hierarchical softmax: a binary tree over the words in which frequent words
/// have short paths.
///
/// Built as word2vec.c builds it, two queues over the words by falling count, with ties fixed: of a
/// word and an inner node that are equally frequent, the inner node is taken first, and of two words
/// the one further back.
package struct HuffmanTree: Sendable {
  /// The nodes of all paths, one word's after the other's, from the root on: twice the number of the
  /// inner node, plus 1 where the path goes right (code 1).
  package let nodes: [UInt32]
  /// Where each word's path begins, and the end of the last.
  package let starts: [Int]
  /// The length of the longest path.
  package let depth: Int
  /// The first of the 127 nodes nearest the root, or of all if there are fewer.
  ///
  /// Of a tree of equally frequent words these are seven levels; they are on nearly every path. The
  /// nodes are numbered by rising count, the root last, and a path leads to ever lower ones.
  package let upper: Int

  /// The tree of words with these counts.
  ///
  /// - Precondition: there are two counts at least; their sum is below 2^64.
  package init(counts: [UInt64]) {
    let words = counts.count
    precondition(words >= 2 && words < 1 << 30, "\(words) words")
    // Node `words + i` is inner node `i`; they are made in the order of rising counts.
    var count = counts + [UInt64](repeating: 0, count: words - 1)
    var parent = [UInt32](repeating: 0, count: 2 * words - 1)
    var isRight = [Bool](repeating: false, count: 2 * words - 1)
    var word = words - 1
    var inner = words
    for made in words..<(2 * words - 1) {
      func takeSmallest() -> Int {
        if word >= 0, inner == made || count[word] < count[inner] {
          word -= 1
          return word + 1
        }
        inner += 1
        return inner - 1
      }
      let (left, right) = (takeSmallest(), takeSmallest())
      count[made] = count[left] + count[right]
      parent[left] = UInt32(made)
      parent[right] = UInt32(made)
      isRight[right] = true
    }

    let root = 2 * words - 2
    var nodes: [UInt32] = []
    var starts = [0]
    var depth = 0
    var path: [UInt32] = []
    for leaf in 0..<words {
      path.removeAll(keepingCapacity: true)
      var node = leaf
      while node != root {
        let above = Int(parent[node])
        path.append(UInt32(above - words) << 1 | (isRight[node] ? 1 : 0))
        node = above
      }
      nodes.append(contentsOf: path.reversed())
      starts.append(nodes.count)
      depth = max(depth, path.count)
    }
    (self.nodes, self.starts, self.depth) = (nodes, starts, depth)
    upper = max(words - 1 - 127, 0)
  }
}

extension HuffmanTree: TargetSource {
  /// Paths are what they are: nothing is drawn.
  func begin(_ chunk: Chunk, of pass: Pass, _ random: RandomSource) {}

  /// Takes the path of a block's only centre word.
  func fill(_ targets: BlockTargets, _ words: UnsafePointer<UInt32>, _ count: Int) {
    unsafe nodes.withUnsafeBufferPointer { nodes in
      unsafe starts.withUnsafeBufferPointer { starts in
        let word = unsafe Int(words[0])
        let (start, end) = unsafe (starts[word], starts[word &+ 1])
        guard let base = nodes.baseAddress else { return }
        unsafe targets.take(path: base + start, end &- start, upper: upper)
      }
    }
  }
}
