import FirthEvaluation
import FirthTestSupport
import FirthVectors
import Foundation
import Testing

@Suite("Evaluation")
struct EvaluationTests {
  static func scores(
    _ tests: [Evaluation.Test], _ words: Embeddings,
    _ settings: EvaluationSettings = EvaluationSettings()
  ) throws -> EvaluationReport {
    let evaluation = Evaluation(tests, settings: settings)
    return evaluation.report([("it", try evaluation.measure(words))])
  }

  static func value(_ scores: Scores, _ key: String) -> Double? {
    scores.scores.first { $0.key == key }?.estimate.value
  }

  /// Four words whose analogy works out, with another spelling of one and a distractor.
  static let royals = embeddings([
    ("man", [1, 0, 0.1]), ("King", [1, 1, 0]), ("woman", [0, 0, 1]), ("queen", [0, 1, 1]),
    ("QUEEN", [0.1, 1, 1]), ("apple", [-1, 0, 0]), ("zero", [0, 0, 0]),
  ])

  @Test(
    "an analogy is right in any spelling, and its skipped questions are counted by their reason")
  func analogies() throws {
    try withFolder { folder in
      try put(
        ": x\nMan king WOMAN Queen\nman king woman apple\n: y\nman king pear queen\n"
          + "man king zero queen\n", folder + "/a.txt")
      let test = Evaluation.Test.analogies(try AnalogyTest(contentsOf: folder + "/a.txt"))
      let model = try Self.scores([test], Self.royals).tests[0].models[0]
      #expect(model.total.asked == 2 && model.total.items == 4)
      #expect(model.skipped.unknownWord == 1 && model.skipped.noDirection == 1)
      #expect(model.skipped.missing.map(\.word) == ["pear"])
      #expect(Self.value(model.total, "3cosadd") == 0.5)
      #expect(Self.value(model.total, "3cosmul") == 0.5)
      #expect(model.sections.map(\.asked) == [2, 0])
      #expect(Self.value(model.sections[1], "3cosadd") == nil)
      let exact = try Self.scores([test], Self.royals, EvaluationSettings(foldsCase: false))
      #expect(exact.tests[0].models[0].total.asked == 0)
      let few = try Self.scores([test], Self.royals, EvaluationSettings(top: 3))
      #expect(few.tests[0].models[0].total.asked == 0)
    }
  }

  @Test("a model's differences are over the questions that both models were asked")
  func differences() throws {
    try withFolder { folder in
      try put("a b 1\nb c 2\nc d 3\na d 4\na c 2\n", folder + "/s.txt")
      let first = embeddings([("a", [1, 0]), ("b", [1, 1]), ("c", [0, 1]), ("d", [-1, 1])])
      let second = embeddings([("a", [0, 1]), ("b", [1, 3]), ("c", [1, 0])])
      let evaluation = Evaluation([
        .similarity(try SimilarityTest(contentsOf: folder + "/s.txt"))
      ])
      let report = evaluation.report([
        ("1", try evaluation.measure(first)), ("2", try evaluation.measure(second)),
        ("1 again", try evaluation.measure(first)),
      ])
      let test = report.tests[0]
      #expect(test.models.map(\.total.asked) == [5, 3, 5])
      #expect(test.differences.map(\.total.asked) == [3, 5])
      #expect(Self.value(test.differences[1].total, "spearman") == 0)
    }
  }

  @Test("odd words and categories that stand apart are found")
  func groups() throws {
    try withFolder { folder in
      let words = embeddings([
        ("cat", [1, 0.1]), ("dog", [1, 0]), ("cow", [1, 0.2]), ("car", [0.1, 1]), ("bus", [0, 1]),
      ])
      try put("cat dog cow car\ncat dog bus\ncat yak cow bus\ncat dog yak\n", folder + "/o.txt")
      try put("cat pet\ndog pet\ncow pet\ncar thing\nbus thing\nyak pet\n", folder + "/c.txt")
      let report = try Self.scores(
        [
          .oddOneOut(try OddOneOutTest(contentsOf: folder + "/o.txt")),
          .categories(try CategoryTest(contentsOf: folder + "/c.txt")),
        ], words)
      let odd = report.tests[0].models[0]
      #expect(Self.value(odd.total, "accuracy") == 1)
      #expect(odd.total.asked == 3 && odd.skipped.unknownWord == 1 && odd.skipped.askedInPart == 1)
      let categories = report.tests[1].models[0]
      #expect(Self.value(categories.total, "purity_k_means") == 1)
      #expect(Self.value(categories.total, "purity_agglomerative") == 1)
      #expect(categories.total.asked == 5)
    }
  }

