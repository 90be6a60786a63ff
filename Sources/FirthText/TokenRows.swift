/// Finds the rows of a text's tokens by their bytes, without a `String` each; nobody changes it.
package final class TokenRows: @unchecked Sendable {
  private let table: WordTable
  /// By the table's id, the word's row; `unknown` for words that only phrases are made of.
  private let rows: [UInt32]
  private let trie: PhraseTrie?
  /// By phrase, its row.
  private let phraseRows: [UInt32]

  /// What stands for a token without a row.
  package static let unknown = UInt32.max

  /// The rows of a vocabulary's words; of a word in several rows the first.
  ///
  /// - Parameters:
  ///   - vocabulary: the words.
  ///   - phrases: what is joined where its words follow each other, if the joined word has a row.
  package init(_ vocabulary: Vocabulary, phrases: PhraseList? = nil) {
    var table = WordTable()
    var rows: [UInt32] = []
    for row in 0..<vocabulary.count {
      _ = Self.insert(Array(vocabulary.utf8(of: WordID(row))), UInt32(row), &table, &rows)
    }
    var found: [(ids: [UInt32], row: UInt32)] = []
    for phrase in phrases?.phrases ?? [] {
      guard let id = table.find(Array(phrase.joined.utf8)), rows[Int(id)] != Self.unknown else {
        continue
      }
      let ids = phrase.words.compactMap {
        Self.insert(Array($0.utf8), Self.unknown, &table, &rows)
      }
      if ids.count == phrase.words.count { found.append((ids, rows[Int(id)])) }
    }
    if found.isEmpty {
      trie = nil
    } else {
      var trie = PhraseTrie(words: table.count)
      for (index, phrase) in found.enumerated() { trie.add(phrase.ids, phrase: index) }
      self.trie = trie
    }
    phraseRows = found.map(\.row)
    self.rows = rows
    self.table = table
  }

  /// The id of a word, which gets a row if it is new; nil for one that no token can be.
  private static func insert(
    _ word: [UInt8], _ row: UInt32, _ table: inout WordTable, _ rows: inout [UInt32]
  ) -> UInt32? {
    // The table has no limit, so that it never refuses.
    guard word.count <= WordTable.longestWord, let id = try? table.insert(word) else { return nil }
    if Int(id) == rows.count { rows.append(row) }
    return id
  }

  /// The id of a token of at most 8 bytes, for `append`.
  @inline(__always)
  func id(key: UInt64, count: Int) -> UInt32 { table.find(key: key, count: count) ?? Self.unknown }

  /// The id of a longer token, for `append`; `count` rounded up to 8 is read.
  @inline(__always)
  func id(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt32 {
    guard count <= WordTable.longestWord else { return Self.unknown }
    return unsafe table.find(UnsafeRawPointer(bytes), count: count) ?? Self.unknown
  }

  /// Appends the rows of a line's ids, phrases joined; returns how many tokens have none.
  func append(_ ids: [UInt32], to result: inout [UInt32]) -> Int {
    guard let trie else {
      return ids.reduce(0) { unknown, id in unknown + append(id, to: &result) }
    }
    var (unknown, place) = (0, 0)
    while place < ids.count {
      if trie.begins(with: ids[place]) {
        let match = trie.match(ids[place...])
        if match.length > 0 {
          result.append(phraseRows[match.phrase])
          place += match.length
          continue
        }
      }
      unknown += append(ids[place], to: &result)
      place += 1
    }
    return unknown
  }

  /// Appends the row of a single token; returns 1 if it has none.
  @inline(__always)
  private func append(_ id: UInt32, to result: inout [UInt32]) -> Int {
    let row = id == Self.unknown ? id : rows[Int(id)]
    if row == Self.unknown { return 1 }
    result.append(row)
    return 0
  }
}
