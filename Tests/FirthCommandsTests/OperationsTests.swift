import Foundation
import Testing

@Suite("Changing vectors")
struct OperationsTests {
  private static let vectors = "4 3\na 1 2 3\nb 3 2 1\nc 0 1 0\nd 4 4 4\n"

  @Test("steps are done in their order and noted in the metadata")
  func transform() throws {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", Self.vectors)
    let run = try FirthProgram.shell(
      "firth transform v.vec center pca=2 normalize -o o.safetensors "
        + "&& firth transform o.safetensors center --quiet -o p.safetensors "
        + "&& firth transform v.vec center --quiet -o o.vec && cat o.vec && firth info p.safetensors",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors == "firth: 4 words, 3 dimensions, now 2\n")
    #expect(run.output.contains("a -1.0 -0.25 1.0\n") && run.output.contains("d 2.0 1.75 2.0\n"))
    #expect(run.output.contains("center pca=2 normalize center"))
  }

  @Test("a turned copy is turned back, and its words find each other")
  func align() throws {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", Self.vectors)
    // Turned by a right angle around the third axis.
    try folder.write("t.vec", "4 3\na -2 1 3\nb -2 3 1\nc -1 0 0\nd -4 4 4\n")
    let run = try FirthProgram.shell(
      "firth align t.vec v.vec -o o.safetensors "
        + "&& firth convert o.safetensors o.vec --decimals 3 "
        + "&& cat o.vec && firth align t.vec v.vec --hold-out 2 --json --quiet -o h.vec",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("first by CSLS\t100.0 %\n"))
    #expect(run.output.contains("a 1.000 2.000 3.000\n"), "\(run.output)")
    #expect(run.output.contains("\"pairs\":2"))
  }

  @Test("a dictionary makes pairs of words that are spelled apart")
  func dictionary() throws {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", Self.vectors)
    try folder.write("w.vec", "4 3\nx 1 2 3\ny 3 2 1\nz 0 1 0\nu 4 4 4\n")
    try folder.write("d.txt", "a\tx\nb y\n\nc z\nd nothing\n")
    let run = try FirthProgram.shell(
      "firth align v.vec w.vec --dictionary d.txt -o o.vec", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("d.txt: 1 pairs have a word without a vector"))
    #expect(run.errors.contains("3 pairs make the rotation"))
    #expect(run.output.contains("3 words looked up"))
  }

  @Test("words of a lexicon are drawn towards their neighbours, as the metadata say")
  func retrofit() throws {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", Self.vectors)
    try folder.write("l.txt", "a b C\nb unseen\nx a\n")
    let run = try FirthProgram.shell(
      "firth retrofit v.vec l.txt -o o.safetensors --iterations 1 && firth info o.safetensors && "
        + "firth convert o.safetensors o.vec && cat o.vec && "
        + "firth retrofit v.vec l.txt --normalize -q -o n.safetensors && firth info n.safetensors",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains(
        "firth: 1 of 4 words are drawn towards their neighbours; 2 of 7 words in l.txt are unknown; "
          + "1 have no known neighbour\n"), "\(run.errors)")
    // (2 · (1 2 3) + (3 2 1) + (0 1 0)) / 4
    #expect(run.output.contains("a 1.25 1.75 1.75\n") && run.output.contains("b 3.0 2.0 1.0\n"))
    #expect(run.output.contains("retrofit=1\n"), "\(run.output)")
    #expect(run.output.contains("normalize retrofit=10\n"))
  }

  @Test(
    "a disk too small for the changed rows is one sentence, and nothing is left",
    .enabled(if: GloVeEndToEndTests.canMount, "needs unshare"))
  func smallDisk() throws {
    let folder = try TemporaryFolder()
    let numbers = (0..<50).map { String($0) }.joined(separator: " ")
    try folder.write("v.vec", (0..<500).map { "w\($0) \(numbers)\n" }.joined())
    try folder.write("l.txt", (1..<500).map { "w\($0) w\($0 - 1)\n" }.joined())
    let retrofit = "'\(FirthProgram.path)' retrofit v.vec l.txt -o o.vec --quiet"
    let run = try FirthProgram.shell(
      "mkdir m && unshare -rm sh -c \"mount -t tmpfs -o size=64k none m && TMPDIR=\\$PWD/m "
        + "\(retrofit); code=\\$?; ls -A m; exit \\$code\"", in: folder)
    #expect(run.status == 73, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains("/m"))
    #expect(try folder.names == ["l.txt", "m", "v.vec"])
  }

