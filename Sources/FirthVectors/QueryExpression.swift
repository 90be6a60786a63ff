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
public struct QueryExpression: Equatable, Sendable {
  /// The words with their weights, each word once, in the order in which they appear.
  public let terms: [WeightedWord]

  /// Reads an expression.
  ///
  /// - Throws: `QueryError` with the column of the mistake.
  public init(_ text: String) throws(QueryError) {
    var parser = QueryParser(text)
    terms = try parser.parse()
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
