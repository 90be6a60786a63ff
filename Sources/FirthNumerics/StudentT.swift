internal import Foundation

/// Student's t distribution, which intervals from few values follow.
package enum StudentT {
  /// The value that a t variable stays below with a probability of 97.5 %.
  ///
  /// - Parameter freedom: the degrees of freedom, at least 1.
  /// - Returns: the quantile, to six digits or more.
  package static func quantile975(freedom: Int) -> Double {
    precondition(freedom >= 1, "\(freedom) degrees of freedom")
    var (low, high) = (0.0, 100.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if area(to: middle, Double(freedom)) < 0.475 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The probability between 0 and t, by Simpson's rule.
  private static func area(to t: Double, _ freedom: Double) -> Double {
    let steps = 400
    // With t = √ν tan θ the density is a power of cos θ, smooth on a short interval.
    let end = atan(t / freedom.squareRoot())
    let width = end / Double(steps)
    var sum = 0.0
    for step in 0...steps {
      let factor = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      sum += factor * pow(cos(Double(step) * width), freedom - 1)
    }
    let scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / Double.pi.squareRoot()
    return scale * sum * width / 3
  }
}
