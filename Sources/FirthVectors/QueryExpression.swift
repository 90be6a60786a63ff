/// Arithmetic over words, such as `king - man + 0.5*woman`, as a sum of weighted words.
///
/// - `+` and `-` (also U+2212) stand between operands, `*` joins a word or parentheses with a
///   number, and a sign may stand before any operand.
/// - A bare word ends at white space, `*`, `(`, `)` or U+2212, so `well-known` and `don't` are
///   words: leave space around `+` and `-`. It can't begin with a quote or a sign.
/// - A word in single or double quotes may hold anything; a backslash takes the character after it
///   as it is.
/// - A number is a weight beside `*` and a word elsewhere: `2*king` doubles the king and
///   `king - 1984` takes away a year.
/// - Where names of concepts are known, `- gender` takes the concept away from what stands before it,
///   `~ gender` puts it halfway between the concept's two groups, and `+ gender` or `- 1.5*gender`
///   moves it so many times the way from the first group to the second. They stand after the words,
///   outside of parentheses; in quotes such a name is a word.
public struct QueryExpression: Equatable, Sendable {
  /// The words with their weights, each word once, in the order in which they appear.
  public let terms: [WeightedWord]
  /// What concepts do to the sum of the words, in this order.
  public let moves: [Move]

  /// What a concept does.
  public enum Move: Equatable, Sendable {
    /// Takes the concept of a name away.
    case remove(String)
    /// Puts the sum halfway between the concept's groups.
    case neutral(String)
    /// Moves the sum so many times the way from the first group to the second.
    case add(String, strength: Double)
  }

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: the expression.
  ///   - concepts: names that stand for concepts.
  /// - Throws: `QueryError` with the column of the mistake.
  public init(_ text: String, concepts: Set<String> = []) throws(QueryError) {
    var parser = QueryParser(text, concepts: concepts)
    (terms, moves) = try parser.parse()
  }
}

/// A mistake in a query expression.
public struct QueryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where it is, in characters from 1.
  public let column: Int
  /// What it is and what to write instead.
  public let problem: String

  /// One sentence that says where the mistake is, what it is, and what to do.
  public var description: String { "column \(column): \(problem)" }
}
