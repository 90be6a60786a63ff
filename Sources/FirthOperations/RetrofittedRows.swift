import FirthFiles
import FirthNumerics

/// Rows of a matrix of which some are being changed: those lie in a temporary file, so that a lexicon
/// of all words takes no memory for a second matrix.
final class RetrofittedRows: ScatteredRows {
  private let matrix: Matrix
  private let isNormalizing: Bool
  private let changing: [Int]
  /// By row, its place among the changed ones; -1 for others.
  private let places: [Int32]
  /// The changed rows [changed × D].
  private let file: TemporaryFile
  private var sums: [Float]
  private var other: [Float]

  /// Rows that are as they were at first.
  ///
  /// - Parameters:
  ///   - matrix: the rows.
  ///   - changing: the rows that will be changed, each once.
  ///   - normalizing: whether all are made unit vectors first.
  /// - Throws: `FileError` of the folder for temporary files.
  init(_ matrix: Matrix, changing: [Int], normalizing: Bool) throws(FileError) {
    self.matrix = matrix
    self.changing = changing
    isNormalizing = normalizing
    places = RowChange.places(changing.map { UInt32($0) }, of: matrix.rows)
    sums = [Float](repeating: 0, count: matrix.columns)
    other = sums
    file = try TemporaryFile()
    for (place, row) in changing.enumerated() { try write(first(row), at: place) }
  }

  /// Draws the row at a place of `changing` towards its neighbours.
  ///
  /// - Precondition: there is a neighbour.
  /// - Throws: `FileError` of the folder for temporary files.
  func update(_ place: Int, by neighbours: ArraySlice<UInt32>) throws(FileError) {
    let count = Float(neighbours.count)
    for index in sums.indices { sums[index] = 0 }
    add(changing[place], times: count * factor(changing[place]))
    for row in neighbours {
      let changed = Int(places[Int(row)])
      if changed >= 0 {
        try read(changed, into: &other)
        unsafe other.withUnsafeBytes { other in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            guard let values = other.baseAddress, let sums = sums.baseAddress else { return }
            unsafe RowSum.add(values, matrix.columns, times: 1, to: sums)
          }
        }
      } else {
        add(Int(row), times: factor(Int(row)))
      }
    }
    for index in sums.indices { sums[index] /= 2 * count }
    try write(sums, at: place)
  }

  private func add(_ row: Int, times weight: Float) {
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      unsafe RowSum.add(row, of: matrix, times: weight, to: sums)
    }
  }

  func values(ofRow row: Int) -> [Float] {
    let place = Int(places[row])
    guard place >= 0 else { return first(row) }
    var values = [Float](repeating: 0, count: matrix.columns)
    do {
      try read(place, into: &values)
    } catch {
      // The file was written a moment ago and has no name: only a broken disk gets here, which would
      // end a program that reads a mapped file too.
      fatalError("\(error)")
    }
    return values
  }

  private func write(_ values: [Float], at place: Int) throws(FileError) {
    let offset = place * 4 * matrix.columns
    let result = unsafe values.withUnsafeBytes { bytes in
      Result { () throws(FileError) in unsafe try file.write(bytes, at: offset) }
    }
    try result.get()
  }

  private func read(_ place: Int, into values: inout [Float]) throws(FileError) {
    let offset = place * 4 * matrix.columns
    let result = unsafe values.withUnsafeMutableBytes { bytes in
      Result { () throws(FileError) in unsafe try file.read(into: bytes, at: offset) }
    }
    try result.get()
  }

  /// A row as it was at first.
  private func first(_ row: Int) -> [Float] {
    let factor = factor(row)
    return unsafe matrix.withRow(row) { unsafe $0.map { $0 * factor } }
  }

  /// What a row is multiplied by at first; rows without a direction stay as they are.
  private func factor(_ row: Int) -> Float {
    guard isNormalizing else { return 1 }
    let norm = unsafe matrix.withRow(row) { unsafe $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
      .squareRoot()
    return norm > 0 && norm.isFinite ? Float(1 / norm) : 1
  }

  /// These rows to be read one after the other.
  func viewed() -> Matrix { Matrix(viewing: self, rows: matrix.rows, columns: matrix.columns) }

  /// These rows in memory of their own.
  func copied() -> Matrix { Matrix(copying: viewed()) }
}
