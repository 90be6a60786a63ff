import Foundation
import Testing

/// Answers of the program on four words in a plane.
struct QuestionTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("v.txt", "4 2\neast 1 0\nnorth 0 1\nnortheast 1 1\nwest -1 0\n")
    try folder.write("among.txt", "west\r\nnobody\n\nnorth\n")
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
      ("similar v.txt east --min-score 0", "northeast\t0.707107\nnorth\t0.000000\n"),
      ("similar v.txt east --min-score 0.9", ""),
      ("similar v.txt east --top 2", "north\t0.000000\n"),
      ("similar v.txt east --top 2 --include-question-words", "east\t1.000000\nnorth\t0.000000\n"),
      ("similar v.txt east --among among.txt", "north\t0.000000\nwest\t-1.000000\n"),
      ("similar v.txt east --among among.txt --top 3", "north\t0.000000\n"),
      ("similar v.txt east north --weights 1,-0.5 --count 1", "northeast\t0.316228\n"),
      ("similar v.txt --vector -2,0 --count 1", "west\t1.000000\n"),
      ("analogy v.txt east north west --method 3cosmul", "northeast\t0.146446\n"),
      ("analogy v.txt east north west --method pair-direction", "northeast\t-0.382683\n"),
      ("similarity v.txt east northeast", "0.707107\n"),
      ("similarity v.txt west west", "1.000000\n"),
      ("odd v.txt east north west --count 2", "east\t0.000000\nwest\t0.000000\n"),
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

  @Test("questions come from a file, plain or gzip, and vectors and pairs by lines")
  func files() throws {
    let folder = try folder()
    try folder.write("questions.txt", "east\n\nnorth\twest\r\n")
    let run = try FirthProgram.shell(
      """
      firth similar v.txt --questions questions.txt --count 1
      gzip -k questions.txt; firth similar v.txt --questions questions.txt.gz --count 1
      """, in: folder)
    let expected = "northeast\t0.707107\n\nnortheast\t0.000000\n\n"
    #expect(run.output == expected + expected && run.errors.isEmpty)
    let vectors = try FirthProgram.run(
      ["similar", "v.txt", "--vector", "-", "--count", "1"], in: folder,
      input: "1 0\n0,-1\n1\nx y\n")
    #expect(vectors.status == 64)
    #expect(vectors.output == "east\t1.000000\n\neast\t0.000000\n\n\n\n")
    #expect(vectors.errors.contains("line 3: the vector has 1 numbers, 2 are needed"))
    #expect(vectors.errors.contains("line 4: a vector is numbers"))
    let pairs = try FirthProgram.run(
      ["similarity", "v.txt"], in: folder, input: "east north\neast nobody\neast west\n")
    #expect(pairs.output == "0.000000\n\n-1.000000\n" && pairs.status == 2)
  }

  @Test("a large file of questions is answered as its lines are one by one")
  func blocks() throws {
    let folder = try folder()
    let lines = (0..<5000).map { ["east", "north west", "nobody", "west east"][$0 % 4] }
    try folder.write("q.txt", lines.joined(separator: "\n"))
    let run = try FirthProgram.run(
      ["similar", "v.txt", "--questions", "q.txt", "--count", "2"], in: folder)
    #expect(run.output.split(separator: "\n").count == 5000)
    // Two answers and an empty line, or the empty line alone.
    #expect(run.output.count { $0 == "\n" } == 2500 * 3 + 2500)
    #expect(run.status == 2 && run.errors.split(separator: "\n").count == 2500)
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
    #expect(try folder.names == ["among.txt", "v.txt"])
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
