import FirthCooccurrence
import FirthText

/// The matrix once more, in plain `Double`, by the definition in Stanford's `cooccur`.
struct CellReference {
  struct Place: Hashable {
    let row: Int
    let column: Int
  }

  private(set) var cells: [Place: Double] = [:]

  init(_ sentences: [[Int]], _ window: ContextWindow) {
    for sentence in sentences {
      for (position, word) in sentence.enumerated() {
        for before in max(position - window.size, 0)..<position {
          let weight = window.weighting == .inverse ? 1 / Double(position - before) : 1
          cells[Place(row: sentence[before], column: word), default: 0] += weight
          if window.side == .symmetric {
            cells[Place(row: word, column: sentence[before]), default: 0] += weight
          }
        }
      }
    }
  }

  /// The largest relative difference of a cell; infinite where one has a cell that the other lacks.
  func difference(from other: [Place: Double]) -> Double {
    guard cells.count == other.count else { return .infinity }
    return cells.map { place, value in
      other[place].map { abs($0 - value) / value } ?? .infinity
    }.max() ?? 0
  }
}

extension CooccurrenceMatrix {
  /// All cells of the whole matrix, read in Firth's own way.
  func allCells() throws -> [CellReference.Place: Double] {
    var cells: [CellReference.Place: Double] = [:]
    for block in 0..<blockCount {
      try unsafe forEachRow(ofBlock: block) { row, columns, sums in
        for (column, sum) in unsafe Array(zip(columns, sums)) {
          let value = Double(sum) / Double(unit)
          cells[CellReference.Place(row: row, column: Int(column))] = value
          if isSymmetric {
            cells[CellReference.Place(row: Int(column), column: row)] = value
          }
        }
      }
    }
    return cells
  }

  /// What is stored, to the bit and in order.
  func stored() throws -> [UInt64] {
    var numbers: [UInt64] = [unit]
    for block in 0..<blockCount {
      try unsafe forEachRow(ofBlock: block) { row, columns, sums in
        for (column, sum) in unsafe Array(zip(columns, sums)) {
          numbers += [UInt64(row), UInt64(column), sum]
        }
      }
    }
    return numbers
  }
}
