import FirthFiles
import FirthText

/// The file that Stanford's `cooccur` writes and its `shuffle` reads: 16 bytes a cell, in any order.
enum StanfordRecords {
  static func write(_ matrix: CooccurrenceMatrix, to file: inout OutputFile) throws {
    guard matrix.vocabulary.count < Int32.max else {
      throw CooccurrenceError.tooLarge(
        path: file.path, problem: "the format has no room for more than 2^31 words")
    }
    let unit = Double(matrix.unit)
    let isSymmetric = matrix.isSymmetric
    var records: [Record] = []
    for block in 0..<matrix.blockCount {
      try unsafe matrix.forEachRow(ofBlock: block) { row, columns, sums in
        records.removeAll(keepingCapacity: true)
        for cell in columns.indices {
          let (column, value) = unsafe (Int32(columns[cell]), Double(sums[cell]) / unit)
          records.append(Record(first: Int32(row) + 1, second: column + 1, value: value))
          if isSymmetric, column != row {
            records.append(Record(first: column + 1, second: Int32(row) + 1, value: value))
          }
        }
        try unsafe records.withUnsafeBytes { bytes in try unsafe file.write(bytes) }
      }
    }
  }

  private struct Record {
    let first: Int32
    let second: Int32
    let value: Double
  }
}
