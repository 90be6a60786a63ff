import FirthCooccurrence
import FirthTestSupport
import FirthText
import Foundation
import Testing

struct ContextComparisonTests {
  /// The comparison, written plainly: all pairs in a dictionary, values as the formula says.
  private struct Reference {
    var counts: [[UInt32]: Int] = [:]
    var sums: [UInt32: Int] = [:]
    var total = 0

    init(_ sentences: [[UInt32]], window: Int) {
      for sentence in sentences {
        for (place, word) in sentence.enumerated() {
          for (other, context) in sentence.enumerated()
          where other != place && abs(other - place) <= window {
            counts[[word, context], default: 0] += 1
            sums[word, default: 0] += 1
            total += 1
          }
        }
      }
    }

    func information(_ word: UInt32, _ context: UInt32, minimum: Int, _ other: UInt32) -> Double {
      let count = counts[[word, context]] ?? 0
      guard count > 0, count + (counts[[other, context]] ?? 0) >= minimum else { return 0 }
      let (a, b) = (Double(sums[word] ?? 0), Double(sums[context] ?? 0))
      return max(0, log(Double(count) * Double(total) / (a * b)))
    }
  }

  @Test("values are those of the formula", arguments: UInt64(0)..<6, [1, 3, 10])
  func formula(seed: UInt64, window: Int) throws {
    var random = SeededGenerator(seed: seed)
    let words = 30
    let sentences = (0..<400).map { _ in
      (0..<Int.random(in: 1...12, using: &random)).map { _ in
        UInt32(
          Double.random(in: 0..<1, using: &random) * .random(in: 0..<1, using: &random)
            * Double(words))
      }
    }
    var counts = [UInt64](repeating: 0, count: words)
    for word in sentences.joined() { counts[Int(word)] += 1 }
    let corpus = try EncodedCorpus(
      vocabulary: Vocabulary(words: (0..<words).map { "w\($0)" }, counts: counts),
      sentences: sentences.map { $0.map { WordID(rawValue: $0) } })
    let minimum = Int(seed) % 3 + 1
    let found = try ContextComparison(
      of: (WordID(3), WordID(5)), in: corpus, window: window, minimumCount: minimum,
      maximumCount: words)
    let reference = Reference(sentences, window: window)
    let values = (UInt32(0)..<UInt32(words)).map { context in
      [
        reference.information(3, context, minimum: minimum, 5),
        reference.information(5, context, minimum: minimum, 3),
      ]
    }
    let lengths = (0..<2).map { word in
      values.reduce(0) { $0 + $1[word] * $1[word] }.squareRoot()
    }
    let cosine = values.reduce(0) { $0 + $1[0] * $1[1] } / (lengths[0] * lengths[1])
    #expect(abs(found.cosine - cosine) < 1e-12)
    #expect(found.occurrences == [Int(counts[3]), Int(counts[5])])
    #expect(found.shared.count == values.count { $0[0] > 0 && $0[1] > 0 })
    for context in found.shared {
      let row = try #require(UInt32(context.word.dropFirst()))
      for word in 0..<2 {
        #expect(abs(context.information[word] - values[Int(row)][word]) < 1e-12)
        #expect(context.counts[word] == reference.counts[[word == 0 ? 3 : 5, row]] ?? 0)
      }
      let part = values[Int(row)][0] * values[Int(row)][1] / (lengths[0] * lengths[1])
      #expect(abs(context.contribution - part) < 1e-12)
    }
    // What sets the words apart adds up to the squared distance of the unit rows.
    let apart = (found.first + found.second).reduce(0) { $0 + $1.contribution }
    #expect(abs(apart - (2 - 2 * cosine)) < 1e-9)
  }
}
