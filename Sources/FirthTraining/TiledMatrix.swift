package import FirthFiles

/// A co-occurrence matrix arranged for training: tile after tile, eight bytes a cell, on disk.
///
/// A cell holds its place in the tile (16 bits of row, 16 of column) and `ln x` as a float, from which
/// the kernel makes the weight, for many cells at once. A symmetric matrix takes four bytes a cell
/// of the whole: a tile below the diagonal is read as its mirror image too.
///
/// The file stays in the system's cache as long as there is room, and no longer: a matrix of any size
/// takes no memory but the tiles at work.
package final class TiledMatrix: Sendable {
  let tiling: Tiling
  /// Where each stored tile begins, in cells, and where the last one ends.
  let starts: [Int]
  /// The number of cells of the whole matrix.
  package let cells: Int
  private let file: TemporaryFile

  init(tiling: Tiling, starts: [Int], file: TemporaryFile) {
    self.tiling = tiling
    self.starts = starts
    self.file = file
    var cells = starts[starts.count - 1]
    if tiling.isSymmetric {
      for row in 0..<tiling.bands {
        let first = tiling.number(row, 0)
        // All but the one on the diagonal serve twice.
        cells += starts[first + row] - starts[first]
      }
    }
    self.cells = cells
  }

  /// The most cells of a tile.
  package var largestTile: Int { zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0 }

  /// The number of cells of a band of rows by a band of columns.
  package func count(_ row: Int, _ column: Int) -> Int {
    let number = tiling.tile(row, column).number
    return starts[number + 1] - starts[number]
  }

  /// Reads a stored tile.
  ///
  /// - Returns: The number of its cells.
  /// - Throws: `FileError` when the disk fails.
  package func read(
    _ number: Int, into cells: UnsafeMutablePointer<UInt64>
  ) throws(FileError) -> Int {
    let count = starts[number + 1] - starts[number]
    try unsafe file.read(
      into: UnsafeMutableRawBufferPointer(start: cells, count: 8 * count), at: 8 * starts[number])
    return count
  }
}
