import Foundation

/// Pairs of an input and a target as the papers state them, in plain `Double` and without any haste:
/// what the kernels and the trainer are compared with.
struct PairReference {
  /// A target of an input: whether it is true, and how often it counts.
  struct Target {
    let row: Int
    var label = 0.0
    var weight = 1.0
  }

  /// What an update gave: the loss, and for each value how much moved, all signs set aside.
  struct Outcome {
    let loss: Double
    let inputMotion: [[Double]]
    let outputMotion: [[Double]]
  }

  /// The vectors of the words as inputs, [V × D].
  var inputs: [[Double]]
  /// The vectors of the words as targets, [V × D].
  var outputs: [[Double]]

  /// The loss of a block: `−log σ(x·w)` with targets labelled 1, `−log σ(−x·w)` with the others.
  ///
  /// - Parameters:
  ///   - block: The inputs' rows.
  ///   - targets: The targets of each.
  /// - Returns: The weighted sum over all pairs.
  func loss(_ block: [Int], _ targets: [[Target]]) -> Double {
    var sum = 0.0
    for (row, targets) in zip(block, targets) {
      for target in targets {
        let f = dot(inputs[row], outputs[target.row])
        sum += target.weight * Self.softPlus(target.label == 1 ? -f : f)
      }
    }
    return sum
  }

  /// Takes one step: every pair's gradient is that of the old values.
  mutating func update(_ block: [Int], _ targets: [[Target]], rate: Double) -> Outcome {
    let old = self
    var inputMotion = inputs.map { $0.map { _ in 0.0 } }
    var outputMotion = outputs.map { $0.map { _ in 0.0 } }
    for (row, targets) in zip(block, targets) {
      for target in targets {
        let (x, w) = (old.inputs[row], old.outputs[target.row])
        let f = dot(x, w)
        let g = (target.label == 1 ? Self.logistic(-f) : -Self.logistic(f)) * target.weight * rate
        for column in x.indices {
          inputs[row][column] += g * w[column]
          outputs[target.row][column] += g * x[column]
          inputMotion[row][column] += abs(g * w[column])
          outputMotion[target.row][column] += abs(g * x[column])
        }
      }
    }
    return Outcome(
      loss: old.loss(block, targets), inputMotion: inputMotion, outputMotion: outputMotion)
  }

  /// `1 / (1 + exp(−x))`, exact in both tails.
  static func logistic(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
  }

  /// `log(1 + exp(x))`, which is `−log σ(−x)`.
  static func softPlus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for i in x.indices { sum += x[i] * y[i] }
    return sum
  }
}
