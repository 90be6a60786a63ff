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

  /// Ranks the words that are chosen, those of a list that is always kept before they are cut off.
  func ranking(_ choice: WordChoice) -> Ranking {
    let minimum = UInt64(clamping: max(choice.minimumCount, 1))
    let always = ids(of: choice.always)
    var kept: [Int] = []
    if let only = choice.only {
      kept = ids(of: only).union(always).filter { count(of: $0) > 0 }
    } else {
      for id in 0..<count where count(of: id) >= minimum { kept.append(id) }
    }
    kept.sort { isBefore($0, $1) }
    if choice.only == nil {
      if let most = choice.maximumVocabulary { kept.removeLast(max(0, kept.count - max(0, most))) }
      let rest = always.subtracting(kept).filter { count(of: $0) > 0 }
      if !rest.isEmpty { kept = (kept + rest).sorted { isBefore($0, $1) } }
    }
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

  /// The ids of those of some words that the table has.
  private func ids(of words: WordSelection?) -> Set<Int> {
    Set((words?.words ?? []).compactMap { find($0).map(Int.init) })
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
