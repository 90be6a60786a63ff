import FirthFiles

/// Appends ids to a temporary file, a mebibyte at a time; without a file it only counts them.
@safe
struct IDWriter: ~Copyable {
  /// The number of ids appended.
  private(set) var count = 0
  private let file: TemporaryFile?
  private let buffer: UnsafeMutablePointer<UInt32>
  private var used = 0

  /// How many ids are written or read at a time.
  static let blockSize = 1 << 18

  init(_ file: TemporaryFile?) {
    self.file = file
    unsafe buffer = .allocate(capacity: Self.blockSize)
  }

  @inline(__always)
  mutating func append(_ id: UInt32) throws(FileError) {
    unsafe buffer[used] = id
    used &+= 1
    if used == Self.blockSize { try flush() }
  }

  /// Writes what is left.
  @inline(never)
  mutating func flush() throws(FileError) {
    let size = MemoryLayout<UInt32>.stride
    try unsafe file?.write(
      UnsafeRawBufferPointer(start: buffer, count: used * size), at: count * size)
    count += used
    used = 0
  }

  deinit { unsafe buffer.deallocate() }
}
