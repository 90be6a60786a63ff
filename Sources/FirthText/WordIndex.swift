import Synchronization

/// Finds a word's row: open addressing over the vocabulary's bytes.
///
/// The table is made when it pays. Opening a large model for something else (a conversion, `info`)
/// needs none, and for a question or two it costs less to look through all words.
final class WordIndex: Sendable {
  private struct State {
    /// Rows by the hash of their words; empty until it is made.
    var table: [UInt32] = []
    /// The rows of words that an earlier row has too.
    var duplicates: [Int] = []
    var searches = 0

    mutating func make(_ vocabulary: Vocabulary) {
      if table.isEmpty { (table, duplicates) = WordIndex.build(vocabulary) }
    }
  }

  private let state = Mutex(State())
  private static let free = UInt32.max
  /// Looking through a million words takes a tenth of the time that the table takes.
  private static let mostSearches = 8

  func find(_ word: [UInt8], in vocabulary: Vocabulary) -> WordID? {
    let table = state.withLock { state in
      state.searches += 1
      if state.searches > Self.mostSearches { state.make(vocabulary) }
      return state.table
    }
    let (bytes, offsets) = (vocabulary.bytes.span, vocabulary.offsets.span)
    if table.isEmpty {
      for row in 0..<vocabulary.count where Self.isWord(word.span, row, bytes, offsets) {
        return WordID(row)
      }
      return nil
    }
    var slot = Self.slot(of: word.span, in: table)
    while table[slot] != Self.free {
      if Self.isWord(word.span, Int(table[slot]), bytes, offsets) {
        return WordID(rawValue: table[slot])
      }
      slot = (slot + 1) & (table.count - 1)
    }
    return nil
  }

  /// The rows of words that an earlier row has too, in rising order.
  func duplicates(in vocabulary: Vocabulary) -> [Int] {
    state.withLock { state in
      state.make(vocabulary)
      return state.duplicates
    }
  }

  private static func build(
    _ vocabulary: Vocabulary
  ) -> (table: [UInt32], duplicates: [Int]) {
    let (bytes, offsets) = (vocabulary.bytes.span, vocabulary.offsets.span)
    var capacity = 16
    while capacity < vocabulary.count * 2 { capacity *= 2 }
    var table = [UInt32](repeating: free, count: capacity)
    var duplicates: [Int] = []
    for row in 0..<vocabulary.count {
      let word = bytes.extracting(offsets[row]..<offsets[row + 1])
      var slot = slot(of: word, in: table)
      while table[slot] != free, !isWord(word, Int(table[slot]), bytes, offsets) {
        slot = (slot + 1) & (capacity - 1)
      }
      // Of a word in several rows the first counts.
      if table[slot] == free { table[slot] = UInt32(row) } else { duplicates.append(row) }
    }
    return (table, duplicates)
  }

  /// Whether a row holds a word.
  private static func isWord(
    _ word: Span<UInt8>, _ row: Int, _ bytes: Span<UInt8>, _ offsets: Span<Int>
  ) -> Bool {
    let start = offsets[row]
    guard offsets[row + 1] - start == word.count else { return false }
    for index in 0..<word.count where bytes[start + index] != word[index] { return false }
    return true
  }

  private static func slot(of word: Span<UInt8>, in table: [UInt32]) -> Int {
    // FNV-1a, 64 bits, its halves folded so that the low bits see every byte.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<word.count { hash = (hash ^ UInt64(word[index])) &* 1_099_511_628_211 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (table.count - 1)
  }
}
