internal import Firth

/// The lines of a text, as many at a time as can be had without waiting for more.
///
/// So a file is answered by blocks, and a program that writes a question and waits gets its answer.
struct LineBlocks: ~Copyable {
  /// A line that is not empty.
  struct Line {
    /// From 1.
    let number: Int
    let text: String
  }

  private let path: String
  /// Where lines come from: a file that may be gzip, or standard input, from which no more can be
  /// asked than the first line before that is answered.
  private var file: TextInput?
  private var pipe: StoredInput?
  private var rest: [UInt8] = []
  private var count = 0
  private var isAtEnd = false

  private static let blockSize = 8 << 20
  /// No question is longer, and no file can fill the memory.
  private static let longestLine = 1 << 20

  /// Opens a file, plain or gzip; "-" is standard input, plain.
  ///
  /// - Throws: `FileError`, `CorpusError`.
  init(_ path: String) throws {
    self.path = path
    do {
      file = path == "-" ? nil : try TextInput(path)
      pipe = path == "-" ? try StoredInput(path) : nil
    } catch {
      throw Self.named(error, path)
    }
  }

  /// The next lines; nil at the end.
  ///
  /// - Throws: `FileError`, `CorpusError`, `UsageError` for a line that is no question.
  mutating func next() throws -> [Line]? {
    while !isAtEnd {
      let lines = try read()
      if !lines.isEmpty { return lines }
    }
    return nil
  }

  private mutating func read() throws -> [Line] {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.blockSize)
    defer { unsafe buffer.deallocate() }
    do {
      let fromFile = try unsafe file?.read(into: buffer)
      let fromPipe = try unsafe pipe?.read(into: UnsafeMutableRawBufferPointer(buffer))
      let read = fromFile ?? fromPipe ?? 0
      unsafe rest += buffer[..<read]
      isAtEnd = read == 0
    } catch {
      throw Self.named(error, path)
    }
    var lines: [Line] = []
    var start = 0
    while start < rest.count, let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      take(rest[start..<end], into: &lines)
      start = end + 1
    }
    rest.removeFirst(start)
    if isAtEnd, !rest.isEmpty { take(rest[...], into: &lines) }
    guard rest.count <= Self.longestLine else {
      throw UsageError(
        "\(Self.name(path)): line \(count + 1) is longer than \(Self.longestLine) bytes; write one "
          + "question a line")
    }
    return lines
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, into lines: inout [Line]) {
    count += 1
    let text = String(decoding: bytes, as: UTF8.self)
    if !text.allSatisfy(\.isWhitespace) { lines.append(Line(number: count, text: text)) }
  }

  /// How a path is called in messages.
  static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  private static func named(_ error: InputError, _ path: String) -> any Error {
    switch error {
    case .file(let error): error
    case .damaged(let offset, let problem):
      CorpusError.damaged(path: path, offset: offset, problem: problem)
    case .unsupported(let format, let remedy):
      CorpusError.unsupported(path: path, format: format, remedy: remedy)
    case .stopped: CancellationError()
    }
  }
}
