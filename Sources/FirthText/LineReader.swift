import FirthFiles

/// The lines of a file, plain or gzip, one at a time; what ends a line, LF or CR LF, is left out.
///
/// A file that is no list has very long lines: they are refused before they fill the memory, or come
/// in pieces.
package struct LineReader: ~Copyable {
  /// The number of the line that was read last, from 1.
  package private(set) var number = 0
  private let path: String
  private var input: TextInput
  private var block = [UInt8](repeating: 0, count: Self.blockSize)
  private var rest = 0..<0
  private var isAtEnd = false
  /// The size of pieces; nil where a line must be whole.
  private let piece: Int?
  private var isInsideLine = false

  private static let blockSize = 1 << 16
  private static let longestLine = 1 << 16

  /// Opens a file; "-" is standard input.
  ///
  /// With a piece's size, longer lines come in pieces, all of them with the line's number.
  ///
  /// - Throws: `FileError`, `CorpusError`.
  package init(_ path: String, piece: Int? = nil) throws {
    self.path = path
    self.piece = piece
    do { input = try TextInput(path) } catch { throw CorpusReader.failure(error, path) }
  }

  /// The next line; nil at the end.
  ///
  /// - Throws: `FileError`, `CorpusError` for damaged data or a line longer than 64 KiB.
  package mutating func next() throws -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if rest.isEmpty {
        try fill()
        if isAtEnd {
          if line.isEmpty { return nil }
          break
        }
      }
      let most = rest.prefix((piece ?? rest.count) - (piece == nil ? 0 : line.count))
      let end = block[most].firstIndex(of: 0x0a)
      line += block[most.lowerBound..<(end ?? most.upperBound)]
      rest = (end.map { $0 + 1 } ?? most.upperBound)..<rest.upperBound
      if end == nil, line.count == piece { return take(line, endsLine: false) }
      guard line.count <= Self.longestLine else {
        throw CorpusError.badLine(
          path: path, line: number + 1, expected: "a line of at most \(Self.longestLine) bytes",
          found: "a longer one")
      }
      if end != nil { break }
    }
    if line.last == 0x0d { line.removeLast() }
    return take(line, endsLine: true)
  }

  private mutating func take(_ line: [UInt8], endsLine: Bool) -> [UInt8] {
    if !isInsideLine { number += 1 }
    isInsideLine = !endsLine
    return line
  }

  private mutating func fill() throws {
    do throws(InputError) {
      let count = try unsafe block.withUnsafeMutableBufferPointer { buffer throws(InputError) in
        try unsafe input.read(into: buffer)
      }
      rest = 0..<count
      isAtEnd = count == 0
    } catch {
      throw CorpusReader.failure(error, path)
    }
  }
}
