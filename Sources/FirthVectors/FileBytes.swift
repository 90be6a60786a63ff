internal import FirthFiles

/// A mapped file as a reader of vectors sees it: every access checked, every error with the path.
struct FileBytes: Sendable {
  let file: MappedFile

  var path: String { file.path }
  var count: Int { file.count }

  init(_ file: MappedFile) { self.file = file }

  /// Lends the bytes.
  func withBytes<Result, Failure>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeElements: file.bytes.bindMemory(to: UInt8.self)))
  }

  /// Lends a part of the bytes.
  ///
  /// - Precondition: it is inside the file.
  func raw(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside 0..<\(count)")
    return unsafe UnsafeRawBufferPointer(rebasing: file.bytes[range])
  }

  /// A copy of a part of the bytes.
  ///
  /// - Precondition: it is inside the file.
  subscript(range: Range<Int>) -> [UInt8] { unsafe Array(raw(range)) }

  /// Whether the file begins with some bytes.
  func starts(with bytes: [UInt8]) -> Bool {
    count >= bytes.count && self[0..<bytes.count] == bytes
  }

  /// A little-endian number at any address.
  ///
  /// - Precondition: it is inside the file.
  func integer<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Number.Type = Number.self
  ) -> Number {
    let bytes = unsafe raw(offset..<offset + MemoryLayout<Number>.size)
    return Number(littleEndian: unsafe bytes.loadUnaligned(as: Number.self))
  }

  func invalid(
    _ place: FormatError.Place, expected: String, found: String
  ) -> FormatError {
    .invalid(path: path, at: place, expected: expected, found: found)
  }

  /// Counts whose sum fits in 64 bits.
  func checked(counts: [UInt64], at place: FormatError.Place) throws(FormatError) -> [UInt64] {
    var total: UInt64 = 0
    for (row, count) in counts.enumerated() {
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow else {
        throw invalid(
          place, expected: "counts whose sum is below 2^64", found: "\(count) at place \(row)")
      }
      total = sum
    }
    return counts
  }
}
