/// The words of a table as a vocabulary, and each word's row in it.
struct Ranking {
  /// The words by descending count, those of equal count by their bytes.
  let vocabulary: Vocabulary
  /// By id: the row, or `RankedIDs.dropped`.
  let rows: [UInt32]
}

extension WordTable {
  /// The most frequent word's count; 0 when there is none.
  var highestCount: UInt64 {
    var highest: UInt64 = 0
    for id in 0..<count { highest = max(highest, count(of: id)) }
    return highest
  }

  /// Ranks the words that occur at least `minimumCount` times, at most `maximumVocabulary` of them.
  func ranking(minimumCount: Int, maximumVocabulary: Int?) -> Ranking {
    let minimum = UInt64(clamping: minimumCount)
    var kept: [Int] = []
    for id in 0..<count where count(of: id) >= minimum { kept.append(id) }
    kept.sort { isBefore($0, $1) }
    if let maximumVocabulary { kept.removeLast(max(0, kept.count - max(0, maximumVocabulary))) }
    var rows = [UInt32](repeating: RankedIDs.dropped, count: count)
    var bytes: [UInt8] = []
    var offsets = [0]
    for (row, id) in kept.enumerated() {
      rows[id] = UInt32(row)
      unsafe withBytes(of: id) { unsafe bytes.append(contentsOf: $0) }
      offsets.append(bytes.count)
    }
    let counts = kept.map { count(of: $0) }
    return Ranking(
      vocabulary: Vocabulary(bytes: bytes, offsets: offsets, counts: counts), rows: rows)
  }

  /// Whether a word comes first: by its count, then by its bytes.
  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (leftCount, rightCount) = (count(of: left), count(of: right))
    if leftCount != rightCount { return leftCount > rightCount }
    return unsafe withBytes(of: left) { left in
      unsafe withBytes(of: right) { unsafe left.lexicographicallyPrecedes($0) }
    }
  }
}
