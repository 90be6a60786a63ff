import Foundation
import Testing

struct VocabularyCommandTests {
  @Test("words and counts go to a file or standard output")
  func counts() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "B a a\na b c, A!\n")
    let run = try FirthProgram.run(
      ["vocabulary", "a.txt", "--min-count", "1", "--output", "-"], in: folder)
    #expect(run.status == 0)
    #expect(run.output == "a\t4\nb\t2\nc\t1\n")
    let file = try FirthProgram.run(
      ["vocabulary", "a.txt", "--min-count", "2", "-o", "v", "--quiet", "--json"], in: folder)
    #expect(file.status == 0 && file.errors.isEmpty)
    #expect(try folder.data("v") == Data("a\t4\nb\t2\n".utf8))
    _ = try JSONSerialization.jsonObject(with: Data(file.output.utf8))
    let json = try FirthProgram.run(
      ["vocabulary", "a.txt", "--max-vocabulary", "1", "--min-count", "1", "-o", "-", "--json"],
      in: folder)
    #expect(json.output == "{\"count\":4,\"word\":\"a\"}\n")
  }

  @Test("a reader that goes away ends the program in silence")
  func closedPipe() throws {
    let folder = try TemporaryFolder()
    let line = "firth vocabulary --quiet --min-count 1 --output - '\(FirthProgram.facts)'"
    let run = try FirthProgram.shell(
      "set +o pipefail; seq -f word%06.0f 100000 >a.txt; \(line) a.txt | head -1",
      in: folder)
    #expect(run.status == 0)
    #expect(run.lines.count == 1)
    #expect(run.errors.isEmpty)
    let full = try FirthProgram.shell("\(line) >/dev/full", in: folder)
    #expect(full.status == 73)
    #expect(full.errors.contains("standard output: cannot be written: the disk is full"))
  }

  @Test("the committed corpus is what its generator writes")
  func generator() throws {
    let folder = try TemporaryFolder()
    let make = FirthProgram.checkout.appending(path: "corpora/make-facts").path
    let run = try FirthProgram.shell(
      """
      command -v python3 >/dev/null || { echo no python3; exit 0; }
      python3 '\(make)' . && cmp facts-analogies.txt '\(FirthProgram.analogies)' &&
      cmp <(gzip -dc facts.txt.gz) <(gzip -dc '\(FirthProgram.facts)')
      """, in: folder)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }
}
