/// How text is cut into tokens.
public enum Tokenizer: String, CaseIterable, Codable, Sendable {
  /// Words in Unicode's sense, lower-cased and in canonical composition (NFC); the default.
  ///
  /// A word is a run of letters, marks and numbers (general categories L, M and N) that begins with
  /// a letter or number. A mark with no letter or number before it belongs to the separator it
  /// follows, as Unicode's text segmentation has it (UAX #29, rule WB4). One apostrophe (' or ’,
  /// U+2019) or one hyphen (-, U+2010, U+2011) between two letters or numbers is kept and becomes
  /// ' or -. Soft hyphens, zero-width characters (U+200B...U+200D, U+2060, U+FEFF) and variation
  /// selectors vanish, also inside a word. Everything else separates, NUL and U+FFFD too. A word
  /// hyphenated at a line's end stays two words.
  ///
  /// Each word w becomes NFC(lower(NFC(w))) with Unicode's full lower-casing: ß and ı stay, İ
  /// becomes i and U+0307, and Σ becomes ς where a word ends (Final_Sigma, within the word).
  case words
  /// Runs of anything but Unicode white space (White_Space), unchanged.
  ///
  /// Only malformed UTF-8 changes, to U+FFFD. NUL is part of a token.
  case whitespace
}
