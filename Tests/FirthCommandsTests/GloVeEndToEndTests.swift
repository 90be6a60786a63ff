import Firth
import Foundation
import Testing

/// GloVe by the program: one command from text to vectors, and pairs for other programs.
@Suite(.serialized)
struct GloVeEndToEndTests {
  private static let options = "--dimensions 30 --epochs 4 --x-max 10"

  private static func train(
    _ arguments: String, in folder: TemporaryFolder, before: String = ""
  ) throws -> FirthProgram.Outcome {
    try FirthProgram.shell(
      "\(before) firth train glove '\(FirthProgram.facts)' \(options) --output v.safetensors "
        + arguments, in: folder)
  }

  @Test("threads, memory and few open files change no byte; runs that spill merge to the same")
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    let first = try Self.train("--threads 1", in: folder)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains(" pairs; 30 dimensions, 4 epochs, 1 thread; needs "))
    #expect(first.errors.contains("epoch 4 of 4: loss 0."))
    #expect(try folder.names == ["v.safetensors"])
    let wanted = try folder.data("v.safetensors")
    for arguments in [
      "--threads 2", "--threads 3", "--threads 8", "--threads 2 --memory 8GB",
      "--threads 1 --memory 200MB", "--threads 8 --memory 200MB", "--threads 1 --memory 37MB",
    ] {
      let run = try Self.train(arguments, in: folder, before: "ulimit -n 64;")
      #expect(run.status == 0, "\(arguments): \(run.errors)")
      #expect(try folder.data("v.safetensors") == wanted, "\(arguments)")
    }
  }

  @Test("the facts' analogies hold")
  func analogiesHold() throws {
    let folder = try TemporaryFolder()
    let run = try Self.train("--epochs 30 --quiet --sum both", in: folder)
    #expect(run.status == 0 && run.errors.isEmpty && run.output.isEmpty)
    let embeddings = try Embeddings(contentsOf: folder.path + "/v.safetensors")
    #expect(embeddings.metadata["model"] == "glove")
    #expect(embeddings.context != nil && embeddings.biases != nil)
    // Countries are nearest to countries.
    let nearest = embeddings.neighbors(for: "france", maximumCount: 3).map(\.0)
    let questions = try String(contentsOfFile: FirthProgram.analogies, encoding: .utf8).lowercased()
    #expect(nearest.allSatisfy { questions.contains(" \($0)") }, "\(nearest)")
  }

  @Test("pairs counted beforehand give the bytes of the whole in one command")
  func pairs() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.train("--window 7 --context left", in: folder).status == 0)
    let wanted = try folder.data("v.safetensors")
    let counted = try FirthProgram.shell(
      "firth cooccurrence '\(FirthProgram.facts)' --window 7 --context left --output a.cooc "
        + "--write-vocabulary words --json", in: folder)
    #expect(counted.status == 0)
    let cells = try #require(
      (try JSONSerialization.jsonObject(with: Data(counted.output.utf8)) as? [String: Any])?[
        "cells"] as? Int)
    #expect(counted.errors.contains("wrote a.cooc: \(cells) cells"))
    let run = try FirthProgram.shell(
      "firth train glove --cooccurrence a.cooc \(Self.options) --output w.safetensors", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.data("w.safetensors") == wanted)
    let words = String(decoding: try folder.data("words"), as: UTF8.self).split(separator: "\n")
    let embeddings = try Embeddings(contentsOf: folder.path + "/w.safetensors")
    #expect(words.count == embeddings.vocabularySize)
    #expect(words[0] == "\(embeddings.vocabulary[WordID(0)]) \(embeddings.vocabulary.counts![0])")
  }

  @Test("a run killed at ten moments ends with the bytes of one that never was")
  func killed() throws {
    let folder = try TemporaryFolder()
    let arguments = "--dimensions 100 --epochs 8 --resume"
    #expect(try Self.train(arguments, in: folder).status == 0)
    let wanted = try folder.data("v.safetensors")
    try FileManager.default.removeItem(atPath: folder.path + "/v.safetensors")
    var random = SystemRandomNumberGenerator()
    var kills = 0
    while kills < 10 {
      // Another number of threads each time: it makes no difference.
      let words =
        "train glove \(FirthProgram.facts) \(Self.options) --output v.safetensors \(arguments) "
        + "--checkpoint-every 0 --threads \(1 + kills % 3)"
      let run = FirthProgram.process(
        words.split(separator: " ").map(String.init), in: folder)
      run.standardError = FileHandle.nullDevice
      try run.run()
      usleep(UInt32.random(in: 0...900_000, using: &random))
      kill(run.processIdentifier, SIGKILL)
      run.waitUntilExit()
      kills += 1
      if run.terminationReason == .exit {
        #expect(try folder.data("v.safetensors") == wanted)
        try FileManager.default.removeItem(atPath: folder.path + "/v.safetensors")
      }
    }
    #expect(try Self.train(arguments, in: folder).status == 0)
    #expect(try folder.data("v.safetensors") == wanted)
    #expect(try folder.names == ["v.safetensors"])
  }

  @Test("Ctrl-C ends with a checkpoint, and leaves no other file")
  func stopped() throws {
    let folder = try TemporaryFolder()
    let words =
      "train glove \(FirthProgram.facts) --output v.bin --epochs 100000 --checkpoint-every 60"
    let run = FirthProgram.process(words.split(separator: " ").map(String.init), in: folder)
    try folder.write("notes", "")
    run.standardError = FileHandle(forWritingAtPath: folder.path + "/notes")
    try run.run()
    for _ in 0..<2_000 {
      if String(decoding: try folder.data("notes"), as: UTF8.self).contains("epoch 1 of") { break }
      usleep(10_000)
    }
    kill(run.processIdentifier, SIGINT)
    run.waitUntilExit()
    #expect(run.terminationReason == .exit && run.terminationStatus == 130)
    #expect(try folder.names == ["notes", "v.bin.checkpoint"])
  }

  /// Whether a small file system can be made without being the machine's administrator.
  static let canMount =
    (try? FirthProgram.shell(
      "mkdir m && unshare -rm mount -t tmpfs -o size=1m none m", in: TemporaryFolder()
    ).status) == 0

  @Test(
    "a disk too small for temporary files is one sentence, and nothing is left",
    .enabled(if: canMount, "needs unshare"),
    arguments: [("100k", 73), ("4m", 69), ("6m", 69), ("100m", 0)])
  func smallDisk(size: String, status: Int) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/m", withIntermediateDirectories: false)
    let program =
      "'\(FirthProgram.path)' train glove '\(FirthProgram.facts)' \(Self.options) "
      + "--output v.bin --quiet"
    let run = try FirthProgram.shell(
      "unshare -rm sh -c \"mount -t tmpfs -o size=\(size) none m && TMPDIR=\\$PWD/m "
        + "\(program); code=\\$?; ls -A m; exit \\$code\"", in: folder)
    #expect(Int(run.status) == status, "\(run.errors)")
    #expect(run.output.isEmpty)
    if status != 0 {
      #expect(run.errors.contains("TMPDIR") && run.errors.split(separator: "\n").count == 1)
      #expect(try folder.names == ["m"])
    }
  }

  @Test(
    "a disk that fills up at any moment is one sentence, and nothing is left",
    arguments: [100, 1_000, 2_000, 3_000, 3_500, 4_000, 5_000])
  func fullDisk(kilobytes: Int) throws {
    // A limit on files stands for a disk that others fill: it cannot be foreseen.
    let folder = try TemporaryFolder()
    let run = try Self.train(
      "--quiet --memory 40MB", in: folder,
      before: "trap '' XFSZ; ulimit -f $((2 * \(kilobytes)));")
    guard run.status != 0 else {
      #expect(try folder.names == ["v.safetensors"])
      return
    }
    #expect(run.status == 73, "\(run.errors)")
    #expect(
      run.errors.split(separator: "\n").count == 1 && run.errors.contains("cannot be written"))
    #expect(try folder.names.isEmpty)
  }

  /// Arguments after `train glove`, the status, and a part of the message.
  static let failures: [(String, Int32, String)] = [
    ("ok.txt --output v.bin --window 0", 64, "--window is 0"),
    ("ok.txt --output v.bin --window 1001", 64, "--window is 1001"),
    ("ok.txt --output v.bin --x-max 0", 64, "x-max is 0.0"),
    ("ok.txt --output v.bin --x-max nan", 64, "x-max is nan"),
    ("ok.txt --output v.bin --weighting-exponent=-1", 64, "weighting exponent is -1.0"),
    ("ok.txt --output v.bin --learning-rate 11", 64, "learning rate is 11.0"),
    ("ok.txt --output v.bin --bias-update stanford", 64, "'stanford' is invalid"),
    ("ok.txt --output v.bin --context right", 64, "'right' is invalid"),
    ("ok.txt --output v.bin --sum all", 64, "'all' is invalid"),
    ("ok.txt --output v.bin --patience 0", 64, "--patience is 0"),
    ("ok.txt --output v.bin --log v.bin", 64, "--log names a file"),
    ("--output v.bin", 64, "or pairs with --cooccurrence"),
    ("ok.txt --cooccurrence ok.cooc --output v.bin", 64, "not both"),
    ("--cooccurrence ok.cooc --window 3 --output v.bin", 64, "counted already"),
    ("--cooccurrence missing --output v.bin", 66, "missing: no such file"),
    ("--cooccurrence ok.txt --output v.bin", 65, "ok.txt: at byte 0"),
    ("--cooccurrence ok.cooc --output ok.cooc --to word2vec-bin", 64, "one of the inputs"),
    ("single.txt --output v.bin --min-count 1", 65, "has one word"),
    ("lonely.txt --output v.bin --min-count 1", 65, "no word has a neighbour"),
    ("unknown.txt --output v.bin --tokenizer whitespace --unk", 65, "has the word <unk>"),
    ("ok.txt --output v.bin --memory 20MB", 69, "any of these would fit"),
    ("ok.txt --output v.bin --init ok.vec", 65, "have 2 dimensions, but the model"),
    ("missing.txt --output v.bin", 66, "missing.txt: no such file"),
    ("ok.txt --output none/v.bin", 73, "its folder does not exist"),
  ]

  @Test("each failure has its sentence and its status", arguments: failures)
  func failure(arguments: String, status: Int32, message: String) throws {
    let folder = try TemporaryFolder()
    let text = (0..<400).map { "the w\($0 % 40) of w\($0 % 7) and\n" }.joined()
    try folder.write("ok.txt", text)
    try folder.write("single.txt", "a a a a\n")
    try folder.write("lonely.txt", "a\nb\nc\n")
    try folder.write("unknown.txt", String(repeating: "a <unk> b\n", count: 9))
    try folder.write("ok.vec", "2 2\nthe 1 2\nof 3 4\n")
    let made = try FirthProgram.shell("firth cooccurrence ok.txt -o ok.cooc --quiet", in: folder)
    #expect(made.status == 0)
    let names = try folder.names
    let run = try FirthProgram.shell("firth train glove \(arguments)", in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try folder.names == names)
  }

  @Test("co-occurrences for which there is no room, format or place are refused")
  func cooccurrenceFailures() throws {
    let folder = try TemporaryFolder()
    try folder.write("ok.txt", String(repeating: "a b c d\n", count: 50))
    for (arguments, status, message) in [
      ("ok.txt --output v.txt", 64, "stands for no format of co-occurrences"),
      ("ok.txt --output -", 64, "--output must name a file"),
      ("ok.txt --output a.npz --write-vocabulary a.npz", 64, "name the same file"),
      ("ok.txt --output a.npz --memory 1MB", 69, "of memory at least"),
      ("ok.txt --output none/a.npz", 73, "its folder does not exist"),
      ("ok.txt --output a.bin --window 0", 64, "--window is 0"),
    ] {
      let run = try FirthProgram.shell("firth cooccurrence \(arguments)", in: folder)
      #expect(Int(run.status) == status, "\(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(try folder.names == ["ok.txt"])
    }
  }

  @Test("the log counts cells")
  func log() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.train("--log l --patience 3", in: folder).status == 0)
    let records = try String(decoding: folder.data("l"), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let end = try #require(records.last)
    let cells = try #require(end["corpus_tokens"] as? Int)
    #expect(end["event"] as? String == "end" && end["unit"] as? String == "cells")
    #expect(end["tokens"] as? Int == 4 * cells && end["pairs"] as? Double == Double(4 * cells))
    #expect(records.count { $0["event"] as? String == "epoch" } == 4)
  }
}
