import Foundation
import Testing

@Suite("Sentence")
struct SentenceCommandTests {
  /// The axes are themes: animals, numbers, places.
  private static let vectors = """
    9 3
    the 1 1 1
    cat 3 0 1
    dog 3 0.5 1
    one 0 3 1
    two 0.5 3 1
    paris 0 0 4
    new_york 0 1 4
    new 1 2 1
    city 0 0.5 3

    """
  private static let lines = "the cat\n\nOne, two!\nnew york\nzzz\nthe dog and the cat"

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", vectors)
    try folder.write("t.txt", lines)
    return folder
  }

  @Test("each line has its vector, in JSON Lines on standard output")
  func jsonLines() throws {
    let run = try FirthProgram.run(
      ["sentence", "v.vec", "--method", "mean"], in: Self.folder(), input: Self.lines)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines
        == [
          #"{"line":1,"vector":[2.0,0.5,1.0]}"#, #"{"line":2,"vector":[0.0,0.0,0.0]}"#,
          #"{"line":3,"vector":[0.25,3.0,1.0]}"#, #"{"line":4,"vector":[0.0,1.0,4.0]}"#,
          #"{"line":5,"vector":[0.0,0.0,0.0]}"#, #"{"line":6,"vector":[2.0,0.625,1.0]}"#,
        ].map { $0 })
    #expect(
      run.errors
        == "6 lines, 11 words, 18.2 % of them unknown; 2 lines have no known word: their vectors are "
        + "zero\n")
  }

  @Test("a .npy file has a row a line, and the component is taken out")
  func npy() throws {
    let folder = try Self.folder()
    let run = try FirthProgram.shell(
      "gzip -k t.txt && firth sentence v.vec t.txt t.txt.gz -o o.npy --save-components c.npy "
        + "&& firth sentence v.vec t.txt --components-from c.npy -q > again.jsonl "
        + "&& firth sentence v.vec t.txt t.txt.gz -q -o o.jsonl && seq 12 > w.txt "
        + "&& firth convert o.npy --vocabulary w.txt o.vec && cat o.vec", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("v.vec: the words have no counts"))
    let data = try folder.data("o.npy")
    #expect(data.count == 128 + 12 * 3 * 4)
    #expect(String(decoding: data.prefix(100), as: UTF8.self).contains("'shape': (12, 3)"))
    // The same component, so the same vectors.
    let lines = String(decoding: try folder.data("o.jsonl"), as: UTF8.self).split(separator: "\n")
    let again = String(decoding: try folder.data("again.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 12 && again.count == 6)
    func numbers(_ line: Substring) -> [Double] {
      let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return json?["vector"] as? [Double] ?? []
    }
    for (x, y) in zip(lines.prefix(6), again) {
      #expect(numbers(x).count == 3)
      #expect(zip(numbers(x), numbers(y)).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    for (x, y) in zip(lines.prefix(6), lines.dropFirst(6)) { #expect(numbers(x) == numbers(y)) }
    #expect(run.lines.first == "12 3" && run.lines.contains("2 0.0 0.0 0.0"))
  }

  @Test("the lines most similar to a text are found")
  func similar() throws {
    let folder = try Self.folder()
    try folder.write("q.txt", "DOG\n\nunseen\nparis city\n")
    let run = try FirthProgram.shell(
      "firth sentence v.vec t.txt --method mean --similar dog --count 2 "
        + "&& firth sentence v.vec t.txt -q --method mean --questions q.txt --count 1 --json",
      in: folder)
    #expect(run.status == 2)
    #expect(run.lines.count == 5)
    #expect(run.lines[0].hasPrefix("1\t0.988") && run.lines[0].hasSuffix("\tthe cat"))
    #expect(run.lines[1].hasPrefix("6\t0.983") && run.lines[1].hasSuffix("\tthe dog and the cat"))
    #expect(run.lines[2].contains(#""question":"DOG""#))
    #expect(run.lines[2].contains(#""line":1,"#) && run.lines[2].contains(#""text":"the cat""#))
    #expect(run.lines[3] == #"{"matches":[],"question":"unseen"}"#)
    #expect(run.lines[4].contains(#""line":4"#))
    #expect(run.errors.contains("no word of 'unseen' is known"))
  }

  @Test("counts come from a list, and words are cut as the vectors' text was")
  func counts() throws {
    let folder = try Self.folder()
    try folder.write("counts.txt", "the\t999\ncat\t1\n")
    let run = try FirthProgram.shell(
      "firth sentence v.vec t.txt --components 0 --counts counts.txt --smoothing 0.001 | head -n 1; "
        + "firth sentence v.vec t.txt --components 0 -q --tokenizer whitespace --method mean "
        + "| sed -n 3p", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.errors.contains("Zipf"))
    // (0.001 / 1 · the + 0.5 · cat) / 2
    #expect(run.lines[0].hasPrefix(#"{"line":1,"vector":[0.7505"#), "\(run.lines)")
    #expect(run.lines[1] == #"{"line":3,"vector":[0.0,0.0,0.0]}"#)
  }

  @Test("an empty text has no rows")
  func empty() throws {
    let folder = try Self.folder()
    let run = try FirthProgram.shell(
      "firth sentence v.vec -o o.npy --save-components c.npy < /dev/null && firth sentence v.vec "
        + "--similar cat < /dev/null", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.contains("0 lines, 0 words"))
    #expect(run.errors.contains("note: the lines' vectors have only 0 components to take out"))
    #expect(try folder.data("o.npy").count == 128)
  }

  static let failures: [(String, Int32, String)] = [
    ("sentence v.vec t.txt --smoothing 0", 64, "--smoothing is 0.0"),
    ("sentence v.vec t.txt --method max", 64, "'max' is invalid"),
    ("sentence v.vec t.txt --components 4", 64, "the vectors have 3 dimensions"),
    ("sentence v.vec t.txt --components 1 --components-from c.npy", 64, "not both"),
    (
      "sentence v.vec t.txt --save-components c.npy --method mean", 64,
      "components that are learned"
    ),
    ("sentence v.vec t.txt --counts t.txt --method mean", 64, "--counts is for --method sif"),
    ("sentence v.vec t.txt --counts t.txt", 65, "t.txt: its words have no counts"),
    ("sentence v.vec t.txt --components-from t.txt", 65, "t.txt: byte 0: expected NumPy's magic"),
    ("sentence v.vec t.txt -o o.safetensors", 64, "must end in .npy or .jsonl"),
    ("sentence v.vec o.npy -o o.npy", 66, "o.npy: no such file"),
    ("sentence v.vec t.txt missing.txt -o o.npy", 66, "missing.txt: no such file"),
    ("sentence v.vec t.jsonl -o t.jsonl", 64, "the output is one of the inputs"),
    ("sentence v.vec t.txt -o a.npy --save-components a.npy", 64, "name the same file"),
    ("sentence v.vec t.txt -o none/o.npy", 73, "its folder does not exist"),
    ("sentence v.vec t.txt --similar zzz", 2, "no word of 'zzz' is known"),
    ("sentence v.vec --questions -", 64, "can't both come from standard input"),
    ("sentence v.vec t.txt --count 0 --similar cat", 64, "--count is 0"),
    ("sentence t.txt t.txt", 65, "t.txt"),
  ]

  @Test("each failure has its sentence and its status", arguments: failures)
  func fails(command: String, status: Int32, message: String) throws {
    let folder = try Self.folder()
    try folder.write("t.jsonl", Self.lines)
    let before = try folder.names
    let run = try FirthProgram.shell("firth \(command)", in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try folder.names == before)
  }
}
