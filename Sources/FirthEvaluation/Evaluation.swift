public import FirthVectors

/// Tests of word vectors, asked of one model after another.
///
/// ```swift
/// let evaluation = Evaluation([.analogies(try AnalogyTest(contentsOf: "questions-words.txt"))])
/// let measured = try evaluation.measure(embeddings)
/// evaluation.report([("mine", measured)]).tests[0].models[0].total.scores
/// ```
public struct Evaluation: Sendable {
  /// A test of any kind.
  public enum Test: Sendable {
    /// Is the nearest word the right one?
    case analogies(AnalogyTest)
    /// Do cosines rank pairs of words as people do?
    case similarity(SimilarityTest)
    /// Do words of a category form a cluster?
    case categories(CategoryTest)
    /// Which word does not belong to the others?
    case oddOneOut(OddOneOutTest)
  }

  /// One model's answers to all tests, item by item.
  public struct Measured: Sendable {
    let words: Int
    let dimensions: Int
    let tests: [Measurement]

    /// Whether some test has no item that the model's words allow.
    public var hasTestWithoutWords: Bool { tests.contains { $0.items.isEmpty } }
  }

  private let tests: [Test]
  private let settings: EvaluationSettings

  /// Tests and how they are asked.
  public init(_ tests: [Test], settings: EvaluationSettings = EvaluationSettings()) {
    self.tests = tests
    self.settings = settings
  }

  /// Asks a model all tests.
  ///
  /// - Throws: `EvaluationError.tooLarge` for a test of categories with too many words.
  public func measure(_ embeddings: Embeddings) throws -> Measured {
    Measured(
      words: embeddings.vocabularySize, dimensions: embeddings.dimension,
      tests: try tests.map { test in
        switch test {
        case .analogies(let test): test.measure(embeddings, settings)
        case .similarity(let test): test.measure(embeddings, settings)
        case .categories(let test): try test.measure(embeddings, settings)
        case .oddOneOut(let test): test.measure(embeddings, settings)
        }
      })
  }

  /// The scores of models under their names, with intervals and differences from the first.
  public func report(_ models: [(name: String, measured: Measured)]) -> EvaluationReport {
    EvaluationReport(
      models: models.map {
        EvaluationReport.Model(
          name: $0.name, words: $0.measured.words, dimensions: $0.measured.dimensions)
      },
      tests: tests.enumerated().map { index, test in
        report(test, number: index, models.map { $0.measured.tests[index] })
      }, bootstrapSamples: settings.bootstrap.samples)
  }

  /// What sums up the test of a number.
  func tally(_ number: Int) -> Tally {
    let outline = tests[number].outline
    return Tally(
      bootstrap: settings.bootstrap, test: number, items: outline.items,
      sections: outline.sections)
  }

  private func report(
    _ test: Test, number: Int, _ measurements: [Measurement]
  ) -> TestReport {
    let outline = test.outline
    let tally = tally(number)
    return TestReport(
      kind: outline.kind, path: outline.path, items: outline.items,
      models: measurements.map { measurement in
        let (total, sections) = tally.scores(of: measurement)
        return ModelScores(total: total, sections: sections, skipped: measurement.skipped)
      },
      differences: measurements.indices.dropFirst().map { model in
        let (total, sections) = tally.differences(measurements[model], less: measurements[0])
        return Difference(model: model, total: total, sections: sections)
      })
  }
}

extension Evaluation.Test {
  /// What a report says of a test itself.
  struct Outline {
    let kind: String
    let path: String
    let items: Int
    /// The sections with their items.
    let sections: [(name: String, items: Range<Int>)]
  }

  var outline: Outline {
    switch self {
    case .analogies(let test):
      return Outline(
        kind: "analogies", path: test.path, items: test.questions.count,
        sections: Self.sections(test.sections.map { ($0.name, $0.questions.count) }))
    case .similarity(let test):
      return Outline(
        kind: "similarity", path: test.path, items: test.pairs.count, sections: [])
    case .categories(let test):
      return Outline(
        kind: "categories", path: test.path, items: test.words.count, sections: [])
    case .oddOneOut(let test):
      var sizes: [(String, Int)] = []
      for question in test.questions {
        if sizes.last?.0 != question.section { sizes.append((question.section, 0)) }
        sizes[sizes.count - 1].1 += 1
      }
      return Outline(
        kind: "odd-one-out", path: test.path, items: test.questions.count,
        sections: Self.sections(sizes))
    }
  }

  private static func sections(_ sizes: [(String, Int)]) -> [(name: String, items: Range<Int>)] {
    guard sizes.count > 1 else { return [] }
    var start = 0
    return sizes.map { name, size in
      defer { start += size }
      return (name, start..<start + size)
    }
  }
}
