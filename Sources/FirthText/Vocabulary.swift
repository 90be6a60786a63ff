/// The words of a model or a corpus, in the order of their rows, with their counts.
///
/// Words are bytes: normally UTF-8, but a file of another program may hold any. They are kept one
/// after another in one array, without a `String` each.
public struct Vocabulary: Sendable {
  /// How often each word occurred in the corpus, by row; nil where the source does not say.
  public let counts: [UInt64]?
  /// The words' bytes, one after another.
  public let bytes: [UInt8]
  /// Where each word starts in `bytes`, and at the end where the last one ends: `count + 1` values.
  public let offsets: [Int]
  private let index: WordIndex

  /// A vocabulary of words kept one after another.
  ///
  /// - Precondition: `offsets` rise from 0 to `bytes.count`; there are as many counts as words.
  public init(bytes: [UInt8], offsets: [Int], counts: [UInt64]?) {
    precondition(offsets.first == 0 && offsets.last == bytes.count)
    precondition(counts == nil || counts?.count == offsets.count - 1)
    self.bytes = bytes
    self.offsets = offsets
    self.counts = counts
    index = WordIndex()
  }

  /// A vocabulary of strings.
  public init(words: [String], counts: [UInt64]? = nil) {
    var bytes: [UInt8] = []
    var offsets = [0]
    for word in words {
      bytes.append(contentsOf: word.utf8)
      offsets.append(bytes.count)
    }
    self.init(bytes: bytes, offsets: offsets, counts: counts)
  }

  /// The number of words.
  public var count: Int { offsets.count - 1 }

  /// The word in a row; bytes that are no UTF-8 appear as U+FFFD.
  public subscript(id: WordID) -> String {
    String(decoding: bytes[range(of: id.row)], as: UTF8.self)
  }

  /// A word's bytes.
  public func utf8(of id: WordID) -> ArraySlice<UInt8> { bytes[range(of: id.row)] }

  /// The row of a word, compared byte by byte; nil when it is unknown.
  ///
  /// Where a word stands in several rows (files of other programs), the first counts.
  public func id(of word: String) -> WordID? { id(of: Array(word.utf8)) }

  /// The row of a word given as bytes; nil when it is unknown.
  public func id(of word: [UInt8]) -> WordID? { index.find(word, in: self) }

  /// The rows of words that an earlier row has too, in rising order; no question finds them by name.
  public var duplicateRows: [Int] { index.duplicates(in: self) }

  private func range(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}