  @Test("the word that moved is told, by its distance and its neighbours")
  func drift() throws {
    let folder = try TemporaryFolder()
    // Words on a spiral; turned by a right angle around the third axis, one is where another was.
    func point(_ word: Int) -> (Int, Int, Int) { (word * 7 % 11 - 5, word * 5 % 13 - 6, word - 15) }
    let before = (0..<30).map { word in
      let (x, y, z) = point(word)
      return "w\(word) \(x) \(y) \(z)\n"
    }
    let after = (0..<30).map { word in
      let (x, y, z) = point(word == 3 ? 28 : word)
      return "w\(word) \(-y) \(x) \(z)\n"
    }
    try folder.write("v.vec", "30 3\n" + before.joined())
    try folder.write("w.vec", "30 3\n" + after.joined())
    let run = try FirthProgram.shell(
      "firth drift v.vec w.vec --count 2 --neighbors 1 && firth drift v.vec w.vec --words w9 nobody "
        + "--markdown --neighbors 0 && firth drift --before v.vec v.vec --after w.vec w.vec --json",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.first == "30 words compared", "\(run.output)")
    #expect(run.output.contains("\nword  near before  near after    ranks  distance\n"))
    #expect(run.lines[2].hasPrefix("w3 ") && run.lines[2].contains("w28"), "\(run.output)")
    #expect(run.lines[2].contains("4 → 4     1."), "\(run.output)")
    #expect(
      run.output.contains("| word | ranks | distance |\n| --- | ---: | ---: |\n| w9 | 10 → 10 |"))
    #expect(run.errors.contains("'nobody' is not among the words compared"))
    // Runs that are the same have no spread, and seeds do nothing.
    let json = try #require(run.lines.last)
    #expect(json.contains(#""compared_words":30"#) && json.contains(#""runs":[2,2]"#))
    #expect(json.contains(#""exceeds_seeds":true"#))
  }

  static let failures: [(String, Int32, String)] = [
    ("drift v.vec", 64, "Name two files of vectors"),
    ("drift v.vec v.vec --before v.vec --after v.vec", 64, "Name two files of vectors"),
    ("drift --before v.vec v.vec", 64, "Name two files of vectors"),
    ("drift v.vec other.vec", 1, "no pair of words"),
    ("drift v.vec two.vec", 1, "3 and 2 dimensions"),
    ("drift v.vec none.vec", 66, "none.vec: no such file"),
    ("drift v.vec v.vec --words q", 2, "'q' is not among the words compared"),
    ("drift v.vec v.vec --min-count 2", 64, "v.vec: has no counts for --min-count; use --top"),
    ("drift v.vec v.vec --count 0", 64, "--count is 0"),
    ("retrofit v.vec none.txt -o o.vec", 66, "none.txt: no such file"),
    ("retrofit v.vec bad.txt -o o.vec --iterations 0", 64, "--iterations is 0"),
    ("retrofit v.vec other.vec -o other.vec", 64, "the output is one of the inputs"),
    ("retrofit v.vec other.vec -o o.vec", 2, "no word of it has both a vector and a neighbour"),
    ("transform v.vec -o o.vec", 64, "Missing expected argument"),
    ("transform v.vec centre -o o.vec", 64, "'centre' is no step"),
    ("transform v.vec pca=0 -o o.vec", 64, "'pca=0' is no step"),
    ("transform v.vec pca=4 -o o.vec", 64, "pca=4 needs more dimensions than the 3"),
    ("transform v.vec center -o v.vec", 64, "the output is one of the inputs"),
    ("transform v.vec center -o o.unknown", 64, "its ending names no format"),
    ("transform missing center -o o.vec", 66, "missing: no such file"),
    ("transform v.vec center -o none/o.vec", 73, "its folder does not exist"),
    ("align v.vec two.vec -o o.vec", 1, "3 and 2 dimensions"),
    ("align v.vec other.vec -o o.vec", 1, "no pair of words"),
    ("align v.vec other.vec --dictionary bad.txt -o o.vec", 65, "bad.txt: line 2: two words"),
    ("align v.vec v.vec --hold-out 1 -o o.vec", 64, "--hold-out is 1"),
    ("align v.vec v.vec --top 0 -o o.vec", 64, "--top is 0"),
    ("align v.vec v.vec -o v.vec", 64, "the output is one of the inputs"),
  ]

  @Test("each failure has its sentence and its status", arguments: failures)
  func fails(command: String, status: Int32, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", Self.vectors)
    try folder.write("two.vec", "2 2\na 1 2\nb 2 1\n")
    try folder.write("other.vec", "2 3\nx 1 2 0\ny 2 1 0\n")
    try folder.write("bad.txt", "a x\nb y z\n")
    let before = try folder.names
    let run = try FirthProgram.shell("firth \(command)", in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try folder.names == before)
  }
}
