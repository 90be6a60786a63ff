import FirthFiles

/// The blocks of a matrix, or of a part of one, in a file.
struct StoredBlocks: Sendable {
  /// Where a block lies.
  struct Block: Sendable {
    var offset = 0
    var bytes = 0
    var cells = 0
  }

  /// Where the bytes are.
  enum Source: Sendable {
    case temporary(TemporaryFile)
    case mapped(MappedFile)
  }

  let source: Source
  /// One for each block of the partition; those without rows have no bytes.
  let blocks: [Block]

  /// The number of cells stored.
  var cells: Int { blocks.reduce(0) { $0 + $1.cells } }
  /// The bytes that they take.
  var bytes: Int { blocks.reduce(0) { $0 + $1.bytes } }

  /// Lets a reader begin a block.
  ///
  /// - Throws: `FileError`.
  func open(_ number: Int, of partition: RowPartition, _ reader: BlockReader) throws {
    let block = blocks[number]
    try unsafe reader.begin(rows: partition.rows(of: number), count: block.bytes) { room in
      switch source {
      case .temporary(let file): try unsafe file.read(into: room, at: block.offset)
      case .mapped(let file):
        unsafe room.copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: file.bytes[block.offset..<(block.offset + block.bytes)]))
      }
    }
  }

  /// The error for damage in a block.
  func error(_ damage: BlockReader.Damage, in number: Int) -> any Error {
    let offset = blocks[number].offset + damage.offset
    switch source {
    case .temporary(let file):
      return FileError.unreadable(
        path: file.folder, reason: "a temporary file in it changed: \(damage.problem)")
    case .mapped(let file):
      return CooccurrenceError.damaged(path: file.path, offset: offset, problem: damage.problem)
    }
  }
}
