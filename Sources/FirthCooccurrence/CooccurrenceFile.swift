import FirthFiles
import FirthText
import Foundation

/// Firth's own file of a matrix.
///
/// `FIRTHCO1`, the length of the header in bytes (UInt64), the header in JSON, padded with spaces to a
/// multiple of 8; then, all UInt64: where each word's bytes start and the last one's end, the words'
/// counts, and for each block of rows the row behind its last, its bytes and its cells; then the
/// words' bytes, and the blocks, one after the other, as `BlockWriter` has them. Numbers are
/// little-endian.
enum CooccurrenceFile {
  private static let magic = Array("FIRTHCO1".utf8)

  struct Header: Codable {
    let window: ContextWindow
    let tokenizer: Tokenizer
    let boundary: SentenceBoundary
    let corpus: CorpusReport
    let unit: UInt64
    let words: Int
    let wordBytes: Int
    let blocks: Int
  }

  static func write(_ matrix: CooccurrenceMatrix, to file: inout OutputFile) throws {
    let vocabulary = matrix.vocabulary
    let header = Header(
      window: matrix.window, tokenizer: matrix.tokenizer, boundary: matrix.boundary,
      corpus: matrix.report, unit: matrix.unit, words: vocabulary.count,
      wordBytes: vocabulary.bytes.count, blocks: matrix.blockCount)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = Array(try encoder.encode(header))
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    try file.write(magic)
    try write([UInt64(json.count)], to: &file)
    try file.write(json)
    try write(vocabulary.offsets.map(UInt64.init), to: &file)
    try write(vocabulary.counts ?? [], to: &file)
    for (end, block) in zip(matrix.partition.ends, matrix.blocks.blocks) {
      try write([UInt64(end), UInt64(block.bytes), UInt64(block.cells)], to: &file)
    }
    try file.write(vocabulary.bytes)
    let room = BlockBytes()
    for block in matrix.blocks.blocks {
      try file.write(room.read(block, from: matrix.blocks.source))
    }
  }

  private static func write(_ numbers: [UInt64], to file: inout OutputFile) throws {
    try unsafe numbers.map(\.littleEndian).withUnsafeBytes { try unsafe file.write($0) }
  }

  /// Opens a file; the blocks stay where they are.
  ///
  /// - Throws: `FileError`, `CooccurrenceError.damaged`.
  static func read(_ path: String) throws -> CooccurrenceMatrix {
    let mapped = try MappedFile(path)
    var cursor = Cursor(file: mapped)
    guard try cursor.bytes(magic.count, "the first bytes") == magic else {
      throw cursor.damage("does not begin with FIRTHCO1", at: 0)
    }
    let length = try cursor.number("the header's length")
    let json = try cursor.bytes(length, "the header")
    guard let header = try? JSONDecoder().decode(Header.self, from: Data(json)),
      header.words > 0, header.words < Int(UInt32.max), header.wordBytes >= 0, header.blocks > 0,
      header.blocks <= header.words, header.unit > 0,
      (1...ContextWindow.largest).contains(header.window.size)
    else { throw cursor.damage("the header makes no sense", at: magic.count + 8) }
    let offsetStart = cursor.place
    let offsets = try cursor.numbers(header.words + 1, "the words' places")
    guard offsets[0] == 0, offsets[header.words] == UInt64(header.wordBytes),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw cursor.damage("the words' places do not rise", at: offsetStart) }
    let counts = try cursor.numbers(header.words, "the words' counts")
    let tableStart = cursor.place
    let table = try cursor.numbers(3 * header.blocks, "the table of blocks")
    let words = try cursor.bytes(header.wordBytes, "the words")
    var (ends, blocks, offset, last) = ([Int](), [StoredBlocks.Block](), cursor.place, 0)
    for place in stride(from: 0, to: table.count, by: 3) {
      let (end, bytes, cells) = (table[place], table[place + 1], table[place + 2])
      guard end > UInt64(last), end <= UInt64(header.words), bytes <= UInt64(mapped.count - offset),
        cells <= bytes
      else { throw cursor.damage("block \(place / 3) makes no sense", at: tableStart + 8 * place) }
      ends.append(Int(end))
      blocks.append(StoredBlocks.Block(offset: offset, bytes: Int(bytes), cells: Int(cells)))
      (last, offset) = (Int(end), offset + Int(bytes))
    }
    guard last == header.words, offset == mapped.count else {
      throw cursor.damage("the blocks end elsewhere than the file", at: offset)
    }
    return CooccurrenceMatrix(
      vocabulary: Vocabulary(bytes: words, offsets: offsets.map { Int($0) }, counts: counts),
      window: header.window, tokenizer: header.tokenizer, boundary: header.boundary,
      report: header.corpus, unit: header.unit,
      blocks: StoredBlocks(source: .mapped(mapped), blocks: blocks),
      partition: RowPartition(ends: ends))
  }

  /// Takes a file from front to back, and never more than it has.
  private struct Cursor {
    let file: MappedFile
    var place = 0

    mutating func bytes(_ count: Int, _ what: String) throws -> [UInt8] {
      guard count >= 0, count <= file.count - place else {
        throw damage("\(what) would need \(count) bytes, \(file.count - place) are left", at: place)
      }
      defer { place += count }
      return unsafe Array(file.bytes[place..<(place + count)])
    }

    mutating func number(_ what: String) throws -> Int {
      Int(clamping: try numbers(1, what)[0])
    }

    mutating func numbers(_ count: Int, _ what: String) throws -> [UInt64] {
      guard count <= (file.count - place) / 8 else {
        throw damage("\(what) would need \(count) numbers, more than are left", at: place)
      }
      defer { place += 8 * count }
      return (0..<count).map {
        unsafe UInt64(
          littleEndian: file.bytes.loadUnaligned(fromByteOffset: place + 8 * $0, as: UInt64.self))
      }
    }

    func damage(_ problem: String, at offset: Int) -> CooccurrenceError {
      .damaged(path: file.path, offset: offset, problem: problem)
    }
  }
}

/// Room for the bytes of a block on their way from one file to another.
private final class BlockBytes {
  private var bytes: [UInt8] = []

  func read(
    _ block: StoredBlocks.Block, from source: StoredBlocks.Source
  ) throws -> [UInt8] {
    if bytes.count != block.bytes { bytes = [UInt8](repeating: 0, count: block.bytes) }
    switch source {
    case .temporary(let file):
      try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0, at: block.offset) }
    case .mapped(let file):
      bytes = unsafe Array(file.bytes[block.offset..<(block.offset + block.bytes)])
    }
    return bytes
  }
}

extension CooccurrenceMatrix {
  /// Opens a file that `write(to:format:)` wrote in Firth's own format; its cells stay on disk.
  ///
  /// - Throws: `FileError` for a file that cannot be read, `CooccurrenceError.damaged` for one that
  ///   is another or damaged; damage in the cells shows when they are read.
  public init(contentsOf path: String) throws { self = try CooccurrenceFile.read(path) }
}
