/// Where sentences end: no window of context reaches beyond.
///
/// A line ends at LF, CR LF or a CR alone; U+0085, U+2028 and U+2029 are white space. The end of a
/// file always ends a token, and under `line` and `blankLine` a sentence too.
public enum SentenceBoundary: String, CaseIterable, Codable, Sendable {
  /// At the end of each line.
  case line
  /// At each line that holds nothing but white space, for prose with hard line breaks.
  case blankLine = "blank-line"
  /// Nowhere: the whole corpus is one sentence.
  case none
}
