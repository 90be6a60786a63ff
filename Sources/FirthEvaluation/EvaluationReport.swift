/// The scores of some models in some tests.
public struct EvaluationReport: Encodable, Sendable {
  /// A model that was asked.
  public struct Model: Encodable, Sendable {
    /// What it is called.
    public let name: String
    /// How many words and dimensions it has.
    public let words: Int, dimensions: Int
  }

  /// The models, in the order given.
  public let models: [Model]
  /// The tests, in the order given.
  public let tests: [TestReport]
  /// How many bootstrap samples the intervals rest on.
  public let bootstrapSamples: Int

  private enum CodingKeys: String, CodingKey {
    case models, tests
    case bootstrapSamples = "bootstrap_samples"
  }
}

/// The scores of some models in one test.
public struct TestReport: Encodable, Sendable {
  /// What is asked: `analogies`, `similarity`, `categories` or `odd-one-out`.
  public let kind: String
  /// The file or folder.
  public let path: String
  /// How many questions, pairs or words it has.
  public let items: Int
  /// Each model's scores, over the items that its own words allow.
  public let models: [ModelScores]
  /// Each further model's scores less the first one's, over the items that both were asked.
  public let differences: [Difference]
}

/// A model's scores in a test.
public struct ModelScores: Encodable, Sendable {
  /// The scores of all items.
  public let total: Scores
  /// The scores of each section; none where the test has one section only.
  public let sections: [Scores]
  /// The items that were not asked.
  public let skipped: Skipped
}

/// A model's scores less those of the first one.
public struct Difference: Encodable, Sendable {
  /// The place of the model among the report's models.
  public let model: Int
  /// The differences over all items that both were asked.
  public let total: Scores
  /// The differences of each section.
  public let sections: [Scores]
}

/// Scores of some items.
public struct Scores: Encodable, Sendable {
  /// One score.
  public struct Score: Sendable {
    /// Its name in JSON.
    public let key: String
    /// Its name in tables.
    public let title: String
    /// How it is written: `share`, `correlation` or `number`.
    public let unit: String
    /// Its value and interval.
    public let estimate: Estimate
  }

  /// The section's name; nil for all items.
  public let section: String?
  /// How many items there are, and how many were asked.
  public let items: Int, asked: Int
  /// The scores, in the order of tables.
  public let scores: [Score]

  private enum CodingKeys: String, CodingKey { case section, items, asked, scores }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes each score under its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(section, forKey: .section)
    try container.encode(items, forKey: .items)
    try container.encode(asked, forKey: .asked)
    var named = container.nestedContainer(keyedBy: Key.self, forKey: .scores)
    for score in scores { try named.encode(score.estimate, forKey: Key(stringValue: score.key)) }
  }
}
