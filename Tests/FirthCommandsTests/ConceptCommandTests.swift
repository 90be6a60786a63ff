import Foundation
import Testing

@Suite("firth concept")
struct ConceptCommandTests {
  /// Words whose first number says a sex, and whose second and third say what they are else.
  private static let vectors = """
    12 3
    man 1 1 0
    woman -1 1 0
    king 1 0 1
    queen -1 0 1
    boy 1 1 1
    girl -1 1 1
    nurse -0.5 2 1
    doctor 0.5 2 1
    table 1e-9 1 -2
    chair 0 2 -1
    house 0.1 -1 -1
    mouse -0.1 -1 -2

    """
  private static let pairs = "man woman\nking\tqueen\nboy,girl\nnobody noone\n"

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("v.vec", vectors)
    try folder.write("pairs.txt", pairs)
    return folder
  }

  private static let make =
    "firth convert v.vec v.safetensors --quiet "
    + "&& firth concept make pairs.txt --vectors v.safetensors -o gender.concept"

  @Test("a concept is made, scores words, and is taken away and given back")
  func removal() throws {
    let folder = try Self.folder()
    let run = try FirthProgram.shell(
      Self.make + " && firth concept score gender.concept --vectors v.vec queen nurse table none"
        + " && firth concept remove gender.concept --vectors v.safetensors -o w.safetensors"
        + " && firth info w.safetensors | grep transforms"
        + " && firth convert w.safetensors w.vec --decimals 3 --quiet && grep -e nurse -e king w.vec"
        + " && firth concept remove --undo --vectors w.safetensors -o u.safetensors"
        + " && cmp u.safetensors v.safetensors && echo the same",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    for text in [
      "gender: 1 direction by mean-difference\n", "man woman", "king queen", "boy girl",
      "queen\t0.707107\t", "table\t0.000000\t0.000\n", "remove=gender",
      "king 0.000 0.000 1.000\n", "nurse 0.000 2.000 1.000\n", "the same\n",
    ] { #expect(run.output.contains(text), "\(text) in \(run.output)") }
    for text in [
      "2 words have no vector: nobody, noone", "unknown word 'none'",
      "remove gender: 12 of 12 words", "undone: remove=gender",
    ] { #expect(run.errors.contains(text), "\(text) in \(run.errors)") }
  }

  @Test("words move along a concept, lie halfway, are made equal, and are chosen by lists")
  func changes() throws {
    let folder = try Self.folder()
    try folder.write("some.txt", "nurse\ndoctor\nnobody\n")
    let run = try FirthProgram.shell(
      Self.make + " --quiet > made.txt"
        + " && firth concept neutral gender.concept --vectors v.vec --words some.txt -o n.vec"
        + " && grep -e doctor -e king n.vec"
        + " && firth concept add gender.concept --strength 0.5 --vectors v.vec --except some.txt -o a.vec"
        + " && grep -e doctor a.vec"
        + " && firth concept equalize gender.concept --vectors v.vec -o e.safetensors"
        + " && firth concept equalize --undo --vectors e.safetensors -o r.vec && cat r.vec",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains("doctor 0.0 2.0 1.0\nking") || run.output.contains("doctor 0.0 2.0"))
    #expect(run.output.contains("king 1.0 0.0 1.0\n"))
    #expect(run.output.contains("doctor 0.5 2.0 1.0\n"))
    #expect(run.errors.contains("neutral gender: 2 of 12 words"))
    #expect(run.errors.contains("some.txt: 1 of 3 words have no vector"))
    #expect(run.errors.contains("add gender: 10 of 12 words"))
    #expect(run.errors.contains("what undoes this is kept in .safetensors files only"))
    #expect(run.errors.contains("equalize gender: 3 of 3 sets"))
    #expect(run.output.contains("queen -1.0 0.0 1.0\n"), "\(run.output)")
  }

  @Test("expressions know concepts by their names")
  func query() throws {
    let folder = try Self.folder()
    let run = try FirthProgram.shell(
      Self.make
        + " > made.txt && firth query v.vec 'king + gender' --concept gender.concept --count 1"
        + " && firth query v.vec 'nurse - gender' --concept gender.concept --count 1 "
        + "&& printf 'nurse ~ gender\\nqueen - 1*gender\\nnobody - gender\\n' "
        + "| firth query v.vec --concept gender.concept --count 1",
      in: folder)
    #expect(run.status == 2)
    let words = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: "\t").first ?? "" }
    // The last question has no answer but the line that ends it.
    #expect(words == ["queen", "doctor", "doctor", "", "king", "", "", ""], "\(run.output)")
    #expect(run.errors.contains("unknown word 'nobody'"))
  }

  @Test("groups and labels make concepts, and a report tells what removal did")
  func report() throws {
    let folder = try Self.folder()
    try folder.write("m.txt", "man\nking\nboy\n")
    try folder.write("f.txt", "woman\nqueen\ngirl\n")
    try folder.write("labels.txt", "man m\nwoman f\nking m\nqueen f\ntable thing\nchair thing\n")
    try folder.write("weat.txt", "work: doctor king\ncare: nurse queen\n")
    try folder.write("held.txt", "nurse f\ndoctor m\n")
    try folder.write("sim.txt", "man woman 5\nking queen 6\ntable chair 8\n")
    let run = try FirthProgram.shell(
      "firth concept make --groups m.txt f.txt --vectors v.vec -o g.concept --method leace "
        + "&& firth concept make --labels labels.txt --vectors v.vec -o l.concept --json "
        + "&& firth concept score l.concept --vectors v.vec man table "
        + "&& firth concept remove g.concept --vectors v.vec -o w.safetensors "
        + "&& firth concept report g.concept --vectors v.vec --after w.safetensors --weat weat.txt "
        + "--probe held.txt --similarity sim.txt --count 3 "
        + "&& firth concept report g.concept --vectors v.vec --after w.safetensors --json",
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    for text in [
      "g: 1 direction by leace\nm: 3 words\nf: 3 words\n", "\"method\":\"mean-difference\"",
      "\"rank\":2", "linear probe, %", "by chance, %", "effect, weat.txt", "Spearman",
      "neighbours kept, %", "\"probe\":[",
    ] { #expect(run.output.contains(text), "\(text) in \(run.output)") }
  }

  static let failures: [(String, Int32, String)] = [
    ("make --vectors v.vec -o c.concept", 64, "Give one of: a file of pairs"),
    ("make pairs.txt --labels pairs.txt --vectors v.vec -o c.concept", 64, "Give one of"),
    ("make --groups pairs.txt --vectors v.vec -o c.concept", 64, "takes two files of words, not 1"),
    ("make three.txt --vectors v.vec -o c.concept", 65, "three.txt:1: expected two words"),
    ("make none.txt --vectors v.vec -o c.concept", 66, "none.txt"),
    ("make pairs.txt --vectors v.vec -o pairs.txt", 64, "the output is one of the inputs"),
    ("make pairs.txt --vectors v.vec -o c.concept --rank 9", 64, "the rank 9 is outside of 1…1"),
    (
      "make pairs.txt --vectors v.vec -o c.concept --method leace --rank 2", 64,
      "leave out the rank"
    ),
    (
      "make unknown.txt --vectors v.vec -o c.concept", 65,
      "words, 0 and 0 have a vector"
    ),
    ("score v.vec --vectors v.vec", 65, "v.vec"),
    ("remove --vectors v.vec -o o.vec", 64, "Name the .concept file, or --undo."),
    ("remove c.concept --undo --vectors v.vec -o o.vec", 64, "--undo takes no .concept file"),
    ("remove --undo --vectors v.vec -o o.vec", 64, "v.vec: keeps no change that could be undone"),
    ("add c.concept --strength nan --vectors v.vec -o o.vec", 64, "--strength must be a number"),
    ("neutral none.concept --vectors v.vec -o o.vec", 66, "none.concept"),
  ]

  @Test("mistakes are told, with a status, and nothing is written", arguments: failures)
  func failure(arguments: String, status: Int32, message: String) throws {
    let folder = try Self.folder()
    try folder.write("three.txt", "one two three\n")
    try folder.write("unknown.txt", "one two\n")
    let run = try FirthProgram.shell("firth concept " + arguments, in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try !folder.names.contains("c.concept") && !folder.names.contains("o.vec"))
  }
}
