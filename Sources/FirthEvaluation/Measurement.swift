internal import FirthText

/// What a score measures.
struct Measure: Sendable {
  /// How a score is written.
  enum Unit: String, Sendable {
    /// A share, written in per cent.
    case share
    /// A correlation, written times 100.
    case correlation
    /// A number.
    case number
  }

  /// Its name in JSON.
  let key: String
  /// Its name in tables.
  let title: String
  let unit: Unit
}

/// The scores of one model in one test, item by item.
struct Measurement: Sendable {
  /// The items that were asked, rising.
  let items: [Int]
  /// The scores, each over the items asked.
  let scores: [(measure: Measure, statistic: any Statistic)]
  let skipped: Skipped
}

/// The items that were not asked, and why.
public struct Skipped: Encodable, Equatable, Sendable {
  /// Items with a word that the vectors lack.
  public internal(set) var unknownWord = 0
  /// Items whose vectors cancel out or are zero.
  public internal(set) var noDirection = 0
  /// Items asked without some of their words, which the vectors lack.
  public internal(set) var askedInPart = 0
  /// The unknown words and how many items have each, the most frequent first.
  public var missing: [(word: String, items: Int)] {
    counts.map { (word: $0.key, items: $0.value) }
      .sorted { ($1.items, $0.word) < ($0.items, $1.word) }
  }

  private var counts: [String: Int] = [:]

  /// How many items were not asked.
  public var count: Int { unknownWord + noDirection }

  init() {}

  mutating func note(missing words: some Sequence<String>) {
    for word in Set(words) { counts[word, default: 0] += 1 }
  }

  private enum CodingKeys: String, CodingKey {
    case unknownWord = "unknown_word"
    case noDirection = "no_direction"
    case askedInPart = "asked_in_part"
    case missing = "missing_words"
  }

  /// Writes the counts, and the unknown words in alphabetical order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(unknownWord, forKey: .unknownWord)
    try container.encode(noDirection, forKey: .noDirection)
    try container.encode(askedInPart, forKey: .askedInPart)
    try container.encode(counts.keys.sorted(), forKey: .missing)
  }
}
