import Foundation

/// The built `firth`, run as a user runs it.
enum FirthProgram {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    /// Whether a signal ended it.
    let wasKilled: Bool
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// The folder of Package.swift.
  static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let facts = checkout.appending(path: "corpora/facts.txt.gz").path
  static let analogies = checkout.appending(path: "corpora/facts-analogies.txt").path

  /// The program beside the test bundle; the newest build when the bundle's path is not known.
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    let folders = [bundle.map { ($0 as NSString).deletingLastPathComponent }].compactMap(\.self)
    let builds = ["release", "debug"].map { checkout.appending(path: ".build/\($0)").path }
    let programs = (folders + builds).map { $0 + "/firth" }
    return programs.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "firth"
  }()

  /// Makes a process that runs the program in `folder`.
  static func process(_ arguments: [String], in folder: TemporaryFolder) -> Process {
    process("/usr/bin/env", [path] + arguments, in: folder)
  }

  private static func process(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder
  ) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["COLUMNS": "80", "LC_ALL": "C.UTF-8"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs the program to its end; its output goes through files, so no pipe can fill up.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, input: String? = nil
  ) throws -> Outcome {
    try finish(process(arguments, in: folder), input: input)
  }

  /// Runs a line of shell, in which `firth` is the program.
  static func shell(_ line: String, in folder: TemporaryFolder) throws -> Outcome {
    let function = "firth() { '\(path)' \"$@\"; }\n"
    return try finish(
      process("/bin/bash", ["-c", "set -o pipefail\n" + function + line], in: folder), input: nil)
  }

  private static func finish(_ process: Process, input: String?) throws -> Outcome {
    let scratch = try TemporaryFolder()
    let files = try ["in", "out", "err"].map { name in
      let path = scratch.path + "/" + name
      try Data((name == "in" ? input ?? "" : "").utf8).write(to: URL(fileURLWithPath: path))
      return path
    }
    if input != nil { process.standardInput = FileHandle(forReadingAtPath: files[0]) }
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files[1])), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files[2])), as: UTF8.self))
  }
}

/// A folder that vanishes with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "firth-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of all files in it, hidden ones too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}
