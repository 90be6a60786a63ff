import Foundation

/// The full form of a word, for the tokens that the fast path leaves.
package enum WordForm {
  /// The form of a word in UTF-8; a word of other bytes is left as it is.
  package static func normalized(utf8 word: [UInt8]) -> [UInt8] {
    guard let text = String(validating: word, as: UTF8.self) else { return word }
    return Array(normalized(text).utf8)
  }

  /// NFC(lower(NFC(word))), with Unicode's full lower-casing and its rule for the final sigma.
  static func normalized(_ word: String) -> String {
    lowercased(word.precomposedStringWithCanonicalMapping).precomposedStringWithCanonicalMapping
  }

  /// Full lower-casing; the standard library's leaves out Final_Sigma, the one rule with context
  /// that holds in every language (Unicode 3.13, table 3-17).
  private static func lowercased(_ word: String) -> String {
    let scalars = Array(word.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\u{3a3}" {
        let isFinal =
          isCased(scalars[..<index].reversed()) && !isCased(scalars[(index + 1)...])
        result.append(isFinal ? "\u{3c2}" : "\u{3c3}")
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  /// Whether the first scalar that is not case-ignorable is cased.
  private static func isCased(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
    scalars.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
  }
}
