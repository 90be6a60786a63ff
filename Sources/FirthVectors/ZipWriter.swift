internal import FirthFiles

/// Writes a zip archive of stored members, without times, so that the same members give the same
/// bytes.
struct ZipWriter {
  private var directory: [UInt8] = []
  private var count = 0
  private var offset = 0

  /// What hands over a member's bytes, part by part; it is called twice.
  typealias Bytes = (([UInt8]) throws(FileError) -> Void) throws(FileError) -> Void

  private static let most32 = Int(UInt32.max)

  /// Writes a member.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - size: the number of its bytes.
  ///   - file: where it goes.
  ///   - bytes: hands over its bytes.
  /// - Throws: `FileError`.
  mutating func add(
    _ name: String, size: Int, to file: inout OutputFile, bytes: Bytes
  ) throws(FileError) {
    var crc: UInt32 = 0
    try bytes { (part) throws(FileError) in
      crc = unsafe part.withUnsafeBytes { unsafe MappedFile.crc32(crc, $0) }
    }
    let needs64 = size >= Self.most32 || offset >= Self.most32
    // A 64-bit field holds what the 32-bit ones then leave open.
    let large = LittleEndian.bytes(
      UInt16(1), UInt16(24), UInt64(size), UInt64(size), UInt64(offset))
    let small = UInt32(clamping: needs64 ? Self.most32 : size)
    let localExtra =
      needs64 ? LittleEndian.bytes(UInt16(1), UInt16(16), UInt64(size), UInt64(size)) : []
    let version: UInt16 = needs64 ? 45 : 20
    let utf8Flag: UInt16 = 1 << 11
    // No date is before 1980, which is 0x21.
    let nameBytes = Array(name.utf8)
    var common = LittleEndian.bytes(version, utf8Flag, UInt16(0), UInt16(0), UInt16(0x21))
    common += LittleEndian.bytes(crc, small, small, UInt16(nameBytes.count))
    var local = ZipArchive.magic + common
    local += LittleEndian.bytes(UInt16(localExtra.count))
    local += nameBytes + localExtra
    directory += [0x50, 0x4B, 1, 2]
    directory += LittleEndian.bytes(version)
    directory += common
    directory += LittleEndian.bytes(
      UInt16(needs64 ? large.count : 0), UInt16(0), UInt16(0), UInt16(0), UInt32(0),
      UInt32(clamping: needs64 ? Self.most32 : offset))
    directory += nameBytes + (needs64 ? large : [])
    count += 1
    offset += local.count + size
    try file.write(local)
    try bytes { (part) throws(FileError) in try file.write(part) }
  }

  /// Writes the directory.
  func finish(_ file: inout OutputFile) throws(FileError) {
    try file.write(directory)
    let needs64 = offset >= Self.most32
    if needs64 {
      try file.write([0x50, 0x4B, 6, 6])
      try file.write(
        LittleEndian.bytes(UInt64(44), UInt16(45), UInt16(45), UInt32(0), UInt32(0)))
      try file.write(
        LittleEndian.bytes(UInt64(count), UInt64(count), UInt64(directory.count), UInt64(offset)))
      try file.write([0x50, 0x4B, 6, 7])
      try file.write(
        LittleEndian.bytes(UInt32(0), UInt64(offset + directory.count), UInt32(1)))
    }
    try file.write([0x50, 0x4B, 5, 6])
    try file.write(
      LittleEndian.bytes(
        UInt16(0), UInt16(0), UInt16(count), UInt16(count), UInt32(directory.count),
        UInt32(clamping: needs64 ? Self.most32 : offset), UInt16(0)))
  }
}
