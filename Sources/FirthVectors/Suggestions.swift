public import FirthText

/// Finds words of a vocabulary that are spelled nearly like an unknown one.
///
/// A word counts when at most two letters (one, for words of up to three) are wrong, missing, too
/// many or swapped with their neighbour; upper and lower case are the same.
public struct Suggestions: Sendable {
  private let vocabulary: Vocabulary

  /// Suggests words of a vocabulary.
  public init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// The closest words: those that differ in case only, then by edit distance; ties go to the
  /// earlier word, which in a sorted vocabulary is the more frequent.
  ///
  /// - Parameters:
  ///   - word: what the user wrote.
  ///   - maximumCount: how many words are returned at most.
  /// - Returns: the words, the closest first, each once.
  /// - Complexity: O(*V*), with few words compared letter by letter, since length and letters rule
  ///   out most.
  public func closest(to word: String, maximumCount: Int = 3) -> [String] {
    var spelling = Spelling(word)
    var found: [(distance: Int, row: Int)] = []
    let bytes = vocabulary.bytes.span
    let offsets = vocabulary.offsets.span
    for row in 0..<vocabulary.count {
      let candidate = bytes.extracting(offsets[row]..<offsets[row + 1])
      if let distance = spelling.distance(to: candidate) { found.append((distance, row)) }
    }
    var words: [String] = []
    for (_, row) in found.sorted(by: <) where words.count < maximumCount {
      let word = vocabulary[WordID(row)]
      if !words.contains(word) { words.append(word) }
    }
    return words
  }
}
