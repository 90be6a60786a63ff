internal import FirthNumerics

/// The mean of a score over runs that differ in seed, with the interval in which the score of one
/// more run lies 95 times of 100, if scores of runs are normally distributed.
public struct PredictionInterval: Equatable, Sendable {
  /// The mean.
  public let mean: Double
  /// The ends; infinite for a single value.
  public let low: Double, high: Double

  /// The interval that some values predict: mean ± t · s · √(1 + 1/n).
  ///
  /// - Precondition: there is a value.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no values")
    let count = Double(values.count)
    mean = values.reduce(0, +) / count
    guard values.count > 1 else {
      (low, high) = (-.infinity, .infinity)
      return
    }
    let center = mean
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    let width =
      StudentT.quantile975(freedom: values.count - 1)
      * (squares / (count - 1) * (1 + 1 / count)).squareRoot()
    (low, high) = (mean - width, mean + width)
  }

  private init(mean: Double, low: Double, high: Double) {
    (self.mean, self.low, self.high) = (mean, low, high)
  }

  /// The same with ends that the score can take.
  func clamped(to range: ClosedRange<Double>) -> PredictionInterval {
    PredictionInterval(
      mean: mean, low: max(low, range.lowerBound), high: min(high, range.upperBound))
  }
}
