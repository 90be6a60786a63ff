import FirthFiles
import FirthText

/// What two runs must have in common for one to go on from the other's checkpoint, in few words.
enum RunIdentity {
  /// A text by its size and the content of its files, whatever their names.
  static func text(_ report: CorpusReport) -> String {
    var hash = SHA256()
    for file in report.files {
      unsafe Array(file.sha256.utf8).withUnsafeBytes { unsafe hash.update($0) }
    }
    return "\(report.keptTokens) tokens in \(report.sentences) sentences, "
      + hash.hexadecimal().prefix(12)
  }

  /// A vocabulary by its size, words and counts.
  static func words(_ vocabulary: Vocabulary) -> String {
    var hash = SHA256()
    unsafe vocabulary.bytes.withUnsafeBytes { unsafe hash.update($0) }
    unsafe vocabulary.offsets.withUnsafeBytes { unsafe hash.update($0) }
    unsafe (vocabulary.counts ?? []).withUnsafeBytes { unsafe hash.update($0) }
    return "\(vocabulary.count) words, \(hash.hexadecimal().prefix(12))"
  }
}
