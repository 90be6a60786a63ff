/// A score with the interval in which 95 % of its bootstrap samples lie.
public struct Estimate: Encodable, Equatable, Sendable {
  /// The score; nil where no item gives one.
  public let value: Double?
  /// The ends of the interval; nil where there are too few items for one.
  public let low: Double?, high: Double?

  /// A score and its interval.
  public init(value: Double?, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }

  private enum CodingKeys: String, CodingKey { case value, low, high }

  /// Writes all three, null where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
  }
}
