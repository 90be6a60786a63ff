/// How vectors are written, where a format leaves a choice.
public struct WritingOptions: Sendable {
  /// The decimals of numbers in text; nil writes the fewest digits that read back to the same number.
  public var decimals: Int?
  /// Rows that a folder for a network has in front of the words'.
  public var specialTokens: [SpecialToken]?
  /// The type of PostgreSQL's column; nil chooses `halfvec` for half precision, else `vector`.
  public var columnType: ColumnType?

  /// A type of PostgreSQL's for vectors.
  public enum ColumnType: String, CaseIterable, Sendable {
    /// pgvector's vectors of single precision.
    case vector
    /// pgvector's vectors of half precision.
    case halfvec
    /// PostgreSQL's own `real[]`, which needs no extension.
    case array
  }

  /// Options, each with its default.
  ///
  /// - Precondition: `decimals` is in 0...17.
  public init(
    decimals: Int? = nil, specialTokens: [SpecialToken]? = nil, columnType: ColumnType? = nil
  ) {
    precondition(decimals.map { (0...17).contains($0) } ?? true)
    self.decimals = decimals
    self.specialTokens = specialTokens
    self.columnType = columnType
  }
}

/// A token that stands for no word, such as `[PAD]` or `[UNK]`, and its row.
public struct SpecialToken: Equatable, Sendable {
  /// The token.
  public let text: String
  /// Its row.
  public let row: Int

  /// A token in a row.
  public init(_ text: String, row: Int) {
    self.text = text
    self.row = row
  }

  /// Whether it stands for all unknown words, so that its vector is the mean of all words'; others
  /// get zeros.
  public var isUnknown: Bool { text.lowercased().contains("unk") }

  /// Tokens as a user writes them: `[PAD]=0,[UNK]=1`; the rows are 0 to n − 1 in any order.
  ///
  /// - Returns: the tokens in the order of their rows; nil when the list is anything else.
  public static func list(_ text: String) -> [SpecialToken]? {
    var tokens: [SpecialToken] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.lastIndex(of: "="), sign > part.startIndex,
        let row = Int(part[part.index(after: sign)...])
      else { return nil }
      tokens.append(SpecialToken(String(part[..<sign]), row: row))
    }
    tokens.sort { $0.row < $1.row }
    let isWhole = tokens.map(\.row) == Array(0..<tokens.count)
    return isWhole && Set(tokens.map(\.text)).count == tokens.count ? tokens : nil
  }
}
