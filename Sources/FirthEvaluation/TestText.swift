internal import FirthFiles
internal import FirthText
internal import Foundation

/// The text of a file of questions: UTF-8, plain or gzip, with either kind of line ends.
struct TestText {
  /// A line that is not empty.
  struct Line {
    /// From 1.
    let number: Int
    let text: Substring
  }

  let path: String
  /// The lines that hold more than white space.
  let lines: [Line]

  /// A test of word vectors is far smaller; no file may fill the memory.
  private static let mostBytes = 64 << 20
  private static let longestShown = 60

  /// Reads a file; "-" is standard input.
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged gzip, `EvaluationError`.
  init(_ path: String) throws {
    self.path = path
    var bytes = try Self.bytes(path)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var lines: [Line] = []
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let isCut = line.last == UInt8(ascii: "\r")
      guard let text = String(validating: isCut ? line.dropLast() : line, as: UTF8.self) else {
        throw EvaluationError.invalid(
          path: Self.name(path), line: number, expected: "UTF-8 text",
          found: "bytes of another encoding")
      }
      if !text.utf8.allSatisfy({ $0 == 0x20 || (9...13).contains($0) }) {
        lines.append(Line(number: number, text: text[...]))
      }
    }
    self.lines = lines
  }

  /// The bytes of a file, inflated.
  static func bytes(_ path: String) throws -> [UInt8] {
    do {
      var input = try TextInput(path)
      let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
      defer { unsafe buffer.deallocate() }
      var bytes: [UInt8] = []
      while case let count = try unsafe input.read(into: buffer), count > 0 {
        unsafe bytes += buffer[..<count]
        guard bytes.count <= mostBytes else {
          throw EvaluationError.tooLarge(path: name(path), limit: "\(mostBytes >> 20) MiB of text")
        }
      }
      return bytes
    } catch let error as InputError {
      switch error {
      case .file(let error): throw error
      case .damaged(let offset, let problem):
        throw CorpusError.damaged(path: path, offset: offset, problem: problem)
      case .unsupported(let format, let remedy):
        throw CorpusError.unsupported(path: path, format: format, remedy: remedy)
      case .stopped: throw CancellationError()
      }
    }
  }

  /// The error for a line.
  func invalid(_ line: Line, expected: String, found: String? = nil) -> EvaluationError {
    let text = line.text.prefix(Self.longestShown)
    return .invalid(
      path: name, line: line.number, expected: expected,
      found: found ?? "\"\(text)\(text.count < line.text.count ? "…" : "")\"")
  }

  /// How the file is called in messages.
  var name: String { Self.name(path) }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// The last part of a path without its ending, which names a section.
  static func title(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path))?[.type]
      as? FileAttributeType == .typeDirectory
  }

  /// The text files in a folder and the folders in it, in the order of their names.
  static func files(in folder: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      name.hasSuffix(ending) && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }.sorted()
  }
}
