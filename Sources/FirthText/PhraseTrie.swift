/// Phrases as sequences of ids, found at a place of a text by following one edge a token.
struct PhraseTrie {
  /// What begins at a place.
  struct Match {
    /// The number of tokens of the longest phrase; 0 when none begins there.
    var length = 0
    var phrase = 0
    /// Whether the text at hand ends where a longer phrase might go on.
    var isOpen = false
  }

  /// One more than the highest number of a phrase.
  private(set) var phrases = 0
  /// By id, whether a phrase begins with it: nearly all tokens are done with here.
  private var begins: [Bool]
  /// From a node (upper half) by an id (lower half) to a node.
  private var edges: [UInt64: UInt32] = [:]
  /// By node, the phrase that ends there.
  private var ends: [UInt32] = [Self.none]

  private static let none = UInt32.max

  /// A trie without phrases, for ids below `words`.
  init(words: Int) { begins = [Bool](repeating: false, count: words) }

  /// Adds a phrase; of several with the same ids the first counts.
  mutating func add(_ ids: [UInt32], phrase: Int) {
    phrases = max(phrases, phrase + 1)
    guard let first = ids.first else { return }
    begins[Int(first)] = true
    var node: UInt32 = 0
    for id in ids {
      let edge = UInt64(node) << 32 | UInt64(id)
      if let next = edges[edge] {
        node = next
      } else {
        node = UInt32(ends.count)
        edges[edge] = node
        ends.append(Self.none)
      }
    }
    if ends[Int(node)] == Self.none { ends[Int(node)] = UInt32(phrase) }
  }

  /// Whether a phrase begins with a token.
  @inline(__always)
  func begins(with id: UInt32) -> Bool { Int(id) < begins.count && begins[Int(id)] }

  /// The longest phrase at the start of some tokens.
  func match(_ ids: ArraySlice<UInt32>) -> Match {
    var match = Match()
    var node: UInt32 = 0
    var length = 0
    for id in ids {
      guard let next = edges[UInt64(node) << 32 | UInt64(id)] else { return match }
      node = next
      length += 1
      if ends[Int(node)] != Self.none {
        (match.length, match.phrase) = (length, Int(ends[Int(node)]))
      }
    }
    match.isOpen = true
    return match
  }
}
