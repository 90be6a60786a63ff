import Firth
import Foundation
import Testing

/// Training by the program, from a file to answers.
@Suite(.serialized)
struct TrainingEndToEndTests {
  @Test("the facts' analogies hold after seconds of training", arguments: [1, 2])
  func analogiesHold(threads: Int) throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.run(
      [
        "train", "skipgram", FirthProgram.facts, "--output", "facts.safetensors",
        "--dimensions", "50", "--threads", "\(threads)",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("epoch 5 of 5: loss 0."))
    #expect(try folder.names == ["facts.safetensors"])

    let embeddings = try Embeddings(contentsOf: folder.path + "/facts.safetensors")
    #expect(embeddings.source?.format == .safetensors)
    #expect(embeddings.metadata["model"] == "skipgram")
    let questions = try String(contentsOfFile: FirthProgram.analogies, encoding: .utf8)
    var (right, all) = ([String: Int](), [String: Int]())
    var section = ""
    for line in questions.split(separator: "\n") {
      if line.hasPrefix(":") {
        section = String(line)
        continue
      }
      let words = line.lowercased().split(separator: " ").map(String.init)
      let answer = embeddings.analogy(words[0], words[1], words[2], maximumCount: 1)
      all[section, default: 0] += 1
      if answer.matches.first?.word == words[3] { right[section, default: 0] += 1 }
    }
    #expect(all.count == 9)
    for (section, count) in all {
      let share = Double(right[section] ?? 0) / Double(count)
      #expect(share >= 0.97, "\(section): \(share)")
    }
  }

  @Test(
    "deterministic vectors are the same bytes at any number of threads",
    arguments: [
      "skipgram", "cbow", "skipgram --objective hierarchical-softmax",
      "cbow --objective hierarchical-softmax --cbow-gradient original --window-weighting uniform",
    ])
  func deterministic(options: String) throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' | head -n 20000 >a.txt
      for threads in 1 2 4 8; do
        firth train \(options) a.txt --deterministic --dimensions 50 --epochs 2 --quiet \
          --threads $threads --output $threads.safetensors
      done
      sha256sum *.safetensors | cut -d' ' -f1 | sort -u | wc -l
      """, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    #expect(try folder.names.count == 5)
  }

  @Test("text, gzip, two gzip members and standard input train the same vectors")
  func inputFormsAgree() throws {
    let folder = try TemporaryFolder()
    let prepared = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' | head -n 20000 >a.txt
      gzip -c a.txt >b.gz
      { head -c 300001 a.txt | gzip; tail -c +300002 a.txt | gzip; } >c.gz
      """, in: folder)
    #expect(prepared.status == 0)
    let options =
      "--dimensions 24 --epochs 2 --threads 1 --seed 1 --quiet --to word2vec-bin --output"
    for (input, name) in [("a.txt", "1"), ("b.gz", "2"), ("c.gz", "3"), ("- <c.gz", "4")] {
      let run = try FirthProgram.shell(
        "firth train skipgram \(options) \(name) \(input)", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.isEmpty)
    }
    let piped = try FirthProgram.shell(
      "cat a.txt | firth train skipgram \(options) 5 -", in: folder)
    #expect(piped.status == 0)
    let first = try folder.data("1")
    #expect(try Embeddings(contentsOf: folder.path + "/1").source?.format == .word2vecBinary)
    #expect(first.count > 100_000)
    for name in ["2", "3", "4", "5"] { #expect(try folder.data(name) == first, "\(name)") }
    let other = try FirthProgram.shell(
      "firth train skipgram a.txt \(options) 6 --seed 2", in: folder)
    #expect(other.status == 0)
    #expect(try folder.data("6") != first, "the seed matters")
  }

  @Test("a killed run leaves nothing, and what stood there stays", arguments: [5, 60, 250, 900])
  func killed(milliseconds: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("old.safetensors", "old")
    for name in ["new.safetensors", "old.safetensors"] {
      let process = FirthProgram.process(
        [
          "train", "skipgram", FirthProgram.facts, "--output", name, "--dimensions", "300",
          "--epochs", "1000", "--threads", "1",
        ], in: folder)
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(milliseconds * 1000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
    }
    #expect(try folder.names == ["old.safetensors"])
    #expect(try folder.data("old.safetensors") == Data("old".utf8))
  }

  @Test("the summary is JSON on standard output, and --quiet says nothing else")
  func summary() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", String(repeating: "one two three four\n", count: 50))
    let run = try FirthProgram.run(
      [
        "train", "skipgram", "a.txt", "--dim", "8", "--iter", "3", "--alpha", "0.05",
        "--output", "v.txt", "--quiet", "--json",
      ], in: folder)
    #expect(run.status == 0 && run.errors.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let summary = try #require(object as? [String: Any])
    #expect(summary["words"] as? Int == 4)
    #expect((summary["loss"] as? [Double])?.count == 3)
    #expect((summary["model"] as? [String: Any])?["dimensions"] as? Int == 8)
  }

  @Test("no more threads are begun, and counted in the memory, than there are cores")
  func threads() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", String(repeating: "one two three four\n", count: 100))
    let run = try FirthProgram.run(
      ["train", "skipgram", "a.txt", "--output", "v.bin", "--threads", "1024"], in: folder)
    #expect(run.status == 0)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let threads = "5 epochs, \(min(cores, 1024)) thread\(cores == 1 ? "" : "s"); needs "
    #expect(run.errors.contains(threads), "\(run.errors)")
  }

  @Test("a run that needs more memory than allowed is refused with what would fit")
  func memory() throws {
    let folder = try TemporaryFolder()
    let line = (0..<2000).map { "word\($0)" }.joined(separator: " ") + "\n"
    try folder.write("a.txt", String(repeating: line, count: 5))
    let arguments = [
      "train", "skipgram", "a.txt", "--output", "v.bin", "--dimensions", "10000",
      "--threads", "1", "--memory", "100MB",
    ]
    let refused = try FirthProgram.run(arguments, in: folder)
    #expect(refused.status == 69)
    #expect(try folder.names == ["a.txt"])
    let words = refused.errors.split(whereSeparator: { " ,\n".contains($0) }).map(String.init)
    let flag = try #require(words.firstIndex(of: "--max-vocabulary"))
    let fits = try FirthProgram.run(
      arguments + ["--max-vocabulary", words[flag + 1], "--epochs", "1"], in: folder)
    #expect(fits.status == 0, "\(fits.errors)")
  }
}
