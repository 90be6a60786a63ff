package import Foundation

/// A Python interpreter that FIRTH_PYTHON names, with the modules that a test needs.
package enum Python {
  /// The interpreter; nil where none is named.
  package static let path: String? = ProcessInfo.processInfo.environment["FIRTH_PYTHON"]

  /// Whether modules can be imported.
  package static func has(_ modules: String) -> Bool {
    guard let path, FileManager.default.isExecutableFile(atPath: path) else { return false }
    return (try? run("import \(modules)", [])) != nil
  }

  /// A program that failed, with what it said.
  package struct Failure: Error {
    /// What it wrote to standard error.
    package var output: String
  }

  /// Runs a program and returns what it prints.
  package static func run(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = ["-c", program] + arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = errors.fileHandleForReading.availableData
      throw Failure(output: String(decoding: message, as: UTF8.self))
    }
    return printed
  }
}
