import Foundation

/// A file that appears under its name only when it is whole.
///
/// Bytes go to an unnamed file in the same folder (Linux) or to a hidden sibling (elsewhere), which
/// takes the name in `commit()`. A program killed before that leaves whatever stood there before.
/// A path that is a device, a pipe or a terminal is written directly. What goes to a path that ends
/// in `.gz` is compressed.
public struct OutputFile: ~Copyable {
  /// The path as given.
  public let path: String
  private let descriptor: Int32
  /// The name that the file has until `commit()`; nil when it has none.
  private var temporaryName: String?
  private let isDirect: Bool
  private var buffer: [UInt8] = []
  /// What the bytes pass through on their way to a file whose name ends in `.gz`.
  private let deflater: Deflater?

  private static let bufferSize = 1 << 20

  /// Opens the output, so that a folder that cannot be written is found before the work starts.
  ///
  /// - Throws: `FileError.unwritable` or `.diskFull`.
  public init(_ path: String) throws(FileError) {
    self.path = path
    deflater = path.lowercased().hasSuffix(".gz") ? Deflater() : nil
    (descriptor, temporaryName, isDirect) = try Self.open(path)
  }

  private static func open(_ path: String) throws(FileError) -> (Int32, String?, Bool) {
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if path.isEmpty || path.hasSuffix("/") || (exists && kind == S_IFDIR) {
      throw .unwritable(
        path: path, reason: path.isEmpty ? "the path is empty" : "it is a folder; name a file in it"
      )
    }
    if exists && kind != S_IFREG {
      let descriptor = unsafe Foundation.open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .writing(path) }
      return (descriptor, nil, true)
    }
    if exists, unsafe access(path, W_OK) != 0 { throw .writing(path) }
    let (descriptor, name) = try openTemporary(beside: path)
    return (descriptor, name, false)
  }

  private static func openTemporary(beside path: String) throws(FileError) -> (Int32, String?) {
    #if os(Linux)
      // glibc's O_TMPFILE is a macro Swift cannot read: __O_TMPFILE | O_DIRECTORY.
      let unnamed = O_WRONLY | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY
      let descriptor = unsafe Foundation.open(folder(of: path), unnamed, 0o666)
      if descriptor >= 0 { return (descriptor, nil) }
      let isUnsupported = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL
      guard isUnsupported else { throw .writing(path) }
    #endif
    let name = siblingName(of: path)
    let named = unsafe Foundation.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard named >= 0 else { throw .writing(path) }
    return (named, name)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A hidden name in the folder of `path` that no other run uses.
  private static func siblingName(of path: String) -> String {
    "\(folder(of: path))/.firth-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
  }

  /// Reserves room for `count` bytes, so that a full disk is found before the work starts.
  ///
  /// File systems that cannot reserve are left alone, and so are files that will be compressed.
  public func reserve(_ count: Int) throws(FileError) {
    guard !isDirect, deflater == nil, count > 0 else { return }
    #if os(Linux)
      let code = posix_fallocate(descriptor, 0, off_t(count))
      if code == ENOSPC || code == EDQUOT { throw .writing(path, code: code) }
    #endif
  }

  /// Appends bytes.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if bytes.count >= Self.bufferSize {
      try flush()
      let code = unsafe send(bytes, isLast: false)
      if code != 0 { throw .writing(path, code: code) }
    } else {
      unsafe buffer.append(contentsOf: bytes)
      if buffer.count >= Self.bufferSize { try flush() }
    }
  }

  /// Appends bytes.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Appends a string in UTF-8.
  public mutating func write(_ string: String) throws(FileError) {
    buffer.append(contentsOf: string.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is left, forces it to the disk and gives the file its name.
  public consuming func commit() throws(FileError) {
    try flush(isLast: true)
    guard !isDirect else { return }
    // What `reserve` took and nothing filled is given back.
    guard ftruncate(descriptor, lseek(descriptor, 0, SEEK_CUR)) == 0, fsync(descriptor) == 0 else {
      throw .writing(path)
    }
    if temporaryName == nil {
      let source = "/proc/self/fd/\(descriptor)"
      func link(to name: String) -> Bool {
        unsafe linkat(AT_FDCWD, source, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
      }
      if link(to: path) { return }
      // A link cannot replace a file, hence the detour over a sibling and a rename.
      guard errno == EEXIST else { throw .writing(path) }
      let name = Self.siblingName(of: path)
      guard link(to: name) else { throw .writing(path) }
      temporaryName = name
    }
    if let name = temporaryName {
      guard unsafe rename(name, path) == 0 else { throw .writing(path) }
      temporaryName = nil
    }
  }

  private mutating func flush(isLast: Bool = false) throws(FileError) {
    let code = unsafe buffer.withUnsafeBytes { unsafe send($0, isLast: isLast) }
    buffer.removeAll(keepingCapacity: true)
    if code != 0 { throw .writing(path, code: code) }
  }

  /// Compresses bytes if that is asked for, and writes them; returns 0 or the `errno` of the failure.
  private func send(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int32 {
    guard let deflater else { return unsafe writeAll(bytes) }
    return unsafe deflater.deflate(bytes, isLast: isLast) { unsafe writeAll($0) }
  }

  /// Writes all bytes; returns 0 or the `errno` of the failure.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let written = unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  deinit {
    close(descriptor)
    if let temporaryName { unsafe unlink(temporaryName) }
  }
}
