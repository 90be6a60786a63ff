import CZlib
import FirthFiles
import FirthText

/// The file that `scipy.sparse.save_npz` writes of a CSR matrix: a ZIP archive of five NumPy arrays.
enum ScipyArchive {
  static func write(_ matrix: CooccurrenceMatrix, to file: inout OutputFile) throws {
    let rows = FullRows(matrix)
    let starts = try rows.starts()
    let cells = starts[starts.count - 1]
    let isLarge = cells > Int(Int32.max)
    let (index, size) = isLarge ? ("<i8", 8) : ("<i4", 4)
    var archive = ZipWriter()
    try unsafe archive.write(
      "indices", type: index, shape: "(\(cells),)", bytes: cells * size, to: &file
    ) {
      sink in
      try rows.forEach(starts) { columns, _ in
        if isLarge {
          try unsafe columns.map(Int64.init).withUnsafeBytes { try unsafe sink($0) }
        } else {
          try unsafe columns.withUnsafeBytes { try unsafe sink($0) }
        }
      }
    }
    try unsafe archive.write(
      "indptr", type: index, shape: "(\(starts.count),)", bytes: starts.count * size, to: &file
    ) { sink in
      if isLarge {
        try unsafe starts.map(Int64.init).withUnsafeBytes { try unsafe sink($0) }
      } else {
        try unsafe starts.map(Int32.init).withUnsafeBytes { try unsafe sink($0) }
      }
    }
    try unsafe archive.write("format", type: "|S3", shape: "()", bytes: 3, to: &file) { sink in
      try unsafe Array("csr".utf8).withUnsafeBytes { try unsafe sink($0) }
    }
    let words = Int64(matrix.vocabulary.count)
    try unsafe archive.write("shape", type: "<i8", shape: "(2,)", bytes: 16, to: &file) { sink in
      try unsafe [words, words].withUnsafeBytes { try unsafe sink($0) }
    }
    let unit = Double(matrix.unit)
    try unsafe archive.write("data", type: "<f8", shape: "(\(cells),)", bytes: cells * 8, to: &file)
    {
      sink in
      try rows.forEach(starts) { _, sums in
        try unsafe sums.map { Double($0) / unit }.withUnsafeBytes { try unsafe sink($0) }
      }
    }
    try archive.end(&file)
  }
}

/// The whole rows of a matrix of which perhaps only the lower triangle is stored.
private struct FullRows {
  let matrix: CooccurrenceMatrix

  /// The most cells in memory at a time, unless a row has more.
  private static let slab = 1 << 24

  init(_ matrix: CooccurrenceMatrix) { self.matrix = matrix }

  /// Where each row starts among all cells, and where the last one ends.
  func starts() throws -> [Int] {
    var starts = [Int](repeating: 0, count: matrix.vocabulary.count + 1)
    for block in 0..<matrix.blockCount {
      try unsafe matrix.forEachRow(ofBlock: block) { row, columns, _ in
        starts[row + 1] += columns.count
        guard matrix.isSymmetric else { return }
        for cell in columns.indices {
          let column = unsafe Int(columns[cell])
          if column != row { starts[column + 1] += 1 }
        }
      }
    }
    for row in 1..<starts.count { starts[row] += starts[row - 1] }
    return starts
  }

  /// Calls with the cells of some rows after another, by rising rows and columns.
  func forEach(_ starts: [Int], _ body: ([UInt32], [UInt64]) throws -> Void) throws {
    var first = 0
    while first < matrix.vocabulary.count {
      var end = first + 1
      while end < matrix.vocabulary.count, starts[end + 1] - starts[first] <= Self.slab { end += 1 }
      try read(first..<end, starts, body)
      first = end
    }
  }

  /// A row's cells come in order: those left of the diagonal with the row itself, those right of it
  /// with the rows below, one after the other.
  private func read(
    _ rows: Range<Int>, _ starts: [Int], _ body: ([UInt32], [UInt64]) throws -> Void
  ) throws {
    let base = starts[rows.lowerBound]
    let count = starts[rows.upperBound] - base
    var columns = [UInt32](repeating: 0, count: count)
    var sums = [UInt64](repeating: 0, count: count)
    var ends = rows.map { starts[$0] - base }
    func put(_ row: Int, _ column: UInt32, _ sum: UInt64) {
      let place = ends[row - rows.lowerBound]
      (columns[place], sums[place]) = (column, sum)
      ends[row - rows.lowerBound] = place + 1
    }
    for block in 0..<matrix.blockCount {
      let blockRows = matrix.partition.rows(of: block)
      guard matrix.isSymmetric || blockRows.overlaps(rows), blockRows.upperBound > rows.lowerBound
      else { continue }
      try unsafe matrix.forEachRow(ofBlock: block) { row, cellColumns, cellSums in
        let isOwn = rows.contains(row)
        for cell in cellColumns.indices {
          let (column, sum) = unsafe (cellColumns[cell], cellSums[cell])
          if isOwn { put(row, column, sum) }
          if matrix.isSymmetric, Int(column) != row, rows.contains(Int(column)) {
            put(Int(column), UInt32(row), sum)
          }
        }
      }
    }
    try body(columns, sums)
  }
}

