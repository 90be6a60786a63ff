internal import FirthText
internal import FirthVectors

/// Finds the rows of a test's words among a model's first rows.
///
/// With case folded, all spellings of a word count as it, and the first row (of vocabularies by
/// frequency, the most frequent spelling) stands for it, as in word2vec's and gensim's evaluations.
struct WordLookup {
  private let isFolded: Bool
  private var rows: [String: [WordID]] = [:]
  private let vocabulary: Vocabulary
  private let top: Int

  /// Looks for words among the first `top` rows.
  init(_ words: some Sequence<String>, in embeddings: Embeddings, top: Int, foldsCase: Bool) {
    vocabulary = embeddings.vocabulary
    self.top = top
    isFolded = foldsCase
    guard foldsCase else { return }
    for word in words { rows[CaseFolding.fold(word)] = [] }
    for row in 0..<min(top, vocabulary.count) {
      let id = WordID(row)
      guard let word = String(validating: vocabulary.utf8(of: id), as: UTF8.self),
        case let key = CaseFolding.fold(word), let place = rows.index(forKey: key)
      else { continue }
      rows.values[place].append(id)
    }
  }

  /// The rows that a word has, the one that stands for it first; none when it is unknown.
  func rows(of word: String) -> [WordID] {
    if isFolded { return rows[CaseFolding.fold(word)] ?? [] }
    guard let id = vocabulary.id(of: word), id.row < top else { return [] }
    return [id]
  }
}
