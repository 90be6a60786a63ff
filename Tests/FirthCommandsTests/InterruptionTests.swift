import Firth
import Foundation
import Testing

/// Training that is stopped, killed and gone on with.
@Suite(.serialized)
struct InterruptionTests {
  private static let options =
    "\(FirthProgram.facts) --dimensions 100 --epochs 4 --output v.safetensors --resume"

  /// Starts a run; its notes go to a file.
  private static func start(_ arguments: String, in folder: TemporaryFolder) throws -> Process {
    let words = "train skipgram \(arguments)".split(separator: " ").map(String.init)
    let process = FirthProgram.process(words, in: folder)
    try folder.write("notes", "")
    process.standardError = FileHandle(forWritingAtPath: folder.path + "/notes")
    try process.run()
    return process
  }

  private static func notes(_ folder: TemporaryFolder) throws -> String {
    String(decoding: try folder.data("notes"), as: UTF8.self)
  }

  /// Waits until the run has got so far.
  private static func wait(for sign: () throws -> Bool) throws {
    for _ in 0..<2_000 {
      if try sign() { return }
      usleep(10_000)
    }
    Issue.record("the run did not come so far in 20 s")
  }

  @Test(
    "a run killed at twenty moments ends with the bytes of one that never was",
    arguments: ["--deterministic", "--threads 1"])
  func killed(kind: String) throws {
    let folder = try TemporaryFolder()
    let arguments = "\(Self.options) \(kind)"
    let whole = try Self.start(arguments, in: folder)
    whole.waitUntilExit()
    #expect(whole.terminationStatus == 0)
    let wanted = try folder.data("v.safetensors")
    try FileManager.default.removeItem(atPath: folder.path + "/v.safetensors")

    var random = SystemRandomNumberGenerator()
    var kills = 0
    while kills < 20 {
      // Checkpoints are written all the time, so that some moments fall into the writing.
      let run = try Self.start(arguments + " --checkpoint-every 0", in: folder)
      usleep(UInt32.random(in: 0...350_000, using: &random))
      kill(run.processIdentifier, SIGKILL)
      run.waitUntilExit()
      guard run.terminationReason == .uncaughtSignal else {
        // It was done already: once more from the start.
        #expect(try folder.data("v.safetensors") == wanted)
        try FileManager.default.removeItem(atPath: folder.path + "/v.safetensors")
        continue
      }
      kills += 1
    }
    let last = try Self.start(arguments, in: folder)
    last.waitUntilExit()
    #expect(last.terminationStatus == 0)
    #expect(try folder.data("v.safetensors") == wanted)
    #expect(try !folder.names.contains("v.safetensors.checkpoint"))
  }

  @Test("the first Ctrl-C ends with a checkpoint if one is asked for", arguments: [true, false])
  func stopped(writes: Bool) throws {
    let folder = try TemporaryFolder()
    let arguments =
      "\(FirthProgram.facts) --dimensions 100 --epochs 1000 --output v.safetensors --threads 2"
    let run = try Self.start(arguments + (writes ? " --checkpoint-every 60" : ""), in: folder)
    try Self.wait { try Self.notes(folder).contains("epoch 1 of 1000") }
    kill(run.processIdentifier, SIGINT)
    run.waitUntilExit()
    #expect(run.terminationReason == .exit && run.terminationStatus == 130)
    let notes = try Self.notes(folder)
    #expect(notes.contains("stopping at the end of the chunks at work; once more ends at once"))
    if writes {
      #expect(notes.contains("stopped; v.safetensors.checkpoint holds what was trained so far"))
      #expect(try folder.names == ["notes", "v.safetensors.checkpoint"])
      let again = try Self.start(arguments + " --resume", in: folder)
      try Self.wait { try Self.notes(folder).contains("going on from v.safetensors.checkpoint") }
      kill(again.processIdentifier, SIGTERM)
      again.waitUntilExit()
      #expect(again.terminationReason == .exit && again.terminationStatus == 143)
    } else {
      #expect(notes.contains("stopped; nothing was written"))
      #expect(try folder.names == ["notes"])
    }
  }

  @Test("the second Ctrl-C ends at once")
  func stoppedTwice() throws {
    let folder = try TemporaryFolder()
    // A chunk takes seconds.
    let run = try Self.start(
      "\(FirthProgram.facts) --dimensions 20000 --window 50 --negative 100 --max-vocabulary 500 "
        + "--sample 0 --output v.safetensors --threads 1 --checkpoint-every 60", in: folder)
    try Self.wait { try Self.notes(folder).contains(" epochs, ") }
    usleep(300_000)
    kill(run.processIdentifier, SIGINT)
    try Self.wait { try Self.notes(folder).contains("once more ends at once") }
    let start = Date()
    kill(run.processIdentifier, SIGINT)
    run.waitUntilExit()
    #expect(Date().timeIntervalSince(start) < 1)
    #expect(run.terminationReason == .exit && run.terminationStatus == 130)
    #expect(try folder.names == ["notes"])
  }

  @Test("a checkpoint of other options or another corpus is refused with what differs")
  func refused() throws {
    let folder = try TemporaryFolder()
    let prepared = try FirthProgram.shell(
      """
      gzip -dc '\(FirthProgram.facts)' | head -n 20000 >a.txt
      head -n 19000 a.txt >b.txt
      """, in: folder)
    #expect(prepared.status == 0)
    let killed = try Self.start(
      "a.txt --output v.bin --epochs 1000 --checkpoint-every 0 --quiet", in: folder)
    try Self.wait { try folder.names.contains("v.bin.checkpoint") }
    kill(killed.processIdentifier, SIGKILL)
    killed.waitUntilExit()
    let cases = [
      (
        "skipgram a.txt --seed 2 --window 3",
        "belongs to another training run (epochs is 5, there 1000; seed is 2, there 1; "
          + "window is 3, there 5)"
      ), ("skipgram b.txt --epochs 1000", "(corpus is "),
      ("skipgram a.txt --epochs 1000 --boundary none", "boundary is none, there line"),
      ("cbow a.txt --epochs 1000", "architecture is cbow, there skipgram"),
    ]
    for (arguments, message) in cases {
      let run = try FirthProgram.shell(
        "firth train \(arguments) --output v.bin --resume", in: folder)
      #expect(run.status == 65)
      #expect(run.errors.contains("v.bin.checkpoint: belongs to another training run"))
      #expect(run.errors.contains(message), "\(run.errors)")
    }
    try folder.write("v.bin.checkpoint", "no checkpoint")
    let damaged = try FirthProgram.shell(
      "firth train skipgram a.txt --epochs 1000 --output v.bin --resume", in: folder)
    #expect(damaged.status == 65 && damaged.errors.contains("v.bin.checkpoint"))
    #expect(try folder.names == ["a.txt", "b.txt", "notes", "v.bin.checkpoint"])
  }
}
