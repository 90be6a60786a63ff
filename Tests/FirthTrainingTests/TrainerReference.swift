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
  private let negatives: NegativeSampling
  private let tree: HuffmanTree
  /// The number of centre words that share negative samples.
  private let batch: Int
  private(set) var parameters: PairReference
  /// The mean loss per pair of each epoch.
  private(set) var losses: [Double] = []

  init(_ model: Word2Vec, _ sentences: [[Int]], words: Int) {
    self.model = model
    var counts = [Double](repeating: 0, count: words)
    for row in sentences.joined() { counts[row] += 1 }
    self.counts = counts
    ids = sentences.filter { !$0.isEmpty }.flatMap { $0 + [-1] }
    tokens = sentences.joined().count
    negatives = NegativeSampling(
      counts: counts.map { UInt64($0) }, samples: model.negativeSamples,
      exponent: model.negativeExponent)
    tree = HuffmanTree(counts: counts.map { UInt64($0) })
    batch = model.architecture == .cbow && model.objective == .negativeSampling ? 8 : 1
    parameters = PairReference(
      inputs: (0..<words).map { row in
        var random = RandomSource(model.seed, 0, UInt64(row))
        return (0..<model.dimensions).map { _ in
          (Double(random.uniform()) - 0.5) / Double(model.dimensions).squareRoot()
        }
      },
      outputs: Array(repeating: Array(repeating: 0, count: model.dimensions), count: words))
    train()
  }

  private mutating func train() {
    let chunks = (ids.count + Pass.chunkSize - 1) / Pass.chunkSize
    let size = Pass.chunkSize / batch
    var random = RandomSource(model.seed, 6)
    let order = (0..<chunks).shuffled(using: &random)
    var number: UInt64 = 0
    for _ in 0..<model.epochs {
      var (loss, pairs) = (0.0, 0.0)
      for place in order {
        let share = Double(number) / Double(model.epochs * chunks)
        let done = (share * Double(model.epochs * tokens)).rounded(.down)
        let left = 1 - done / Double(model.epochs * tokens + 1)
        let rate = model.learningRate * max(left, 1e-4)
        var random = RandomSource(model.seed, 1, number)
        var samples = RandomSource(model.seed, 1, number, 1)
        // Piece i of a chunk is that of its place among the pieces of part i of the corpus.
        let pieces = (0..<batch).map { part in
          ids.dropFirst((part * chunks + place) * size).prefix(size)
        }
        let sentences = pieces.flatMap { $0.split(separator: -1) }
          .map { $0.filter { isKept($0, &random) } }.filter { $0.count > 1 }
        // In a long training, frequent words take turns.
        let table =
          model.epochs * chunks < 100
          ? negatives.whole : number % 2 == 0 ? negatives.turns.even : negatives.turns.odd
        train(sentences, rate, table, &random, &samples, &loss, &pairs)
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

  /// Trains the words of all sentences as centres: those of a block are as far apart as possible.
  private mutating func train(
    _ sentences: [[Int]], _ rate: Double, _ table: AliasTable, _ random: inout RandomSource,
    _ samples: inout RandomSource, _ loss: inout Double, _ pairs: inout Double
  ) {
    let places = sentences.indices.flatMap { sentence in
      sentences[sentence].indices.map { (sentence, $0) }
    }
    let parts = (0..<batch).map { part in
      Array(places[places.count * part / batch..<places.count * (part + 1) / batch])
    }
    for step in 0..<(parts.map(\.count).max() ?? 0) {
      var block: [(centre: Int, context: [Int])] = []
      for part in parts where step < part.count {
        let (sentence, centre) = part[step]
        let words = sentences[sentence]
        let reach =
          model.windowWeighting == .uniform
          ? model.window : model.window - Int(random.below(UInt32(model.window)))
        let context = words.indices.filter { $0 != centre && abs($0 - centre) <= reach }
        block.append((words[centre], context.map { words[$0] }))
      }
      train(block, rate, table, &samples, &loss, &pairs)
    }
  }

  /// Trains centre words with negative samples that they share.
  private mutating func train(
    _ block: [(centre: Int, context: [Int])], _ rate: Double, _ table: AliasTable,
    _ random: inout RandomSource, _ loss: inout Double, _ pairs: inout Double
  ) {
    let centres = block.map(\.centre)
    let targets = self.targets(of: centres, table, &random)
    let contexts = block.map(\.context)
    switch model.architecture {
    case .skipGram:
      let step = model.objective == .hierarchicalSoftmax ? 4 : contexts[0].count
      for start in stride(from: 0, to: contexts[0].count, by: step) {
        let inputs = Array(contexts[0].dropFirst(start).prefix(step))
        let all = inputs.map { _ in targets[0] }
        loss += parameters.update(inputs, all, rate: rate).loss
        pairs += Double(all.joined().count)
      }
    case .cbow:
      let hidden = contexts.map { context in
        (0..<model.dimensions).map { column in
          context.map { parameters.inputs[$0][column] }.reduce(0, +) / Double(context.count)
        }
      }
      var moved = PairReference(inputs: hidden, outputs: parameters.outputs)
      loss += moved.update(Array(hidden.indices), targets, rate: rate).loss
      pairs += Double(targets.joined().count)
      parameters.outputs = moved.outputs
      for (number, context) in contexts.enumerated() {
        let share = model.cbowGradient == .true ? 1 / Double(context.count) : 1
        for row in context {
          for column in 0..<model.dimensions {
            let change = moved.inputs[number][column] - hidden[number][column]
            parameters.inputs[row][column] += share * change
          }
        }
      }
    }
  }

  /// The targets of each centre word.
  private func targets(
    of centres: [Int], _ table: AliasTable, _ random: inout RandomSource
  ) -> [[PairReference.Target]] {
    switch model.objective {
    case .negativeSampling:
      let samples = (0..<model.negativeSamples).map { _ in Int(table.draw(random.next())) }
      return centres.map { centre in
        [PairReference.Target(row: centre, label: 1)]
          + samples.filter { $0 != centre }.map { PairReference.Target(row: $0) }
      }
    case .hierarchicalSoftmax:
      return centres.map { centre in
        tree.nodes[tree.starts[centre]..<tree.starts[centre + 1]].map {
          PairReference.Target(row: Int($0 >> 1), label: $0 & 1 == 0 ? 1 : 0)
        }
      }
    }
  }
}
