public import FirthText

/// Text held out from training, to see after each epoch how well the vectors predict it.
public struct Validation: Sendable {
  /// The text, encoded with the vocabulary of the training corpus.
  public let corpus: EncodedCorpus
  /// After how many epochs without a new lowest loss training ends early; nil for never.
  public let patience: Int?

  /// Text to hold out.
  ///
  /// - Precondition: the text holds a word of the vocabulary.
  public init(_ corpus: EncodedCorpus, patience: Int? = nil) {
    precondition(corpus.tokens > 0, "the text held out has no known word")
    self.corpus = corpus
    self.patience = patience
  }
}
