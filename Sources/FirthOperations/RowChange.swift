import Dispatch
import FirthNumerics
import FirthText
import Foundation
import Synchronization

/// Rows that are moved along a few directions, or replaced, made as they are read; with what undoes it.
final class RowChange: ScatteredRows, Sendable {
  /// The rows that change, rising.
  let rows: [UInt32]
  let rank: Int
  private let matrix: Matrix
  private let directions: [Double]
  /// How far each of `rows` is moved along each direction [rows × rank].
  private let shifts: [Double]
  /// Whole new rows.
  private let replacements: [Int: [Float]]
  /// For each row of the matrix its place among `rows`, or −1.
  private let places: [Int32]
  /// What brings back the last bits, row after row (see `UndoCode`).
  private let corrections: [UInt8]

  /// Moves rows in a concept.
  init(_ matrix: Matrix, _ concept: Concept, _ move: ConceptMove, rows: [Int]) {
    let step = 2_048
    let parts = (rows.count + step - 1) / step
    let found = Mutex([Part](repeating: Part(), count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let block = rows[part * step..<min((part + 1) * step, rows.count)]
      let result = Part(matrix, concept, move, block)
      found.withLock { $0[part] = result }
    }
    let all = found.withLock { $0 }
    self.matrix = matrix
    rank = concept.rank
    directions = concept.directions
    replacements = [:]
    self.rows = all.flatMap(\.rows)
    shifts = all.flatMap(\.shifts)
    corrections = all.flatMap(\.corrections)
    places = Self.places(self.rows, of: matrix.rows)
  }

  /// Replaces rows.
  init(_ matrix: Matrix, replacing replacements: [Int: [Float]]) {
    self.matrix = matrix
    self.replacements = replacements
    (rank, directions, shifts) = (0, [], [])
    rows = replacements.keys.sorted().map(UInt32.init)
    var corrections: [UInt8] = []
    for row in rows {
      let old = matrix[Int(row)]
      UndoCode.append(old, predicted: replacements[Int(row)] ?? old, to: &corrections)
    }
    self.corrections = corrections
    places = Self.places(rows, of: matrix.rows)
  }

  static func places(_ rows: [UInt32], of count: Int) -> [Int32] {
    var places = [Int32](repeating: -1, count: count)
    for (place, row) in rows.enumerated() { places[Int(row)] = Int32(place) }
    return places
  }

  /// A block of rows that have a place in the concept.
  private struct Part {
    var rows: [UInt32] = []
    var shifts: [Double] = []
    var corrections: [UInt8] = []

    init() {}

    init(_ matrix: Matrix, _ concept: Concept, _ move: ConceptMove, _ block: ArraySlice<Int>) {
      for row in block {
        unsafe matrix.withRow(row) { values in
          guard let scale = unsafe concept.scale(values.lazy.map(Double.init)) else { return }
          let before = unsafe concept.coordinates(values, scale: scale)
          let after = concept.coordinates(before, after: move)
          let shift = zip(before, after).map { scale * ($1 - $0) }
          rows.append(UInt32(row))
          shifts += shift
          let old = unsafe Array(values)
          let moved = RowChange.moved(old, shift[...], concept.directions, sign: 1)
          UndoCode.append(
            old, predicted: RowChange.moved(moved, shift[...], concept.directions, sign: -1),
            to: &corrections)
        }
      }
    }
  }

  /// A row moved along directions; the order of the sums is fixed, since undoing repeats them.
  static func moved(
    _ row: [Float], _ shift: ArraySlice<Double>, _ directions: [Double], sign: Double
  ) -> [Float] {
    var sums = row.map(Double.init)
    for (axis, part) in shift.enumerated() {
      let factor = sign * part
      for column in sums.indices { sums[column] += factor * directions[axis * row.count + column] }
    }
    return sums.map { Float($0) }
  }

  func values(ofRow row: Int) -> [Float] {
    if let replacement = replacements[row] { return replacement }
    let old = matrix[row]
    let place = Int(places[row])
    guard place >= 0 else { return old }
    return Self.moved(
      old, shifts[place * rank..<(place + 1) * rank], directions, sign: 1)
  }

  /// What undoes the change: the record as JSON behind its length, the directions, the rows, how far
  /// each was moved, the scales of all rows where they were whole numbers, and the corrections.
  func undo(_ record: ChangeRecord) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A record of finite numbers and text always encodes.
    let json = (try? encoder.encode(record)) ?? Data()
    var bytes: [UInt8] = []
    func append<Number: BitwiseCopyable>(_ numbers: [Number]) {
      unsafe numbers.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    append([UInt64(json.count)])
    bytes += json
    append(directions)
    append(rows)
    append(shifts)
    append(matrix.scales ?? [])
    bytes += corrections
    return bytes
  }
}

/// What a change did, for who undoes it.
struct ChangeRecord: Codable, Equatable {
  /// What was done, such as `remove=gender`.
  let change: String
  /// How many directions rows were moved along.
  let rank: Int
  /// How many rows changed.
  let rows: Int
  /// The precision that the vectors had.
  let precision: Precision
  /// What the metadata said of changes before.
  let transforms: String?
}
