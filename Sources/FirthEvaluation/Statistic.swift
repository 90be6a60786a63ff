/// A score of some items that can be computed again with each item counted any number of times, as
/// a bootstrap does.
package protocol Statistic: Sendable {
  /// How many items there are.
  var count: Int { get }

  /// The score with each item counted so often; NaN where there is none.
  ///
  /// Weights are whole numbers whose sum is positive: [count].
  func value(weights: [Float]) -> Double

  /// The same score of some of the items.
  func restricted(to positions: [Int]) -> Self
}

extension Statistic {
  /// The score with each item counted once.
  package var value: Double {
    count == 0 ? .nan : value(weights: [Float](repeating: 1, count: count))
  }
}

/// The mean of a value that each item has.
package struct MeanStatistic: Statistic {
  let values: [Float]

  /// The mean of some values.
  package init(values: [Float]) { self.values = values }

  package var count: Int { values.count }

  package func value(weights: [Float]) -> Double {
    precondition(weights.count == values.count)
    return unsafe values.withUnsafeBytes { values in
      unsafe weights.withUnsafeBytes { weights in
        typealias Lane = SIMD16<Float>
        var lanes = Lane.zero
        var total = Lane.zero
        let whole = count & ~(Lane.scalarCount - 1)
        for start in stride(from: 0, to: whole, by: Lane.scalarCount) {
          let weight = unsafe weights.loadUnaligned(fromByteOffset: start * 4, as: Lane.self)
          let value = unsafe values.loadUnaligned(fromByteOffset: start * 4, as: Lane.self)
          lanes += weight * value
          total += weight
        }
        var (sum, size) = (Double(lanes.sum()), Double(total.sum()))
        for index in whole..<count {
          let weight = unsafe weights.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
          let value = unsafe values.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
          sum += Double(weight) * Double(value)
          size += Double(weight)
        }
        return sum / size
      }
    }
  }

  package func restricted(to positions: [Int]) -> MeanStatistic {
    MeanStatistic(values: positions.map { values[$0] })
  }
}

/// The median of a value that each item has.
package struct MedianStatistic: Statistic {
  private let values: [Float]
  /// The items by rising values.
  private let order: [Int32]

  /// The median of some values.
  package init(values: [Float]) {
    self.values = values
    order = values.indices.sorted { values[$0] < values[$1] }.map { Int32($0) }
  }

  package var count: Int { values.count }

  package func value(weights: [Float]) -> Double {
    let half = weights.reduce(0, +) / 2
    var sum: Float = 0
    var lower: Float?
    for item in order {
      let weight = weights[Int(item)]
      guard weight > 0 else { continue }
      if let lower { return Double(lower + values[Int(item)]) / 2 }
      sum += weight
      if sum > half { return Double(values[Int(item)]) }
      if sum == half { lower = values[Int(item)] }
    }
    return lower.map(Double.init) ?? .nan
  }

  package func restricted(to positions: [Int]) -> MedianStatistic {
    MedianStatistic(values: positions.map { values[$0] })
  }
}
