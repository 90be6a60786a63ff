import Foundation

/// Skip-gram with negative sampling as the paper states it, in plain `Double` and without any haste:
/// what the kernels and the trainer are compared with.
struct SkipGramReference {
  /// A target of a block and how often it counts.
  struct Target {
    let row: Int
    let weight: Double
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

  /// The loss of a block: `−log σ(x·w)` with the first target, `−log σ(−x·w)` with the others.
  func loss(_ block: [Int], _ targets: [Target]) -> Double {
    var sum = 0.0
    for row in block {
      for (place, target) in targets.enumerated() {
        let f = dot(inputs[row], outputs[target.row])
        sum += target.weight * Self.softPlus(place == 0 ? -f : f)
      }
    }
    return sum
  }

  /// Takes one step: every pair's gradient is that of the old values.
  mutating func update(_ block: [Int], _ targets: [Target], rate: Double) -> Outcome {
    let old = self
    var inputMotion = inputs.map { $0.map { _ in 0.0 } }
    var outputMotion = outputs.map { $0.map { _ in 0.0 } }
    for row in block {
      for (place, target) in targets.enumerated() {
        let (x, w) = (old.inputs[row], old.outputs[target.row])
        let f = dot(x, w)
        let g = (place == 0 ? Self.logistic(-f) : -Self.logistic(f)) * target.weight * rate
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
