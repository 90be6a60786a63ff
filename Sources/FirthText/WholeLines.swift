import Foundation

/// Lines of a file as they are read: as many as came at once, none of them cut.
@safe
package struct WholeLines {
  /// The bytes, line ends included; the file's last line may lack its own.
  ///
  /// `TextScanner.padding` more may be read behind them. Valid during the call that got them.
  @unsafe package let text: UnsafeBufferPointer<UInt8>
  /// The file; "-" is standard input.
  package let file: String
  /// Where they begin in the file's text.
  package let offset: Int
  /// Stored bytes that were read of all files so far.
  package let storedBytes: Int

  /// Longer lines are refused before they fill the memory.
  package static let longestLine = 1 << 24

  /// Reads the lines of a corpus.
  ///
  /// - Throws: `FileError`; `CorpusError`, also for a line of more than 16 MiB; what `body` throws.
  package static func read(_ corpus: Corpus, _ body: (WholeLines) throws -> Void) throws {
    try corpus.check()
    var (file, offset, lines, stored) = ("", 0, 0, 0)
    // The beginning of a line whose end has not come yet, with padding behind.
    var cut: [UInt8] = []
    func give(_ text: UnsafeBufferPointer<UInt8>) throws {
      if text.isEmpty { return }
      unsafe try body(WholeLines(text: text, file: file, offset: offset, storedBytes: stored))
      offset += text.count
      lines += unsafe text.count { $0 == 0x0a }
    }
    func giveCut() throws {
      let count = cut.count
      cut += [UInt8](repeating: 0, count: TextScanner.padding)
      try unsafe cut.withUnsafeBufferPointer { try unsafe give(.init(rebasing: $0[..<count])) }
      cut.removeAll(keepingCapacity: true)
    }
    try CorpusReader.read(corpus) { event in
      switch event {
      case .fileStart(let path): (file, offset, lines) = (path, 0, 0)
      case .text(let base, let count, let storedBytes):
        stored = storedBytes
        let text = unsafe UnsafeBufferPointer(start: base, count: count)
        var start = 0
        if !cut.isEmpty {
          let end = unsafe text.firstIndex(of: 0x0a).map { $0 + 1 }
          unsafe cut += text[..<(end ?? count)]
          guard cut.count <= longestLine else {
            throw CorpusError.badLine(
              path: file, line: lines + 1, expected: "a line of at most \(longestLine) bytes",
              found: "a longer one; end sentences with line ends")
          }
          guard let end else { return }
          try giveCut()
          start = end
        }
        let end = unsafe text[start...].lastIndex(of: 0x0a).map { $0 + 1 } ?? start
        try unsafe give(.init(rebasing: text[start..<end]))
        unsafe cut += text[end...]
      case .fileEnd: if !cut.isEmpty { try giveCut() }
      }
    }
  }

  /// Cuts the lines into parts of about a size, for several threads.
  func parts(ofAbout size: Int) -> [Range<Int>] {
    let count = unsafe text.count
    var parts: [Range<Int>] = []
    var start = 0
    while start < count {
      var end = min(start + size, count)
      if end < count {
        end = unsafe text[(end - 1)...].firstIndex(of: 0x0a).map { $0 + 1 } ?? count
      }
      parts.append(start..<end)
      start = end
    }
    return parts
  }
}
