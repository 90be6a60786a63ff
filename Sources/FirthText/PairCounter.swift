import FirthFiles

/// Counts the pairs of words that follow each other in a file of ids, exactly and in bounded memory.
///
/// When the pairs do not fit the memory, the file is read several times, each time for a share of
/// the pairs by their hash.
struct PairCounter {
  let file: TemporaryFile
  /// The number of ids, boundaries included.
  let ids: Int
  /// By id: words that may stand inside a phrase, but not at its ends.
  let isConnector: [Bool]
  /// By id: whether a pair with the word can be of use.
  let isOfUse: [Bool]
  /// The most bytes that the table of pairs may take.
  let memory: Int

  /// The sequences of connectors seen between two words; the first is the empty one.
  private(set) var sequences: [[UInt32]] = [[]]
  private var numbers: [[UInt32]: UInt32] = [:]

  /// The most connectors between two words.
  private static let mostConnectors = 8

  init(
    file: TemporaryFile, ids: Int, isConnector: [Bool], isOfUse: [Bool], memory: Int
  ) {
    self.file = file
    self.ids = ids
    self.isConnector = isConnector
    self.isOfUse = isOfUse
    self.memory = memory
  }

  /// Counts all pairs, and calls with each and its count, in no order.
  ///
  /// - Returns: the number of distinct pairs.
  /// - Throws: `FileError`.
  mutating func count(_ body: (PairTable.Pair, Int) -> Void) throws(FileError) -> Int {
    var table = PairTable(memory: memory)
    var (share, shares, pairs) = (0, 1, 0)
    while share < shares {
      if let reached = try fill(&table, share: share, of: shares) {
        // The shares so far are done; the rest are cut as small as this one should have been.
        let factor = max(2, Int((1.2 * Double(ids) / Double(max(reached, 1))).rounded(.up)))
        share *= factor
        shares *= factor
        table.clear()
        continue
      }
      pairs += table.count
      table.forEach(body)
      table.clear()
      share += 1
    }
    return pairs
  }

  /// Counts the pairs of one share; returns nil, or the place where the table was full.
  private mutating func fill(
    _ table: inout PairTable, share: Int, of shares: Int
  ) throws(FileError) -> Int? {
    var block = [UInt32](repeating: 0, count: IDWriter.blockSize)
    var first: UInt32?
    var between: [UInt32] = []
    var place = 0
    while place < ids {
      let count = min(block.count, ids - place)
      try file.read(count, at: place, into: &block, from: 0)
      for (index, id) in block[..<count].enumerated() {
        if id == EncodedCorpus.boundary {
          first = nil
        } else if isConnector[Int(id)] {
          if first == nil { continue }
          between.append(id)
          if between.count <= Self.mostConnectors { continue }
          first = nil
        } else {
          if let first, isOfUse[Int(first)], isOfUse[Int(id)] {
            let pair = PairTable.Pair(first: first, second: id, between: number(of: between))
            let hash = PairTable.hash(pair)
            // The upper bits choose the share, the lower ones the slot.
            let isMine = shares == 1 || Int(((hash >> 32) * UInt64(shares)) >> 32) == share
            if isMine, !table.add(pair, hash: hash) { return place + index }
          }
          first = id
        }
        if !between.isEmpty { between.removeAll(keepingCapacity: true) }
      }
      place += count
    }
    return nil
  }

  private mutating func number(of sequence: [UInt32]) -> UInt32 {
    if sequence.isEmpty { return 0 }
    if let number = numbers[sequence] { return number }
    let number = UInt32(sequences.count)
    sequences.append(sequence)
    numbers[sequence] = number
    return number
  }
}
