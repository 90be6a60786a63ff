/// Which neighbours of a word count as its context, and how much.
///
/// A neighbour is a token of the vocabulary in the same sentence; others take no place, as in
/// Stanford's `cooccur`.
public struct ContextWindow: Codable, Equatable, Sendable {
  /// The side of a word on which its context lies.
  public enum Side: String, Codable, CaseIterable, Sendable {
    /// Both: the matrix equals its transpose.
    case symmetric
    /// The words before it: a row is a word before, a column the word.
    case left
  }

  /// What a neighbour adds to its pair's cell.
  public enum Weighting: String, Codable, CaseIterable, Sendable {
    /// One divided by the distance.
    case inverse
    /// One.
    case uniform
  }

  /// The farthest neighbour, in tokens of the vocabulary.
  public var size: Int
  /// Where the context lies.
  public var side: Side
  /// How neighbours count.
  public var weighting: Weighting

  /// A window with the defaults of Stanford's `cooccur`.
  public init(size: Int = 15, side: Side = .symmetric, weighting: Weighting = .inverse) {
    self.size = size
    self.side = side
    self.weighting = weighting
  }

  /// The largest window.
  public static let largest = 1_000

  /// How many units make one, for sums as whole numbers.
  ///
  /// Whole numbers add up to the same sum in any order. The least common multiple of the distances
  /// makes every weight exact; where it is too large (windows above 22), a power of two leaves an
  /// error of less than `size / 2^30`, relatively, in the weight of the farthest neighbour.
  ///
  /// - Parameter highestCount: How often the most frequent word occurs: no cell may overflow.
  /// - Returns: The units that make one.
  func unit(highestCount: UInt64) -> UInt64 {
    guard weighting == .inverse else { return 1 }
    // A word has at most 2 · size neighbours at an occurrence; their weights' sum is 2 · H(size).
    let most = Double(highestCount) * 2 * (1...size).reduce(0) { $0 + 1 / Double($1) }
    let ceiling = 9e18 / max(most, 1)
    var multiple = 1
    for distance in 1...size {
      multiple = multiple / Self.divisor(multiple, distance) * distance
      if multiple > 1 << 28 { break }
    }
    if multiple <= 1 << 28, Double(multiple) < ceiling { return UInt64(multiple) }
    var unit: UInt64 = 1 << 32
    while Double(unit) >= ceiling, unit > 1 << 20 { unit >>= 1 }
    return unit
  }

  /// What a neighbour at each distance adds, in units; at index 0 nothing.
  func weights(unit: UInt64) -> [UInt64] {
    [0]
      + (1...UInt64(size)).map { distance in
        weighting == .inverse ? max((unit + distance / 2) / distance, 1) : unit
      }
  }

  /// The greatest common divisor.
  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
