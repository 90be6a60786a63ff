/// A word's row: its place in the vocabulary and in every matrix of the model.
///
/// A type of its own, so that a row can't be mistaken for a position in a text.
public struct WordID: RawRepresentable, Hashable, Comparable, Sendable {
  /// The row, from 0.
  public let rawValue: UInt32

  /// The word in that row.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The word in that row.
  public init(_ row: Int) { rawValue = UInt32(row) }

  /// The row as an index.
  public var row: Int { Int(rawValue) }

  /// Whether the left row comes first.
  public static func < (left: WordID, right: WordID) -> Bool { left.rawValue < right.rawValue }
}
