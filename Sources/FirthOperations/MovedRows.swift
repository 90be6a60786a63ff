import FirthNumerics

import Synchronization

/// Rows of a matrix with what has been done to them, made block by block when they are read: nothing
/// of the size of the matrix is kept.
final class MovedRows: ScatteredRows, @unchecked Sendable {
  /// What is done to a row.
  enum Move: Sendable {
    case affine(AffineMap)
    /// Gives it the length 1.
    case normalize
  }

  let rows: Int
  /// The dimensions at the end.
  let columns: Int
  private let matrix: Matrix
  private let moves: [Move]
  /// The block that was made last.
  private let block = Mutex<(start: Int, values: [Double])>((0, []))

  /// The rows made at a time: a few megabytes.
  static let blockSize = 2_048

  init(_ matrix: Matrix, _ moves: [Move]) {
    self.matrix = matrix
    self.moves = moves
    rows = matrix.rows
    columns = moves.reduce(matrix.columns) { columns, move in
      if case .affine(let map) = move { return map.rows }
      return columns
    }
  }

  /// The same rows with one thing more done to them.
  func moved(_ move: Move) -> MovedRows { MovedRows(matrix, moves + [move]) }

  /// These rows to be read one after the other, made as they are read.
  func viewed() -> Matrix { Matrix(viewing: self, rows: rows, columns: columns) }

  /// These rows in memory of their own.
  func copied() -> Matrix { Matrix(copying: viewed()) }

  /// Calls with every block of rows in turn: their numbers, and their values one after the other.
  func forEachBlock(_ body: (_ rows: Range<Int>, _ values: [Double]) -> Void) {
    for start in stride(from: 0, to: rows, by: Self.blockSize) {
      let range = start..<min(start + Self.blockSize, rows)
      body(range, values(of: range))
    }
  }

  func values(ofRow row: Int) -> [Float] {
    block.withLock { block in
      if !(block.start..<block.start + block.values.count / columns).contains(row) {
        let start = row / Self.blockSize * Self.blockSize
        block = (start, values(of: start..<min(start + Self.blockSize, rows)))
      }
      let place = (row - block.start) * columns
      return block.values[place..<place + columns].map { Float($0) }
    }
  }

  private func values(of range: Range<Int>) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(range.count * matrix.columns)
    for row in range {
      unsafe matrix.withRow(row) { unsafe values.append(contentsOf: $0.lazy.map { Double($0) }) }
    }
    var width = matrix.columns
    for move in moves {
      switch move {
      case .affine(let map):
        map.apply(to: &values, count: range.count)
        width = map.rows
      case .normalize:
        for row in 0..<range.count {
          let place = row * width..<(row + 1) * width
          let norm = values[place].reduce(0) { $0 + $1 * $1 }.squareRoot()
          if norm > 0, norm.isFinite {
            for index in place { values[index] /= norm }
          }
        }
      }
    }
    return values
  }
}
