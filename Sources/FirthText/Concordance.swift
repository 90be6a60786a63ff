import Foundation

/// Lines of a corpus in which a word stands near another: what a concordance shows.
public struct Concordance: Sendable {
  /// A place in the text.
  public struct Line: Codable, Equatable, Sendable {
    /// The file.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The word asked for.
    public let word: String
    /// The word near it.
    public let context: String
    /// The text around, as it stands in the file; what is cut off is marked by "…".
    public let text: String
  }

  /// A word and one that is to stand near it.
  public struct Pair: Hashable, Sendable {
    /// The word.
    public let word: String
    /// The word near it.
    public let context: String

    /// A pair.
    public init(word: String, context: String) {
      self.word = word
      self.context = context
    }
  }

  /// The most letters shown of a line.
  private static let width = 160
  /// Longer lines are taken in pieces.
  private static let longestLine = 1 << 14

  /// Looks for the first lines with each of some pairs.
  ///
  /// - Parameters:
  ///   - pairs: what is looked for; a phrase is written with `_`.
  ///   - corpus: the files, which are read until all is found; standard input cannot be.
  ///   - tokenizer: how text is cut into tokens.
  ///   - window: how far the two stand apart at most, in tokens.
  ///   - each: how many lines are wanted of a pair.
  /// - Returns: lines by the order of the pairs.
  /// - Throws: `FileError`, `CorpusError`.
  public static func lines(
    with pairs: [Pair], in corpus: Corpus, tokenizer: Tokenizer, window: Int, each: Int
  ) throws -> [Line] {
    var open = pairs.map { Search($0) }
    var found: [Pair: [Line]] = [:]
    for file in corpus.files where !open.isEmpty {
      var lines = try LineReader(file, piece: longestLine)
      while !open.isEmpty, let bytes = try lines.next() {
        let text = String(decoding: bytes, as: UTF8.self)
        // Cutting every line into tokens would take most of the time.
        let folded = Array((tokenizer == .words ? text.lowercased() : text).utf8)
        var known: [[UInt8]: Bool] = [:]
        func holds(_ part: [UInt8]) -> Bool {
          if let known = known[part] { return known }
          let isFound = contains(folded, part)
          known[part] = isFound
          return isFound
        }
        let likely = open.indices.filter { holds(open[$0].word) && holds(open[$0].context) }
        if likely.isEmpty { continue }
        let tokens = tokenizer.tokens(in: text)
        for index in likely where stand(open[index].pair, near: tokens, window) {
          let pair = open[index].pair
          found[pair, default: []].append(
            Line(
              file: file, line: lines.number, word: pair.word, context: pair.context,
              text: excerpt(text, around: pair.word, tokenizer)))
        }
        open.removeAll { (found[$0.pair]?.count ?? 0) >= each }
      }
    }
    return pairs.flatMap { found[$0] ?? [] }
  }

  /// A pair with the bytes that a line must hold, of a phrase those of its first word.
  private struct Search {
    let pair: Pair
    let word: [UInt8]
    let context: [UInt8]

    init(_ pair: Pair) {
      self.pair = pair
      word = Array(pair.word.utf8.prefix { $0 != 0x5f })
      context = Array(pair.context.utf8.prefix { $0 != 0x5f })
    }
  }

  /// Whether bytes hold others.
  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe part.withUnsafeBytes { part in
        guard let start = bytes.baseAddress, let wanted = part.baseAddress,
          let first = unsafe part.first
        else { return unsafe part.isEmpty }
        var place = 0
        while place + part.count <= bytes.count {
          let left = bytes.count - part.count - place + 1
          guard let found = unsafe memchr(start + place, Int32(first), left) else { return false }
          if unsafe memcmp(found, wanted, part.count) == 0 { return true }
          place = unsafe UnsafeRawPointer(found) - start + 1
        }
        return false
      }
    }
  }

  /// Whether a pair stands among tokens, near enough.
  private static func stand(_ pair: Pair, near tokens: [String], _ window: Int) -> Bool {
    let (words, contexts) = (places(of: pair.word, tokens), places(of: pair.context, tokens))
    return words.contains { word in
      contexts.contains { context in
        if context.overlaps(word) { return false }
        let gap =
          context.lowerBound >= word.upperBound
          ? context.lowerBound - word.upperBound : word.lowerBound - context.upperBound
        return gap < window
      }
    }
  }

  private static func places(of word: String, _ tokens: [String]) -> [Range<Int>] {
    let whole = tokens.indices.filter { tokens[$0] == word }.map { $0..<($0 + 1) }
    let parts = word.split(separator: "_").map(String.init)
    guard parts.count > 1, tokens.count >= parts.count else { return whole }
    return whole
      + (0...(tokens.count - parts.count)).filter {
        Array(tokens[$0..<($0 + parts.count)]) == parts
      }
      .map { $0..<($0 + parts.count) }
  }

  /// The text around a word.
  private static func excerpt(
    _ text: String, around word: String, _ tokenizer: Tokenizer
  ) -> String {
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard flat.count > width else { return flat }
    let wanted = word.replacing("_", with: " ")
    let place = Array(tokenizer == .words ? flat.lowercased() : flat).firstRange(of: Array(wanted))
    let letters = Array(flat)
    let middle = min(place?.lowerBound ?? 0, letters.count)
    let start = max(0, min(middle - width / 2, letters.count - width))
    let end = min(letters.count, start + width)
    return (start > 0 ? "…" : "") + String(letters[start..<end])
      + (end < letters.count ? "…" : "")
  }
}
