import FirthNumerics
import Foundation

/// Rows as they were before a change, made as they are read.
final class RestoredRows: ScatteredRows, Sendable {
  let record: ChangeRecord
  private let matrix: Matrix
  private let directions: [Double]
  private let shifts: [Double]
  /// What rows of whole numbers were multiplied by; nil where they were none.
  let scales: [Float]?
  /// For each row its place among those that changed, or −1.
  private let places: [Int32]
  private let corrections: [UInt8]
  /// Where the corrections of each row that changed start.
  private let starts: [Int]

  /// - Throws: `ConceptError.damaged`.
  init(
    _ matrix: Matrix, _ bytes: [UInt8], path: String, tensor: String
  ) throws(ConceptError) {
    let damaged = ConceptError.damaged(path: path, tensor: tensor)
    let record = try Self.record(bytes, path: path, tensor: tensor)
    var position = 8 + Int(Self.number(bytes, at: 0))
    func take<Number: BitwiseCopyable>(
      _ count: Int, _ type: Number.Type
    ) throws(ConceptError) -> [Number] {
      let size = MemoryLayout<Number>.size
      let (length, overflow) = count.multipliedReportingOverflow(by: size)
      guard count >= 0, !overflow, length <= bytes.count - position else { throw damaged }
      let numbers = unsafe bytes.withUnsafeBytes { bytes in
        (0..<count).map {
          unsafe bytes.loadUnaligned(fromByteOffset: position + $0 * size, as: type)
        }
      }
      position += length
      return numbers
    }
    guard record.rank >= 0, record.rank <= matrix.columns, record.rows <= matrix.rows else {
      throw damaged
    }
    directions = try take(record.rank * matrix.columns, Double.self)
    let rows = try take(record.rows, UInt32.self)
    shifts = try take(record.rows * record.rank, Double.self)
    scales = record.precision == .i8 ? try take(matrix.rows, Float.self) : nil
    corrections = Array(bytes[position...])
    guard zip(rows, rows.dropFirst()).allSatisfy(<), rows.last.map({ $0 < matrix.rows }) ?? true
    else {
      throw damaged
    }
    var starts: [Int] = []
    var (start, nothing) = (0, [Float]?.none)
    for _ in rows {
      starts.append(start)
      guard
        let end = UndoCode.take(
          corrections[...], from: start, into: &nothing, columns: matrix.columns)
      else { throw damaged }
      start = end
    }
    guard start == corrections.count else { throw damaged }
    places = RowChange.places(rows, of: matrix.rows)
    (self.record, self.matrix, self.starts) = (record, matrix, starts)
  }

  /// What the bytes say of the change.
  ///
  /// - Throws: `ConceptError.damaged`.
  static func record(
    _ bytes: [UInt8], path: String, tensor: String
  ) throws(ConceptError) -> ChangeRecord {
    guard bytes.count >= 8, case let length = number(bytes, at: 0), length <= bytes.count - 8,
      let record = try? JSONDecoder().decode(
        ChangeRecord.self, from: Data(bytes[8..<8 + Int(length)])), record.rows >= 0
    else { throw .damaged(path: path, tensor: tensor) }
    return record
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    unsafe bytes.withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
  }

  func values(ofRow row: Int) -> [Float] {
    let place = Int(places[row])
    guard place >= 0 else { return matrix[row] }
    let rank = record.rank
    var restored: [Float]? = RowChange.moved(
      matrix[row], shifts[place * rank..<(place + 1) * rank], directions, sign: -1)
    // What can't be put right was found when these rows were made, but for a number beyond all Floats.
    _ = UndoCode.take(
      corrections[...], from: starts[place], into: &restored, columns: matrix.columns)
    return restored ?? matrix[row]
  }
}
