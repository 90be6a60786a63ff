import FirthTestSupport
import Foundation
import Testing

/// `firth evaluate` as a user runs it, on a few words in a plane.
struct EvaluateTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "v.txt", "6 2\nman 1 0\nking 1 1\nwoman 0 1\nqueen -0.1 1\ncat 1 0.1\ndog 1 0.2\n")
    try folder.write(
      "w.txt", "6 2\nman 1 0\nking 1 1\nwoman 0 1\nqueen 1 -1\ncat 1 0.1\ndog 0.3 1\n")
    try folder.write(
      "analogies.txt", ": royal\nman king woman queen\nman king woman cat\n: none\na b c d\n")
    try folder.write("pairs.tsv", "man\tking\t5\ncat\tdog\t9\nman\twoman\t1\nman\tcat\t7\n")
    try folder.write("groups.csv", ",category,word\n0,people,king\n1,pets,cat\n2,pets,dog\n")
    try folder.write("odd.txt", "cat dog woman\n")
    return folder
  }

  private static let all = [
    "--analogies", "analogies.txt", "--similarity", "pairs.tsv", "--categories", "groups.csv",
    "--odd-one-out", "odd.txt", "--samples", "100",
  ]

  @Test("one model: a table for each test, and what was skipped")
  func tables() throws {
    let run = try FirthProgram.run(["evaluate", "v.txt"] + Self.all, in: folder())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines[0] == "analogies.txt: analogies")
    #expect(run.lines[1].hasPrefix("section  asked"))
    #expect(run.lines[2].hasPrefix("royal      2/2  50.0 [0.0 100.0]"))
    #expect(run.lines[3].hasPrefix("none       0/1                 –"))
    #expect(run.lines.contains { $0.hasPrefix("asked 2 of 3; 1 skipped: a word is unknown") })
    #expect(run.output.contains("\nodd.txt: odd-one-out\n"))
  }

  @Test("the same in JSON, with every score's interval")
  func json() throws {
    let run = try FirthProgram.run(["evaluate", "v.txt", "--json"] + Self.all, in: folder())
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let tests = try #require(report["tests"] as? [[String: Any]])
    #expect(
      tests.map { $0["kind"] as? String } == [
        "analogies", "similarity", "categories", "odd-one-out",
      ])
    for test in tests {
      let model = try #require((test["models"] as? [[String: Any]])?.first)
      let total = try #require(model["total"] as? [String: Any])
      let scores = try #require(total["scores"] as? [String: [String: Any]])
      #expect(!scores.isEmpty)
      for (name, score) in scores where (total["asked"] as? Int ?? 0) > 1 {
        let value = try #require(score["value"] as? Double)
        let low = try #require(score["low"] as? Double)
        let high = try #require(score["high"] as? Double)
        #expect(low <= value + 1e-9 && value <= high + 1e-9 || name == "pearson", "\(name)")
      }
    }
  }

  @Test("several models stand in one table, with their differences from the first")
  func several() throws {
    let run = try FirthProgram.run(
      ["evaluate", "v.txt", "w.txt", "--markdown"] + Self.all, in: folder())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines[0] == "| test | section | score | v.txt | w.txt | w.txt − v.txt |")
    #expect(run.lines[1] == "| --- | --- | --- | ---: | ---: | ---: |")
    let first = run.lines[2].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(first.prefix(3) == ["analogies.txt", "all", "3CosAdd"])
    #expect(first[3].hasPrefix("50.0 [") && first[4].hasPrefix("0.0 ["))
    #expect(first[5].hasPrefix("-50.0 ["))
  }

  @Test(
    "what is wrong is said, with the exit status for it",
    arguments: [
      ("v.txt", 64, "Name a test"),
      ("v.txt --similarity missing", 66, "missing: no such file"),
      ("v.txt --similarity analogies.txt", 65, "analogies.txt:1: expected two words and a number"),
      ("v.txt --analogies pairs.tsv", 65, "pairs.tsv:1: expected four words"),
      ("v.txt --categories odd.txt", 65, "odd.txt:1: expected a word and its category"),
      ("v.txt --odd-one-out v.txt --json --markdown", 64, "not both"),
      ("v.txt --analogies analogies.txt --top 2", 2, "no question of a test has all its words"),
      ("v.txt w.txt --analogies analogies.txt --like word2vec", 64, "takes one file of vectors"),
      ("v.txt --analogies analogies.txt --samples 1", 64, "--samples is 1"),
    ])
  func failures(arguments: String, status: Int32, message: String) throws {
    let words = arguments.split(separator: " ").map(String.init)
    let run = try FirthProgram.run(["evaluate"] + words, in: folder())
    #expect(run.status == status)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(status == 2 || run.output.isEmpty)
  }

  @Test(
    "--like word2vec prints what compute-accuracy prints",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func likeWord2vec() throws {
    let questions = try #require(SharedData.folder) + "/eval/questions-words.txt"
    let run = try FirthProgram.run(
      [
        "evaluate", SharedData.vectors("word2vec-c/cbow-ns-50.bin"), "--analogies", questions,
        "--top", "30000", "--like", "word2vec",
      ], in: folder())
    let expected = try Data(
      contentsOf: URL(
        fileURLWithPath: SharedData.vectors("word2vec-c/expected-compute-accuracy.txt")))
    #expect(Data(run.output.utf8) == expected)
  }
}
