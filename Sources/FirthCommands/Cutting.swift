internal import Firth
internal import Foundation

/// How a text is cut: as that was on which vectors were trained.
struct Cutting {
  let tokenizer: Tokenizer
  let boundary: SentenceBoundary

  init(_ embeddings: Embeddings, tokenizer: Tokenizer?, boundary: SentenceBoundary?) {
    let stored = embeddings.metadata["tokenizer"].flatMap {
      try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
    self.tokenizer =
      tokenizer ?? stored?["tokenizer"].flatMap(Tokenizer.init(rawValue:)) ?? .words
    self.boundary =
      boundary ?? stored?["boundary"].flatMap(SentenceBoundary.init(rawValue:)) ?? .line
  }

  /// The phrases among the words: the words tokenizer leaves no "_" in a word of the text.
  func phrases(of vocabulary: Vocabulary) -> PhraseList? {
    guard tokenizer == .words else { return nil }
    let list = PhraseList(
      (0..<vocabulary.count).compactMap { row in
        let parts = vocabulary.utf8(of: WordID(row)).split(separator: UInt8(ascii: "_"))
        guard parts.count > 1, parts.count <= PhraseList.mostWords else { return nil }
        return PhraseList.Phrase(words: parts.map { String(decoding: $0, as: UTF8.self) })
      })
    return list.phrases.isEmpty ? nil : list
  }
}
