import Foundation
import Testing

/// Answers of the program on four words in a plane.
struct QuestionTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("v.txt", "4 2\neast 1 0\nnorth 0 1\nnortheast 1 1\nwest -1 0\n")
    return folder
  }

  @Test(
    "answers are words and cosines, the most similar first",
    arguments: [
      ("similar v.txt east", "northeast\t0.707107\nnorth\t0.000000\nwest\t-1.000000\n"),
      ("similar v.txt east --count 1", "northeast\t0.707107\n"),
      ("similar v.txt east north --count 1", "northeast\t1.000000\n"),
      ("similar v.txt east unknown --count 1", "northeast\t0.707107\n"),
      ("analogy v.txt east north west", "northeast\t-0.316228\n"),
      ("query v.txt --count 1 east + north", "northeast\t1.000000\n"),
      ("query v.txt --count 1 0.5*west + 2*north", "northeast\t0.514496\n"),
    ])
  func answers(command: String, expected: String) throws {
    // A query's expression is one argument, all the rest of the line.
    let words = command.split(separator: " ", maxSplits: command.hasPrefix("query") ? 4 : .max)
    let run = try FirthProgram.run(words.map(String.init), in: folder())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == expected)
  }

  @Test("questions come from standard input, and each answer ends with an empty line")
  func batch() throws {
    let run = try FirthProgram.run(
      ["similar", "v.txt", "--count", "1"], in: folder(), input: "east\n\nunknown\nnorth west\n")
    #expect(run.status == 2)
    #expect(run.output == "northeast\t0.707107\n\n\nnortheast\t0.000000\n\n")
    #expect(run.errors == "firth: unknown word 'unknown'\n")
    let analogies = try FirthProgram.run(
      ["analogy", "v.txt"], in: folder(), input: "east north\neast north west\n")
    #expect(analogies.status == 64)
    #expect(analogies.output == "\nnortheast\t-0.316228\n\n")
    #expect(analogies.errors.contains("line 1: an analogy takes three words, not 2"))
  }

  @Test("an answer comes as soon as its question", .timeLimit(.minutes(1)))
  func conversation() throws {
    let folder = try folder()
    let process = FirthProgram.process(["similar", "v.txt", "--count", "1"], in: folder)
    let (questions, answers) = (Pipe(), Pipe())
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
    for _ in 0..<3 {
      try questions.fileHandleForWriting.write(contentsOf: Data("east\n".utf8))
      var answer = Data()
      while !answer.suffix(2).elementsEqual("\n\n".utf8) {
        let more = answers.fileHandleForReading.availableData
        if more.isEmpty { break }
        answer += more
      }
      #expect(String(decoding: answer, as: UTF8.self) == "northeast\t0.707107\n\n")
    }
    try questions.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try folder.names == ["v.txt"])
  }

  @Test("each answer is a line of JSON with --json")
  func json() throws {
    let run = try FirthProgram.run(
      ["similar", "v.txt", "--json"], in: folder(), input: "east\neastt\n")
    #expect(run.status == 2)
    let replies = try run.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(replies.count == 2)
    let matches = try #require(replies.first?["matches"] as? [[String: Any]])
    #expect(matches.map { $0["word"] as? String } == ["northeast", "north", "west"])
    #expect(replies.last?["unknown"] as? [String] == ["eastt"])
    #expect((replies.last?["suggestions"] as? [String: [String]])?["eastt"]?.first == "east")
  }

  @Test("info and convert speak JSON, and a conversion there and back changes nothing")
  func conversion() throws {
    let folder = try folder()
    let run = try FirthProgram.shell(
      """
      firth convert v.txt v.safetensors && firth convert v.safetensors v.bin --quiet &&
      firth convert v.bin w --to word2vec-text --json && firth info v.safetensors --json
      """, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == 2)
    for line in run.lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    #expect(run.lines.last?.contains("\"dimensions\":2") == true)
    let text = try FirthProgram.shell("firth info v.bin; firth similar w east", in: folder)
    #expect(text.output.contains("format: word2vec-bin\n"))
    #expect(text.output.contains("northeast\t0.707107\n"))
  }
}
