import FirthNumerics
import FirthText
import FirthTraining
import Foundation

/// The whole trainer once more, one thread, in plain `Double`: only the random numbers are drawn
/// from the same source in the same order.
struct TrainerReference {
  let model: Word2Vec
  let counts: [Double]
  /// The ids as they are stored, a boundary (−1) behind each sentence.
  let ids: [Int]
  let tokens: Int
  private let negatives: AliasTable
  private(set) var parameters: SkipGramReference
  /// The mean loss per pair of each epoch.
  private(set) var losses: [Double] = []

  init(_ model: Word2Vec, _ sentences: [[Int]], words: Int) {
    self.model = model
    var counts = [Double](repeating: 0, count: words)
    for row in sentences.joined() { counts[row] += 1 }
    self.counts = counts
    ids = sentences.filter { !$0.isEmpty }.flatMap { $0 + [-1] }
    tokens = sentences.joined().count
    negatives = AliasTable(weights: counts.map { pow($0, 0.75) })
    parameters = SkipGramReference(
      inputs: (0..<words).map { row in
        var random = RandomSource(model.seed, 0, UInt64(row))
        return (0..<model.dimensions).map { _ in
          (Double(random.uniform()) - 0.5) / Double(model.dimensions)
        }
      },
      outputs: Array(repeating: Array(repeating: 0, count: model.dimensions), count: words))
    train()
  }

  private mutating func train() {
    let size = SkipGramRun.chunkSize
    var number: UInt64 = 0
    for epoch in 0..<model.epochs {
      var (loss, pairs) = (0.0, 0.0)
      for start in stride(from: 0, to: ids.count, by: size) {
        let done = Double(epoch * tokens + start * tokens / ids.count)
        let left = 1 - done / Double(model.epochs * tokens + 1)
        let rate = model.learningRate * max(left, 1e-4)
        var random = RandomSource(model.seed, 1, number)
        let chunk = ids[start..<min(start + size, ids.count)]
        for sentence in chunk.split(separator: -1) {
          train(sentence.filter { isKept($0, &random) }, rate, &random, &loss, &pairs)
        }
        number += 1
      }
      losses.append(pairs > 0 ? loss / pairs : 0)
    }
  }

  private func isKept(_ word: Int, _ random: inout RandomSource) -> Bool {
    let draw = Double(random.next() >> 32) / 4_294_967_296
    guard model.subsampling > 0 else { return true }
    let frequency = counts[word] / (model.subsampling * Double(tokens))
    return draw <= (frequency.squareRoot() + 1) / frequency
  }

  private mutating func train(
    _ words: [Int], _ rate: Double, _ random: inout RandomSource, _ loss: inout Double,
    _ pairs: inout Double
  ) {
    guard words.count > 1 else { return }
    for (position, centre) in words.enumerated() {
      let reach = model.window - Int(random.below(UInt32(model.window)))
      let context = words.indices.filter { $0 != position && abs($0 - position) <= reach }
      var targets = [SkipGramReference.Target(row: centre, weight: 1)]
      for _ in 0..<model.negativeSamples {
        let sample = Int(negatives.draw(&random))
        if sample != centre { targets.append(.init(row: sample, weight: 1)) }
      }
      loss += parameters.update(context.map { words[$0] }, targets, rate: rate).loss
      pairs += Double(context.count * targets.count)
    }
  }
}
