/// Vectors of n-grams, from which words that a model has not seen get theirs.
///
/// These are fastText's (Bojanowski et al. 2017): n-grams of a word in angle brackets, hashed into
/// buckets, a row each.
public struct Subwords: Sendable {
  /// The fewest and most characters of an n-gram.
  public let lengths: ClosedRange<Int>
  /// How many buckets the n-grams share.
  public let buckets: Int
  /// Rows of words, then of n-grams.
  let rows: FastTextRows
  /// The row of the first n-gram.
  let firstRow: Int
  /// In a model that was cut down: the place of each bucket that is left.
  let kept: [Int32: Int32]?

  /// The mean of the vectors of a word's n-grams, as fastText computes it; nil when it has none.
  func vector(of word: [UInt8]) -> [Float]? {
    let rows = rows(of: word)
    return rows.isEmpty ? nil : self.rows.mean(of: rows)
  }

  /// The rows of a word's n-grams.
  func rows(of word: [UInt8]) -> [Int] {
    var rows: [Int] = []
    forEachNGram(of: word) { hash in
      let bucket = Int(hash) % buckets
      if let kept {
        if let place = kept[Int32(truncatingIfNeeded: bucket)] {
          rows.append(firstRow + Int(place))
        }
      } else {
        rows.append(firstRow + bucket)
      }
    }
    return rows
  }

  /// Calls `body` with the hash of each n-gram, in fastText's order.
  ///
  /// That is by where they start, then by length. A single character at an edge, which is the bracket alone, is none.
  private func forEachNGram(of word: [UInt8], _ body: (UInt32) -> Void) {
    let text = [UInt8(ascii: "<")] + word + [UInt8(ascii: ">")]
    for start in text.indices where !Self.isContinuation(text[start]) {
      var hash = Self.hashStart
      var (end, length) = (start, 0)
      while end < text.count, length < lengths.upperBound {
        repeat {
          hash = Self.hash(hash, text[end])
          end += 1
        } while end < text.count && Self.isContinuation(text[end])
        length += 1
        let isEdge = start == 0 || end == text.count
        if length >= lengths.lowerBound, length > 1 || !isEdge { body(hash) }
      }
    }
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static let hashStart: UInt32 = 2_166_136_261

  /// FNV-1a, but each byte with its sign, as fastText's files were made with it.
  private static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) &* 16_777_619
  }

  /// The hash of a string, by which n-grams find their bucket.
  package static func hash(of bytes: [UInt8]) -> UInt32 { bytes.reduce(hashStart, hash) }
}
