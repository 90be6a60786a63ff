import FirthFiles
import FirthText

/// How often each word stands near some words, and near all words together.
struct NeighbourCounts {
  /// For each word asked for, its neighbours with how often they stand within the window.
  private(set) var near: [[UInt32: Int]]
  /// For each word asked for, how often it occurs.
  private(set) var occurrences: [Int]
  /// By row, the pairs that the word is part of.
  private(set) var sums: [Int]
  /// All pairs, each counted from both of its words.
  private(set) var total = 0

  private static let blockSize = 1 << 18

  /// Reads the corpus once, a block and its edges at a time.
  init(of words: [UInt32], in corpus: EncodedCorpus, window: Int) throws(FileError) {
    near = words.map { _ in [:] }
    occurrences = words.map { _ in 0 }
    sums = [Int](repeating: 0, count: corpus.vocabulary.count)
    var ids = [UInt32](repeating: 0, count: Self.blockSize + 2 * window)
    for start in stride(from: 0, to: corpus.count, by: Self.blockSize) {
      let end = min(start + Self.blockSize, corpus.count)
      let whole = max(start - window, 0)..<min(end + window, corpus.count)
      try unsafe ids.withUnsafeMutableBufferPointer { ids throws(FileError) in
        try unsafe corpus.read(whole, into: ids)
      }
      for place in (start - whole.lowerBound)..<(end - whole.lowerBound) {
        let id = ids[place]
        guard id != EncodedCorpus.boundary else { continue }
        var left = place
        while left > 0, left > place - window, ids[left - 1] != EncodedCorpus.boundary { left -= 1 }
        var right = place
        while right + 1 < whole.count, right < place + window,
          ids[right + 1] != EncodedCorpus.boundary
        {
          right += 1
        }
        sums[Int(id)] += right - left
        total += right - left
        for (index, word) in words.enumerated() where word == id {
          occurrences[index] += 1
          for neighbour in left...right where neighbour != place {
            near[index][ids[neighbour], default: 0] += 1
          }
        }
      }
    }
  }
}