/// Writes NumPy arrays into a ZIP archive, uncompressed and from front to back (PKWARE's APPNOTE
/// 6.3; ZIP64 where a size needs it).
private struct ZipWriter {
  private var directory: [UInt8] = []
  private var entries = 0
  private var offset = 0

  typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Adds an array.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - type: NumPy's name of its elements' type.
  ///   - shape: Its shape, as Python writes it.
  ///   - bytes: The bytes that `body` writes.
  ///   - file: The archive.
  ///   - body: Writes the elements.
  /// - Throws: `FileError`, and what `body` throws.
  mutating func write(
    _ name: String, type: String, shape: String, bytes: Int, to file: inout OutputFile,
    _ body: (Sink) throws -> Void
  ) throws {
    let header = Self.arrayHeader(type: type, shape: shape)
    let name = Array("\(name).npy".utf8)
    let size = header.count + bytes
    let start = offset
    // Version, flags (sizes and checksum follow the data), no compression, 1 January 1980.
    let common: [UInt8] = [45, 0, 8, 0, 0, 0, 0, 0, 0x21, 0]
    var local: [UInt8] = [0x50, 0x4b, 3, 4] + common + [UInt8](repeating: 0, count: 4)
    // Sizes that are known already, in 64 bits.
    let extra = Self.little(1, 2) + Self.little(16, 2) + Self.little(size, 8) + Self.little(size, 8)
    local += [UInt8](repeating: 0xff, count: 8)
    local += Self.little(name.count, 2) + Self.little(extra.count, 2) + name + extra
    try put(local, &file)
    var sum = crc32(0, nil, 0)
    var written = 0
    func sink(_ data: UnsafeRawBufferPointer) throws {
      var rest = unsafe data
      while unsafe !rest.isEmpty {
        let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 28))
        sum = unsafe crc32(
          sum, part.bindMemory(to: UInt8.self).baseAddress, UInt32(part.count))
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      }
      try unsafe file.write(data)
      written += data.count
    }
    try unsafe header.withUnsafeBytes { try unsafe sink($0) }
    try unsafe body(sink)
    precondition(written == size, "\(written) bytes of \(size)")
    offset += size
    try put(
      [0x50, 0x4b, 7, 8] + Self.little(Int(sum), 4) + Self.little(size, 8)
        + Self.little(size, 8), &file)
    let longExtra =
      Self.little(1, 2) + Self.little(24, 2) + Self.little(size, 8)
      + Self.little(size, 8) + Self.little(start, 8)
    directory += [0x50, 0x4b, 1, 2, 45, 0] + common + Self.little(Int(sum), 4)
    directory += [UInt8](repeating: 0xff, count: 8)
    directory += Self.little(name.count, 2) + Self.little(longExtra.count, 2)
    directory += [UInt8](repeating: 0, count: 10) + [UInt8](repeating: 0xff, count: 4)
    directory += name + longExtra
    entries += 1
  }

  /// Writes the directory.
  mutating func end(_ file: inout OutputFile) throws {
    let start = offset
    let size = directory.count
    try put(directory, &file)
    let tail = offset
    try put(
      [0x50, 0x4b, 6, 6] + Self.little(44, 8) + Self.little(45, 2) + Self.little(45, 2)
        + Self.little(0, 8) + Self.little(entries, 8) + Self.little(entries, 8)
        + Self.little(size, 8) + Self.little(start, 8), &file)
    try put(
      [0x50, 0x4b, 6, 7] + Self.little(0, 4) + Self.little(tail, 8) + Self.little(1, 4), &file)
    try put(
      [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + Self.little(entries, 2) + Self.little(entries, 2)
        + [UInt8](repeating: 0xff, count: 8) + [0, 0], &file)
  }

  private mutating func put(_ bytes: [UInt8], _ file: inout OutputFile) throws {
    try file.write(bytes)
    offset += bytes.count
  }

  /// NumPy's header, version 1: a Python dictionary, padded to a multiple of 64 bytes.
  private static func arrayHeader(type: String, shape: String) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64
    let padding = String(repeating: " ", count: length - 10 - text.utf8.count - 1)
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(length - 10, 2)
      + Array((text + padding + "\n").utf8)
  }

  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
