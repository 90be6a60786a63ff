internal import FirthNumerics

extension VectorSource {
  /// A matrix as it lies in the file, rows one after another in a precision; mapped where its address
  /// allows, else copied.
  ///
  /// - Precondition: the matrix is inside the file.
  /// - Throws: `FormatError.memory`.
  func matrix(
    at start: Int, rows: Int, columns: Int, precision: Precision, scales: [Float]? = nil
  ) throws(FormatError) -> Matrix {
    let rowBytes = columns * precision.size
    let bytes = unsafe file.raw(start..<start + rows * rowBytes)
    if let base = bytes.baseAddress, UInt(bitPattern: base) % UInt(precision.size) == 0 {
      return unsafe Matrix(
        viewing: base, precision: precision, scales: scales, rows: rows, columns: columns,
        stride: columns, owner: file.file)
    }
    let copy = try RowStorage(rows: rows, columns: columns, precision: precision, of: path)
    for row in 0..<rows {
      let place = start + row * rowBytes
      unsafe copy.fill(row, from: file.raw(place..<place + rowBytes), scale: scales?[row] ?? 1)
    }
    return copy.frozen()
  }

  /// Little-endian floats, copied.
  func floats(at start: Int, count: Int) -> [Float] {
    (0..<count).map { Float(bitPattern: file.integer(at: start + 4 * $0, as: UInt32.self)) }
  }
}
