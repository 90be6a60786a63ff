import FirthNumerics
import FirthText

/// Small corpora with a known structure.
enum SampleCorpus {
  /// A corpus of sentences of rows; the counts are the sentences' own.
  static func encoded(_ sentences: [[Int]], words: Int) throws -> EncodedCorpus {
    var counts = [UInt64](repeating: 0, count: words)
    for row in sentences.joined() { counts[row] += 1 }
    let vocabulary = Vocabulary(words: (0..<words).map { "w\($0)" }, counts: counts)
    return try EncodedCorpus(
      vocabulary: vocabulary, sentences: sentences.map { $0.map { WordID($0) } })
  }

  /// Sentences of words that are all different, so that no window holds one twice.
  static func distinct(
    sentences: Int, words: Int, lengths: ClosedRange<Int>, seed: UInt64
  ) -> [[Int]] {
    var random = RandomSource(seed)
    return (0..<sentences).map { _ in
      Array((0..<words).shuffled(using: &random).prefix(Int.random(in: lengths, using: &random)))
    }
  }

  /// The number of topics in `topics(sentences:seed:)`.
  static let topicCount = 4
  /// The slots of a topic, each of which one of two words fills.
  static let slots = 6

  /// Sentences about one of four topics, whose six slots come in random order.
  ///
  /// Each slot is filled by one of two words. Such twins share their contexts but never a sentence. Word `2s + twin` of
  /// topic `t` has row `12t + 2s + twin`.
  static func topics(sentences: Int, seed: UInt64) throws -> EncodedCorpus {
    var random = RandomSource(seed)
    let text = (0..<sentences).map { _ in
      let topic = Int(random.below(UInt32(topicCount)))
      return (0..<slots).shuffled(using: &random).map { slot in
        2 * (slots * topic + slot) + Int(random.below(2))
      }
    }
    return try encoded(text, words: 2 * slots * topicCount)
  }
}
