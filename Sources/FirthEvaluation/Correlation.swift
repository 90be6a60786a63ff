/// A correlation of two values that each item has.
package struct Correlation: Statistic {
  /// Pearson's of the values, or of their ranks, which is Spearman's.
  package enum Kind {
    case pearson
    case spearman
  }

  private let kind: Kind
  private let first: Variable
  private let second: Variable

  /// The correlation of two lists of the same length.
  package init(_ kind: Kind, _ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count)
    self.kind = kind
    self.first = Variable(first)
    self.second = Variable(second)
  }

  package var count: Int { first.values.count }

  package func value(weights: [Float]) -> Double {
    switch kind {
    case .pearson: Self.pearson(first.values, second.values, weights)
    case .spearman: Self.pearson(first.ranks(weights), second.ranks(weights), weights)
    }
  }

  package func restricted(to positions: [Int]) -> Correlation {
    Correlation(
      kind, positions.map { first.values[$0] }, positions.map { second.values[$0] })
  }

  private static func pearson(_ x: [Double], _ y: [Double], _ weights: [Float]) -> Double {
    var (size, meanX, meanY) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let weight = Double(weights[index])
      size += weight
      meanX += weight * x[index]
      meanY += weight * y[index]
    }
    meanX /= size
    meanY /= size
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let (dx, dy, weight) = (x[index] - meanX, y[index] - meanY, Double(weights[index]))
      xx += weight * dx * dx
      yy += weight * dy * dy
      xy += weight * dx * dy
    }
    // Values that are all the same correlate with nothing.
    guard xx > 0, yy > 0 else { return .nan }
    return min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1)
  }

  /// One of the two values, with its order.
  private struct Variable {
    let values: [Double]
    /// The items by rising values.
    let order: [Int]

    init(_ values: [Double]) {
      self.values = values
      order = values.indices.sorted { values[$0] < values[$1] }
    }

    /// The items' ranks, where equal ones have the mean of theirs.
    func ranks(_ weights: [Float]) -> [Double] {
      var ranks = [Double](repeating: 0, count: values.count)
      var before = 0.0
      var start = 0
      while start < order.count {
        var (end, weight) = (start, 0.0)
        while end < order.count, values[order[end]] == values[order[start]] {
          weight += Double(weights[order[end]])
          end += 1
        }
        for place in start..<end { ranks[order[place]] = before + (weight + 1) / 2 }
        before += weight
        start = end
      }
      return ranks
    }
  }
}
