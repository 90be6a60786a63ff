import FirthNumerics
import FirthText
import Foundation

/// Sentences of words with frequencies as Zipf found them, the most frequent being word 0.
struct SampleText {
  let sentences: [[Int]]
  let words: Int

  init(tokens: Int, words: Int, longest: Int, seed: UInt64) {
    var random = RandomSource(seed)
    var ids: [Int] = []
    for _ in 0..<tokens {
      // The inverse of a distribution of about 1 / rank.
      let u = Double(random.uniform())
      ids.append(min(Int(exp2(u * log2(Double(words) + 1))) - 1, words - 1))
    }
    var counts = [Int](repeating: 0, count: words)
    for id in ids { counts[id] += 1 }
    // Rows are words by falling count, as a vocabulary has them.
    let order = (0..<words).sorted {
      counts[$0] > counts[$1] || (counts[$0] == counts[$1] && $0 < $1)
    }
    var rows = [Int](repeating: 0, count: words)
    for (row, id) in order.enumerated() { rows[id] = row }
    ids = ids.map { rows[$0] }
    var sentences: [[Int]] = []
    var rest = ids[...]
    while !rest.isEmpty {
      let length = longest == .max ? rest.count : 1 + Int(random.below(UInt32(longest)))
      sentences.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    self.sentences = sentences
    self.words = words
  }

  func encoded() throws -> EncodedCorpus {
    var counts = [UInt64](repeating: 0, count: words)
    for row in sentences.joined() { counts[row] += 1 }
    let vocabulary = Vocabulary(words: (0..<words).map { "w\($0)" }, counts: counts)
    return try EncodedCorpus(
      vocabulary: vocabulary, sentences: sentences.map { $0.map { WordID($0) } })
  }
}
