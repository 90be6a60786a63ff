/// How much each word of a sentence counts in the sentence's vector.
public enum SentenceWeighting: Equatable, Sendable {
  /// Every word alike: the vector is the mean of the words' vectors.
  case mean
  /// A word with the probability p counts a / (a + p): smooth inverse frequency (Arora, Liang and Ma
  /// 2017), whose a is 1e-3.
  case smoothInverseFrequency(smoothing: Double = 1e-3)
}

/// Where the words' probabilities come from.
public enum WordProbabilities: Equatable, Sendable {
  /// The counts that the vectors' file has.
  case counts
  /// The counts of another list; words that it lacks have the probability 0.
  case list
  /// Zipf's law: a word's probability falls with its row, as 1 / rank.
  case rank
}
