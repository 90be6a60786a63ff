import FirthFiles
import Synchronization

/// Takes blocks from several threads, in any order, into one temporary file.
final class BlockStore: Sendable {
  let file: TemporaryFile
  private let state: Mutex<State>

  private struct State {
    var end = 0
    var blocks: [StoredBlocks.Block]
  }

  /// An empty file.
  ///
  /// - Throws: `FileError` when there can be none.
  init(blocks: Int) throws(FileError) {
    file = try TemporaryFile()
    state = Mutex(State(blocks: Array(repeating: StoredBlocks.Block(), count: blocks)))
  }

  /// Writes a block.
  ///
  /// - Throws: `FileError.diskFull` or `.unwritable`.
  func write(_ writer: BlockWriter, as number: Int) throws(FileError) {
    let count = unsafe writer.bytes.count
    guard count > 0 else { return }
    let offset = state.withLock { state in
      defer { state.end += count }
      state.blocks[number] = StoredBlocks.Block(
        offset: state.end, bytes: count, cells: writer.cells)
      return state.end
    }
    try unsafe file.write(writer.bytes, at: offset)
  }

  /// The cells written so far.
  var cells: Int { state.withLock { $0.blocks.reduce(0) { $0 + $1.cells } } }

  /// What was written; begins the next run of blocks behind it, in the same file.
  func finish() -> StoredBlocks {
    state.withLock { state in
      let blocks = state.blocks
      state.blocks = Array(repeating: StoredBlocks.Block(), count: blocks.count)
      return StoredBlocks(source: .temporary(file), blocks: blocks)
    }
  }
}
