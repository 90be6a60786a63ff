internal import FirthText

/// What a format asks of words; everything is checked before anything is written.
struct WordRules {
  /// Bytes that no word may hold, and how a message names them.
  var forbidden: Set<UInt8> = []
  var forbiddenName = ""
  var allowsEmpty = false
  /// Whether a word may be white space alone.
  var allowsBlank = true
  var needsUTF8 = false
  var needsDistinct = false

  /// C's white space, at which most programs split.
  static let noSpace = WordRules(
    forbidden: [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D], forbiddenName: "white space")

  /// Checks every word.
  ///
  /// - Throws: `FormatError.unwritableWord` for the first that breaks a rule.
  func check(_ embeddings: Embeddings, for output: VectorOutput) throws(FormatError) {
    let vocabulary = embeddings.vocabulary
    var isForbidden = [Bool](repeating: false, count: 256)
    for byte in forbidden { isForbidden[Int(byte)] = true }
    for row in 0..<vocabulary.count {
      let word = vocabulary.utf8(of: WordID(row))
      if word.isEmpty, !allowsEmpty {
        throw output.unwritable(embeddings, row: row, because: "it is empty")
      }
      if !allowsBlank, word.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
        throw output.unwritable(embeddings, row: row, because: "it is nothing but white space")
      }
      if word.contains(where: { isForbidden[Int($0)] }) {
        throw output.unwritable(embeddings, row: row, because: "it has \(forbiddenName) in it")
      }
      if needsUTF8, word.contains(where: { $0 >= 0x80 }),
        String(validating: word, as: UTF8.self) == nil
      {
        throw output.unwritable(embeddings, row: row, because: "its bytes are no UTF-8")
      }
    }
    if needsDistinct, let row = vocabulary.duplicateRows.first {
      throw output.unwritable(
        embeddings, row: row, because: "an earlier row has it too; conversion from text drops such")
    }
  }
}
