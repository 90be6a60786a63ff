/// Which of a corpus's words make up the vocabulary.
struct WordChoice {
  /// Words that occur less often are left out.
  var minimumCount = 1
  /// How many of the most frequent words are kept; nil for all.
  var maximumVocabulary: Int?
  /// The words to keep, whatever their counts, as far as they occur.
  var only: WordSelection?
  /// Words that are kept besides, as far as they occur.
  var always: WordSelection?
}
