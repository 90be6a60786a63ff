internal import FirthText

/// Words as they come from a file, kept one after another as a vocabulary wants them.
struct WordList {
  private var bytes: [UInt8] = []
  private var offsets = [0]

  init(capacity: Int = 0) {
    offsets.reserveCapacity(capacity + 1)
  }

  /// The number of words.
  var count: Int { offsets.count - 1 }

  mutating func append(_ word: Span<UInt8>) {
    for index in 0..<word.count { bytes.append(word[index]) }
    offsets.append(bytes.count)
  }

  mutating func append(_ word: some Sequence<UInt8>) {
    bytes.append(contentsOf: word)
    offsets.append(bytes.count)
  }

  /// Appends words that were collected elsewhere, given where each ends in their bytes.
  mutating func append(_ words: [UInt8], ends: [Int]) {
    let start = bytes.count
    bytes.append(contentsOf: words)
    for end in ends { offsets.append(start + end) }
  }

  var vocabulary: Vocabulary { vocabulary(counts: nil) }

  func vocabulary(counts: [UInt64]?) -> Vocabulary {
    Vocabulary(bytes: bytes, offsets: offsets, counts: counts)
  }
}
