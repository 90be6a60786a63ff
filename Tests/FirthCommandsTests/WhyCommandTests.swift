import Foundation
import Testing

struct WhyCommandTests {
  private static func make(in folder: TemporaryFolder) throws {
    var text = ""
    for line in 0..<60 {
      text += "The king sat on the throne and wore a crown \(line % 3).\n"
      text += "A queen sat on her throne \(line % 5) and wore the crown.\n"
      text += "The king led armies; the queen sewed \(line % 2).\n"
      text += "In New York dogs bark \(line % 4) at cats.\n"
      for farm in 0..<12 {
        text +=
          "Farm\(farm) grows the wheat\(line % 7) and corn\(line % 5) on a field\(farm % 5).\n"
      }
    }
    try folder.write("a.txt", text)
    try folder.write("p.txt", "new york\n")
    let run = try FirthProgram.run(
      [
        "train", "skipgram", "a.txt", "--phrases", "p.txt", "--dimensions", "8", "-q", "-o",
        "v.safetensors",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("shared contexts, those that set the words apart, and lines of the text")
  func why() throws {
    let folder = try TemporaryFolder()
    try Self.make(in: folder)
    let run = try FirthProgram.run(
      ["why", "v.safetensors", "king", "queen", "--corpus", "a.txt", "-q", "--count", "20"],
      in: folder)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.lines.contains { $0.hasPrefix("throne\t") && $0.hasSuffix("\t60\t60") })
    #expect(
      run.lines.contains("king\tthrone\ta.txt:1\tThe king sat on the throne and wore a crown 0."))
    let json = try FirthProgram.run(
      ["why", "v.safetensors", "king", "queen", "--corpus", "a.txt", "-q", "--json"], in: folder)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["occurrences"] as? [Int] == [120, 120])
    let apart = try #require(report["apart"] as? [[[String: Any]]])
    #expect(apart[0].contains { $0["word"] as? String == "armies" })
    #expect(apart[1].contains { $0["word"] as? String == "her" })
    // A phrase is a word of the vectors, and of the text.
    let phrase = try FirthProgram.run(
      ["why", "v.safetensors", "new york", "cats", "--corpus", "a.txt", "-q"], in: folder)
    #expect(phrase.lines.first == "new_york\t60 times")
    #expect(phrase.lines.contains { $0.contains("In New York dogs bark") })
  }

  @Test("unknown words and what makes no sense")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try Self.make(in: folder)
    try folder.write("other.txt", "king king crown\n")
    for (arguments, status, message) in [
      (["king", "none", "--corpus", "a.txt"], 2, "'none' is not among the vectors"),
      (["king", "queen", "--corpus", "other.txt"], 2, "'queen' does not occur in the corpus"),
      (["king", "--corpus", "a.txt"], 64, "Name two words"),
      (["king", "queen", "--corpus", "-"], 64, "read twice"),
      (["king", "queen"], 64, "--corpus"),
      (["king", "queen", "--corpus", "none"], 66, "no such file"),
    ] {
      let run = try FirthProgram.run(["why", "v.safetensors"] + arguments, in: folder)
      #expect(run.status == Int32(status) && run.errors.contains(message), "\(run.errors)")
    }
  }
}
