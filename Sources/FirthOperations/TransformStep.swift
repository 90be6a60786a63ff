/// A change of all vectors, by what they are like as a whole.
public enum TransformStep: Equatable, Sendable {
  /// Subtracts the mean of all vectors.
  case center
  /// Subtracts the mean and the parts along the first principal components, which common words
  /// share and which tell little of meaning (Mu and Viswanath 2018).
  ///
  /// The number of components; nil for a hundredth of the dimensions, as the paper advises.
  case allButTheTop(Int?)
  /// Turns the vectors, centred, to their principal components and keeps the first of them: as many
  /// dimensions with as much of the variance as can be kept.
  case pca(Int)
  /// Gives each vector the length 1; one without a direction stays.
  case normalize
  /// Centres the vectors and evens out their variance in all directions, moving each as little as
  /// that allows (ZCA): the covariance becomes the identity.
  case whiten
}

extension TransformStep {
  /// Reads a step as the command line has it: `center`, `all-but-the-top`, `all-but-the-top=3`,
  /// `pca=100`, `normalize`, `whiten`.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count > 1 ? Int(parts[1]) : nil
    guard parts.count == 1 || (number ?? 0) > 0 else { return nil }
    switch (parts[0], number) {
    case ("center", nil): self = .center
    case ("all-but-the-top", _): self = .allButTheTop(number)
    case ("pca", let number?): self = .pca(number)
    case ("normalize", nil): self = .normalize
    case ("whiten", nil): self = .whiten
    default: return nil
    }
  }
}

extension TransformStep: CustomStringConvertible {
  /// The step as the command line has it.
  public var description: String {
    switch self {
    case .center: "center"
    case .allButTheTop(let count): count.map { "all-but-the-top=\($0)" } ?? "all-but-the-top"
    case .pca(let dimensions): "pca=\(dimensions)"
    case .normalize: "normalize"
    case .whiten: "whiten"
    }
  }
}
