package import FirthFiles

/// Lines of text in a temporary file, as rows of a vocabulary and, where asked, as they stand.
///
/// Four bytes a token and line: less than the text in most cases.
package final class LineSpool {
  /// The number of lines.
  package private(set) var count = 0
  private let file: TemporaryFile
  private var writer: IDWriter
  private let text: TemporaryFile?
  private var textBytes = 0

  /// Some of the lines.
  package struct Block {
    /// The number of the first line, from 0.
    package let first: Int
    /// Their rows.
    package var lines = EncodedLines()
    /// Where each stands, for `text(at:)`; empty where texts are not kept.
    package var places: [Range<Int>] = []
  }

  /// No lines yet.
  ///
  /// - Throws: `FileError`.
  package init(keepingText: Bool) throws(FileError) {
    file = try TemporaryFile()
    writer = IDWriter(file)
    text = keepingText ? try TemporaryFile() : nil
  }

  /// Appends lines, and their text where it is kept.
  ///
  /// - Throws: `FileError`.
  package func append(_ encoded: EncodedLines, of whole: WholeLines) throws(FileError) {
    var lengths: [Int] = []
    if let text {
      try unsafe text.write(UnsafeRawBufferPointer(whole.text), at: textBytes)
      textBytes += unsafe whole.text.count
      lengths = Self.lengths(of: whole)
    }
    for line in 0..<encoded.count {
      let range = encoded.range(of: line)
      try writer.append(UInt32(range.count))
      if text != nil { try writer.append(UInt32(lengths[line])) }
      for row in encoded.rows[range] { try writer.append(row) }
    }
    count += encoded.count
  }

  /// The bytes of each line with its end.
  private static func lengths(of whole: WholeLines) -> [Int] {
    var lengths: [Int] = []
    var start = 0
    for place in unsafe whole.text.indices where unsafe whole.text[place] == 0x0a {
      lengths.append(place + 1 - start)
      start = place + 1
    }
    let count = unsafe whole.text.count
    if start < count { lengths.append(count - start) }
    return lengths
  }

  /// Calls with all lines in their order, so many at a time at most.
  ///
  /// - Throws: `FileError`; what `body` throws.
  package func forEachBlock(ofLines most: Int, _ body: (Block) throws -> Void) throws {
    try writer.flush()
    var numbers: [UInt32] = []
    var (read, place, done, textStart) = (0, 0, 0, 0)
    /// Makes so many numbers available from `place` on.
    func need(_ wanted: Int) throws {
      guard numbers.count - place < wanted else { return }
      numbers.removeFirst(place)
      place = 0
      let more = min(max(wanted - numbers.count, IDWriter.blockSize), writer.count - read)
      let start = numbers.count
      numbers += [UInt32](repeating: 0, count: more)
      try file.read(more, at: read, into: &numbers, from: start)
      read += more
    }
    while done < count {
      var block = Block(first: done)
      // A block of long lines has fewer, so that it does not grow.
      while done < count, block.lines.count < most, block.lines.rows.count < IDWriter.blockSize {
        let head = text == nil ? 1 : 2
        try need(head)
        let (known, length) = (Int(numbers[place]), Int(numbers[place + head - 1]))
        place += head
        try need(known)
        block.lines.rows += numbers[place..<place + known]
        block.lines.ends.append(block.lines.rows.count)
        if text != nil {
          block.places.append(textStart..<textStart + length)
          textStart += length
        }
        place += known
        done += 1
      }
      try body(block)
    }
  }

  /// The text of a line without its end; empty where texts are not kept.
  ///
  /// - Throws: `FileError`.
  package func text(at place: Range<Int>) throws -> String {
    var bytes = [UInt8](repeating: 0, count: place.count)
    try unsafe bytes.withUnsafeMutableBytes {
      try unsafe text?.read(into: $0, at: place.lowerBound)
    }
    if bytes.last == 0x0a { bytes.removeLast() }
    if bytes.last == 0x0d { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
