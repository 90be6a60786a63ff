import Synchronization

/// Finds a word's row: open addressing over the vocabulary's bytes, made at the first question.
///
/// Opening a large model for something else (a conversion, `info`) does not pay for it.
final class WordIndex: Sendable {
  private struct Content {
    var table: [UInt32] = []
    /// The rows of words that an earlier row has too.
    var duplicates: [Int] = []
  }

  private let content = Mutex<Content>(Content())
  private static let free = UInt32.max

  func find(_ word: [UInt8], in vocabulary: Vocabulary) -> WordID? {
    let table = content(of: vocabulary).table
    var slot = Self.slot(of: word[...], in: table)
    while table[slot] != Self.free {
      let id = WordID(rawValue: table[slot])
      if vocabulary.utf8(of: id).elementsEqual(word) { return id }
      slot = (slot + 1) & (table.count - 1)
    }
    return nil
  }

  /// The rows of words that an earlier row has too, in rising order.
  func duplicates(in vocabulary: Vocabulary) -> [Int] { content(of: vocabulary).duplicates }

  private func content(of vocabulary: Vocabulary) -> Content {
    content.withLock { content in
      if content.table.isEmpty { content = Self.build(vocabulary) }
      return content
    }
  }

  private static func build(_ vocabulary: Vocabulary) -> Content {
    var capacity = 16
    while capacity < vocabulary.count * 2 { capacity *= 2 }
    var content = Content(table: [UInt32](repeating: free, count: capacity))
    for row in 0..<vocabulary.count {
      let word = vocabulary.utf8(of: WordID(row))
      var slot = slot(of: word, in: content.table)
      while content.table[slot] != free {
        if vocabulary.utf8(of: WordID(rawValue: content.table[slot])).elementsEqual(word) { break }
        slot = (slot + 1) & (capacity - 1)
      }
      if content.table[slot] == free {
        content.table[slot] = UInt32(row)
      } else {
        content.duplicates.append(row)
      }
    }
    return content
  }

  private static func slot(of word: ArraySlice<UInt8>, in table: [UInt32]) -> Int {
    // FNV-1a, 64 bits, its halves folded so that the low bits see every byte.
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in word { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (table.count - 1)
  }
}
