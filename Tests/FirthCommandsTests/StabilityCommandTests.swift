import Foundation
import Testing

/// `firth stability` and `firth similar --models` as a user runs them.
struct StabilityCommandTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "5 2\nking 1 0\nqueen 1 0.1\ncat 0 1\ndog 0.1 1\nowl -1 1\n")
    try folder.write("b.txt", "5 2\nking 1 0\nqueen 1 0.3\ncat 0 1\ndog 0.2 1\nowl -1 1\n")
    try folder.write("c.txt", "4 2\nking 1 0\nqueen 1 0.2\ncat 0 1\ndog 0.3 1\n")
    try folder.write("d.txt", "2 2\nsun 1 0\nmoon 1 0.2\n")
    return folder
  }

  @Test("the overlap by bands, and the words that are not to be trusted")
  func stability() throws {
    let run = try FirthProgram.run(
      ["stability", "a.txt", "b.txt", "c.txt", "--neighbors", "1", "--below", "100"], in: folder())
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines[0]
        == "3 models with 4 words in common (5 in the first); overlap of the 1 nearest neighbours, "
        + "mean over 3 pairs of models")
    #expect(run.lines[1].hasPrefix("rank  count  words  looked at "))
    #expect(run.lines[2].hasPrefix("1–4   –          4          4  100.0"))
    #expect(run.output.contains("0 of 4 words looked at have an overlap below 100 %"))
    let json = try FirthProgram.run(
      ["stability", "a.txt", "b.txt", "--neighbors", "2", "--json"], in: folder())
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((report["words"] as? [Any])?.count == 5 && report["models"] as? Int == 2)
  }

  @Test("similar --models: the mean cosine and its interval")
  func similar() throws {
    let run = try FirthProgram.run(
      ["similar", "king", "--count", "2", "--models", "a.txt", "b.txt", "c.txt"], in: folder())
    #expect(run.status == 0, "\(run.errors)")
    let fields = run.lines.map { $0.split(separator: "\t") }
    #expect(fields.map(\.first) == ["queen", "dog"])
    let numbers = fields[0].dropFirst().compactMap { Double($0) }
    #expect(numbers.count == 3 && numbers[1] < numbers[0] && numbers[0] < numbers[2])
    #expect(abs(numbers[0] - (0.995037 + 0.957826 + 0.980581) / 3) < 2e-6)
    let lines = try FirthProgram.run(
      ["similar", "--json", "--models", "a.txt", "b.txt"], in: folder(), input: "king\nsun\n")
    #expect(lines.status == 2)
    #expect(lines.lines.count == 2 && lines.lines[0].contains("\"low\":"))
    #expect(lines.errors.contains("unknown word 'sun'"))
  }

  @Test(
    "what is wrong is said",
    arguments: [
      ("stability a.txt", 64, "two files"),
      ("stability a.txt d.txt", 2, "no word in common"),
      ("stability a.txt missing", 66, "no such file"),
      ("similar king --models a.txt", 64, "two files"),
      ("similar --vector 1,0 --models a.txt b.txt", 64, "--vector"),
      ("similar --models a.txt b.txt --count 1 sun", 2, "unknown word 'sun'"),
      ("similar", 64, "vectors"),
    ])
  func failures(arguments: String, status: Int32, message: String) throws {
    let words = arguments.split(separator: " ").map(String.init)
    let run = try FirthProgram.run(words, in: folder())
    #expect(run.status == status)
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
