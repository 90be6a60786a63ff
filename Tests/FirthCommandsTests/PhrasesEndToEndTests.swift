import Foundation
import Testing

struct PhrasesEndToEndTests {
  /// A text in which some words always follow each other.
  private static func makeText(in folder: TemporaryFolder) throws {
    var (text, number): (String, UInt32) = ("", 1)
    func noise() -> String {
      number = number &* 1_664_525 &+ 1_013_904_223
      return "w\((number >> 16) % 40)"
    }
    for line in 0..<600 {
      let city = ["New York", "Boston", "Los Angeles", "York", "Angeles"][line % 5]
      let paper = ["New York Times", "Boston Globe", "Los Angeles Times"][line % 3]
      text += "\(noise()) \(city), \(noise()); \(paper) \(noise()).\n"
    }
    try folder.write("a.txt", text)
  }

  @Test("phrases are found, joined by every command that reads text, and asked for by their words")
  func endToEnd() throws {
    let folder = try TemporaryFolder()
    try Self.makeText(in: folder)
    let found = try FirthProgram.run(
      ["phrases", "a.txt", "-o", "p.txt", "--threshold", "3", "--json"], in: folder)
    #expect(found.status == 0, "\(found.errors)")
    let lines = String(decoding: try folder.data("p.txt"), as: UTF8.self).split(separator: "\n")
    #expect(found.output == "{\"output\":\"p.txt\",\"phrases\":\(lines.count)}\n")
    let phrases = Set(lines.map { String($0.split(separator: "\t")[0]) })
    #expect(phrases.isSuperset(of: ["new york", "los angeles", "boston globe", "new york times"]))
    let printed = try FirthProgram.run(
      ["phrases", "a.txt", "-o", "-", "--threshold", "3", "-q", "--memory", "20MB"], in: folder)
    #expect(printed.errors.isEmpty && printed.lines == lines.map(String.init))

    let words = try FirthProgram.run(
      ["vocabulary", "a.txt", "--phrases", "p.txt", "-o", "words.txt"], in: folder)
    #expect(words.errors.contains("phrases joined"))
    let trainers = [
      ["train", "skipgram", "--sample", "0", "a.txt"], ["train", "cbow", "--sample", "0", "a.txt"],
      ["train", "glove", "a.txt"],
    ]
    let listed = String(decoding: try folder.data("words.txt"), as: UTF8.self)
    #expect(listed.contains("new_york_times\t"))
    for trainer in trainers {
      let run = try FirthProgram.run(
        trainer + [
          "--phrases", "p.txt", "--dimensions", "8", "--epochs", "2", "-q", "-o", "v.safetensors",
        ], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let similar = try FirthProgram.run(
        ["similar", "v.safetensors", "new york", "--count", "100"], in: folder)
      #expect(similar.status == 0 && !similar.output.contains("new_york\t"))
      #expect(similar.lines.contains { $0.hasPrefix("new_york_times\t") })
      let analogy = try FirthProgram.run(
        ["analogy", "v.safetensors", "boston", "boston globe", "new york", "--count", "100"],
        in: folder)
      #expect(analogy.status == 0 && analogy.lines.contains { $0.hasPrefix("new_york_times\t") })
    }
    let pairs = try FirthProgram.run(
      [
        "cooccurrence", "a.txt", "--phrases", "p.txt", "-o", "a.cooc", "--write-vocabulary", "w",
      ], in: folder)
    #expect(pairs.status == 0)
    #expect(String(decoding: try folder.data("w"), as: UTF8.self).contains("new_york_times "))
  }

  @Test("lists of words choose the rows, and what does not occur is said")
  func lists() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "a a a a a b b c\nd e\n")
    try folder.write("list", "c 1\nb\t2\nnone\n")
    let only = try FirthProgram.run(
      ["vocabulary", "a.txt", "--vocabulary", "list", "-o", "-"], in: folder)
    #expect(only.output == "b\t2\nc\t1\n")
    #expect(only.errors.contains("note: 1 of 3 words of list do not occur: none"))
    let kept = try FirthProgram.run(
      ["vocabulary", "a.txt", "--keep", "list", "-o", "-", "-q"], in: folder)
    #expect(kept.output == "a\t5\nb\t2\nc\t1\n" && kept.errors.isEmpty)
    let trained = try FirthProgram.run(
      [
        "train", "skipgram", "a.txt", "--vocabulary", "list", "--dimensions", "4", "-o", "v.txt",
        "--to", "word2vec-text",
      ], in: folder)
    #expect(trained.status == 0, "\(trained.errors)")
    let rows = String(decoding: try folder.data("v.txt"), as: UTF8.self).split(separator: "\n")
    #expect(rows.map { $0.split(separator: " ")[0] } == ["2", "b", "c"])
  }

  @Test(
    "what makes no sense is refused",
    arguments: [
      ("vocabulary a.txt -o v --phrases none", 66, "none: no such file"),
      ("vocabulary a.txt -o v --phrases single", 65, "single:2: expected a phrase of two words"),
      ("vocabulary a.txt -o v --vocabulary empty", 65, "empty:1: expected a word"),
      ("vocabulary a.txt -o v --vocabulary other", 65, "no word of other occurs in the corpus"),
      ("vocabulary a.txt -o v --vocabulary other --min-count 2", 64, "do not go with it"),
      ("vocabulary a.txt -o other --keep other", 64, "the output is one of the inputs"),
      ("train glove --cooccurrence x --phrases p -o v.bin", 64, "--phrases"),
      ("phrases a.txt -o p --threshold 1,2,3", 64, "one for each of the 2 passes"),
      ("phrases a.txt -o p --threshold=-1", 64, "0 or more"),
      ("phrases a.txt -o p --passes 9", 64, "--passes is 9"),
      ("phrases a.txt -o a.txt", 64, "the output is one of the inputs"),
      ("phrases a.txt -o p --memory 5MB --connectors none", 66, "none: no such file"),
      ("phrases a.txt -o p --memory 1MB", 69, "raise --memory"),
      ("phrases none -o p", 66, "no such file"),
      ("phrases a.txt -o none/p", 73, "its folder does not exist"),
    ])
  func refusals(line: String, status: Int, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "a b a b a b\n")
    try folder.write("single", "one\n")
    try folder.write("empty", "")
    try folder.write("other", "x\ny\n")
    let before = try folder.names
    let run = try FirthProgram.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == Int32(status), "\(run.errors)")
    // Usage is wrapped at the terminal's width.
    #expect(run.errors.replacing("\n", with: " ").contains(message), "\(run.errors)")
    #expect(try folder.names == before)
  }
}
