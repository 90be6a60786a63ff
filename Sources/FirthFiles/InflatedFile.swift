internal import CZlib

/// Files stored by gzip, read as what is in them.
extension MappedFile {
  /// Whether the file begins like gzip.
  package var isGzip: Bool {
    unsafe count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Inflates a gzip file into a temporary file and maps that: no memory is taken whatever the file
  /// turns out to hold.
  ///
  /// - Throws: `InputError` for damage, `FileError` when a file can't be read or written.
  package func inflated() throws -> MappedFile {
    var input = try TextInput(path)
    let temporary = try TemporaryFile()
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
    defer { unsafe buffer.deallocate() }
    var count = 0
    while case let read = try unsafe input.read(into: buffer), read > 0 {
      try unsafe temporary.write(
        UnsafeRawBufferPointer(start: buffer.baseAddress, count: read), at: count)
      count += read
    }
    return try MappedFile(temporary, count: count, path: path)
  }

  /// Inflates a part of the file that is deflated without a wrapper, as in a zip archive.
  ///
  /// - Parameters:
  ///   - range: the part.
  ///   - expected: the size that it should have.
  /// - Returns: the inflated bytes, mapped; nil when the data are damaged or of another size.
  /// - Throws: `FileError` when a temporary file can't be written.
  package func inflated(_ range: Range<Int>, to expected: Int) throws -> MappedFile? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    guard let inflater = Inflater(.bare) else { return nil }
    let temporary = try TemporaryFile()
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
    defer { unsafe buffer.deallocate() }
    var (position, produced) = (range.lowerBound, 0)
    while true {
      // zlib counts in 32 bits.
      let part = position..<min(range.upperBound, position + 1 << 30)
      let input = unsafe UnsafeMutableBufferPointer(
        mutating: UnsafeRawBufferPointer(rebasing: bytes[part]).bindMemory(to: UInt8.self))
      let step = unsafe inflater.step(from: input, to: buffer)
      position += step.consumed
      guard produced + step.produced <= expected else { return nil }
      try unsafe temporary.write(
        UnsafeRawBufferPointer(start: buffer.baseAddress, count: step.produced), at: produced)
      produced += step.produced
      switch step.outcome {
      case .progress: continue
      case .memberEnd:
        return produced == expected
          ? try MappedFile(temporary, count: produced, path: path) : nil
      case .needsInput, .damaged: return nil
      }
    }
  }

  /// The CRC-32 of bytes that follow others whose CRC-32 is given; 0 for none.
  package static func crc32(_ crc: UInt32 = 0, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var crc = UInt(crc)
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      crc = unsafe CZlib.crc32(crc, part.bindMemory(to: UInt8.self).baseAddress, UInt32(part.count))
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
    }
    return UInt32(truncatingIfNeeded: crc)
  }
}