  struct Gensim: Decodable {
    struct Analogies: Decodable {
      var total: Double
      var sections: [String: [Int]]
    }
    struct Pairs: Decodable {
      var pearson: Double
      var spearman: Double
    }
    var analogies: Analogies
    var wordsim353: Pairs
    var simlex999: Pairs
  }

  @Test(
    "accuracies and correlations are gensim's",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func gensim() throws {
    let folder = try #require(SharedData.folder) + "/eval/"
    let json = try Data(
      contentsOf: URL(
        fileURLWithPath: SharedData.vectors("word2vec-c/expected-gensim.json")))
    let expected = try JSONDecoder().decode(Gensim.self, from: json)
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50.bin"))
    let report = try Self.scores(
      [
        .analogies(try AnalogyTest(contentsOf: folder + "questions-words.txt")),
        .similarity(try SimilarityTest(contentsOf: folder + "EN-WS-353-ALL.txt")),
        .similarity(try SimilarityTest(contentsOf: folder + "EN-SIMLEX-999.txt")),
      ], words,
      EvaluationSettings(top: 300_000, bootstrap: Bootstrap(samples: 100)))
    let analogies = report.tests[0].models[0]
    #expect(analogies.sections.count == 14)
    for section in analogies.sections {
      let counts = try #require(expected.analogies.sections[section.section ?? ""])
      #expect(section.asked == counts[1])
      let accuracy = try #require(Self.value(section, "3cosadd"))
      #expect(abs(accuracy * Double(counts[1]) - Double(counts[0])) < 1e-4)
    }
    #expect(
      abs(try #require(Self.value(analogies.total, "3cosadd")) - expected.analogies.total) < 1e-6)
    for (test, pairs) in zip(report.tests.dropFirst(), [expected.wordsim353, expected.simlex999]) {
      let total = test.models[0].total
      #expect(abs(try #require(Self.value(total, "spearman")) - pairs.spearman) < 1e-6)
      #expect(abs(try #require(Self.value(total, "pearson")) - pairs.pearson) < 1e-6)
    }
  }

  @Test(
    "compute-accuracy's output, letter by letter",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func computeAccuracy() throws {
    let folder = try #require(SharedData.folder) + "/eval/"
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50.bin"))
    let counts = try ComputeAccuracy(
      contentsOf: folder + "questions-words.txt", embeddings: words, top: 30_000)
    let expected = try String(
      contentsOfFile: SharedData.vectors("word2vec-c/expected-compute-accuracy.txt"),
      encoding: .utf8)
    #expect(counts.description == expected)
  }

  @Test(
    "compute-accuracy reads words, not lines, and takes only positive cosines",
    arguments: [
      (": x\nman king\nwoman queen\n", "x:", 1, 1), (": x\nman king woman queen", "x:", 1, 1),
      (": x\nmän king woman queen\n", "x:", 0, 0), (": x\nMAN KING woman Queen\n", "x:", 1, 1),
      ("man king woman queen\n: x\n", "x:", 1, 1),
      // In front of apple's opposite, nothing has a positive cosine.
      (": x\nman zero apple apple\n", "x:", 0, 1),
    ])
  func quirks(text: String, first: String, right: Int, seen: Int) throws {
    try withFolder { folder in
      try put(text, folder + "/q.txt")
      let counts = try ComputeAccuracy(contentsOf: folder + "/q.txt", embeddings: Self.royals)
      #expect(counts.seen == seen)
      #expect(counts.description.hasPrefix(first))
      let percent = seen == 0 ? "-nan" : right == seen ? "100.00" : "0.00"
      #expect(counts.description.contains("Total accuracy: \(percent) %"))
    }
  }
}
