import Foundation
import Testing

struct CheckCommandTests {
  @Test("a report for people and one as JSON say the same, and estimates come with them")
  func report() throws {
    let folder = try TemporaryFolder()
    var text = "<doc id=\"1\">\r\n"
    for line in 0..<400 { text += "The king \(line % 7) and the queen of the land \(line).\n" }
    try folder.write("a.txt", text + "The so\u{ad}ft king.\n")
    let run = try FirthProgram.run(["check", "a.txt", "--quiet"], in: folder)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let fields = run.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(fields.contains(["soft-hyphen", "1", "a.txt:402:\(text.utf8.count + 6)"]))
    #expect(fields.contains(["markup", "1", "a.txt:1:0"]))
    #expect(fields.contains(["carriage-return", "1", "a.txt:1:12"]))
    #expect(fields.contains { $0.first == "languages" && $0.contains("en") })
    for trainer in ["skipgram", "cbow", "glove"] {
      #expect(fields.contains { $0.first == trainer && $0.count > 5 }, "\(run.output)")
    }
    let json = try FirthProgram.run(["check", "a.txt", "--json", "-q"], in: folder)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let defects = try #require(report["defects"] as? [[String: Any]])
    #expect(
      defects.map { $0["kind"] as? String } == ["carriage-return", "soft-hyphen", "markup"])
    let estimates = try #require(report["estimates"] as? [[String: Any]])
    #expect(estimates.count == 3)
    for estimate in estimates {
      #expect((estimate["seconds"] as? Double ?? 0) > 0 && (estimate["memory"] as? Int ?? 0) > 0)
    }
    #expect(try folder.names == ["a.txt"])
  }

  @Test("a text too small to train is looked at all the same; what cannot be read is said last")
  func small() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "one two\u{0}\n")
    let run = try FirthProgram.run(["check", "a.txt", "-q"], in: folder)
    #expect(run.status == 0 && run.output.contains("nul"))
    #expect(run.output.contains("Training: no word occurs 5 times"))
    try Data([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0, 0, 0]).write(
      to: URL(fileURLWithPath: folder.path + "/b.txt"))
    let refused = try FirthProgram.run(["check", "a.txt", "b.txt", "-q"], in: folder)
    #expect(refused.status == 65 && refused.output.contains("b.txt:1:0"))
    #expect(refused.errors.contains("b.txt: holds xz data"))
    #expect(try FirthProgram.run(["check", "none", "-q"], in: folder).status == 66)
    let piped = try FirthProgram.run(["check", "-", "-q"], in: folder, input: "a\u{a0}b\n")
    #expect(piped.status == 0 && piped.output.contains("-:1:1"))
  }
}
