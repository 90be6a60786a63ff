import Foundation
import Testing

/// `firth compare` as a user runs it, on the small corpus.
struct CompareTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "models.txt",
      "# three\nsmall: skipgram --dimensions 8 --epochs 1\ncbow --dimensions 8 --epochs 1\n"
        + "\nglove: glove --dimensions 8 --epochs 2 --window 5\n")
    return folder
  }

  private static let options = [
    "compare", FirthProgram.facts, "--configurations", "models.txt", "--seeds", "2",
    "--analogies", FirthProgram.analogies, "--samples", "100", "--min-count", "1",
  ]

  @Test("a row for each model with its time, memory and scores")
  func table() throws {
    let run = try FirthProgram.run(Self.options + ["--markdown"], in: folder())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == 5)
    #expect(
      run.lines[0].hasPrefix("| model | wall s | CPU s | peak MB | facts-analogies.txt: 3CosAdd"))
    #expect(
      run.lines.dropFirst(2).map { $0.split(separator: " | ")[0] } == [
        "| small", "| cbow --dimensions 8 --epochs 1", "| glove",
      ])
    #expect(run.errors.contains("small, seed 2 of 2"))
  }

  @Test("each run's figures in JSON")
  func json() throws {
    let run = try FirthProgram.run(Self.options + ["--json", "--quiet"], in: folder())
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let models = try #require(report["models"] as? [[String: Any]])
    #expect(models.count == 3)
    for model in models {
      #expect((model["seconds"] as? [Double])?.count == 2)
      let test = try #require((model["tests"] as? [[String: Any]])?.first)
      let runs = try #require(test["runs"] as? [[String: Any]])
      let mean = try #require(test["mean"] as? [String: Any])
      func value(_ scores: [String: Any]) -> Double? {
        let named = scores["scores"] as? [String: [String: Any]]
        return named?["3cosadd_mrr"]?["value"] as? Double
      }
      let values = runs.compactMap(value)
      #expect(values.count == 2)
      #expect(abs((value(mean) ?? 9) - values.reduce(0, +) / 2) < 1e-9)
    }
  }

  @Test(
    "a bad configuration is named by its line",
    arguments: [
      ("skipgram --window 5\nword2vec\n", "m.txt:2: expected skipgram, cbow or glove"),
      ("a: skipgram --windo 5\n", "m.txt:1: expected options of firth train"),
      ("a: skipgram --seed 5\n", "m.txt:1: expected options of the model alone, found --seed"),
      ("a: skipgram\na: cbow\n", "m.txt:2: expected a name of its own"),
      ("# none\n", "m.txt: expected lines such as"),
    ])
  func configurations(text: String, message: String) throws {
    let folder = try folder()
    try folder.write("m.txt", text)
    let run = try FirthProgram.run(
      ["compare", FirthProgram.facts, "--configurations", "m.txt"], in: folder)
    #expect(run.status == 65)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
