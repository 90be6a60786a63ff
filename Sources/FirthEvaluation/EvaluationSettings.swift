/// How tests are asked.
public struct EvaluationSettings: Sendable {
  /// Only the first so many words of the vectors are known and found; nil for all.
  public var top: Int?
  /// Whether spellings that differ by case are one word.
  public var foldsCase: Bool
  /// How intervals are found.
  public var bootstrap: Bootstrap

  /// Settings; without arguments all words, case folded.
  public init(top: Int? = nil, foldsCase: Bool = true, bootstrap: Bootstrap = Bootstrap()) {
    self.top = top
    self.foldsCase = foldsCase
    self.bootstrap = bootstrap
  }
}
