/// Tells hard-wrapped prose by its line lengths, in any language.
///
/// There is a width that the lines keep to, and a line with the next one's first word behind it does
/// not: it was broken because that word did not fit, seldom at a sentence's end.
struct LineShape {
  private static let longest = 200
  /// Widths that people and programs wrap prose at.
  private static let widths = 40...132
  private static let fewestPairs = 20
  private static let share = 0.85

  /// How many lines with a line of text behind them have each length, and how many are longer.
  private var lengths = [Int](repeating: 0, count: longest + 2)
  /// The same with the next line's first word and a space added.
  private var extended = [Int](repeating: 0, count: longest + 2)
  private var pairs = 0
  private var ends = 0

  /// Enters a line and the first word of the next, which is not blank either; in letters.
  mutating func enter(length: Int, endsSentence: Bool, nextWord: Int) {
    pairs += 1
    if endsSentence { ends += 1 }
    lengths[min(length, Self.longest + 1)] += 1
    extended[min(length + 1 + nextWord, Self.longest + 1)] += 1
  }

  /// How many lines were wrapped; 0 when the text is not.
  var wrappedLines: Int {
    guard pairs >= Self.fewestPairs, ends * 2 <= pairs else { return 0 }
    var (kept, fitting) = (0, 0)
    for width in 0...Self.widths.upperBound {
      kept += lengths[width]
      fitting += extended[width]
      guard width >= Self.widths.lowerBound else { continue }
      let wrapped = pairs - fitting
      if Double(min(kept, wrapped)) >= Self.share * Double(pairs) { return wrapped }
    }
    return 0
  }
}
