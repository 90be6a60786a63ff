/// Unicode's full case folding: ß and SS are one, and so are Σ, σ and ς, but not ı and i.
package enum CaseFolding {
  /// The folded form of a word; what is canonically equivalent is equal as a `String`.
  package static func fold(_ word: String) -> String {
    if word.utf8.allSatisfy({ $0 < 0x80 }) {
      guard word.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return word }
      return String(
        decoding: word.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
    var folded = String.UnicodeScalarView()
    for scalar in word.unicodeScalars { folded.append(contentsOf: fold(scalar)) }
    return String(folded)
  }

  /// The folding of one letter, as in Unicode's CaseFolding.txt (status C and F).
  ///
  /// The file follows from the case mappings (lower, upper, lower again), but for dotless i, which
  /// stays apart from i, and Cherokee, whose capitals are its folded forms.
  package static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar.value {
    case 0x131, 0x13A0...0x13F5: return [scalar]
    case 0x13F8...0x13FD, 0xAB70...0xABBF:
      return Array(scalar.properties.uppercaseMapping.unicodeScalars)
    default:
      return scalar.properties.lowercaseMapping.unicodeScalars
        .flatMap { Array($0.properties.uppercaseMapping.unicodeScalars) }
        .flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }
  }
}
