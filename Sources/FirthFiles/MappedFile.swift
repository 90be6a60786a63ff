import Foundation

/// A whole file mapped read-only into memory: opening costs the same at any size.
///
/// The mapping lives as long as the object. A file that another program shortens while it is
/// mapped is outside what this type can guard; Firth itself replaces files and never shortens them.
@safe
public final class MappedFile: Sendable {
  /// The path as given.
  public let path: String
  /// The number of bytes in the file.
  public let count: Int
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer?

  /// Maps the regular file at `path`.
  ///
  /// - Throws: `FileError` when it is missing, a folder, a pipe or unreadable.
  public init(_ path: String) throws(FileError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .reading(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .reading(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let what = status.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is no regular file"
      throw .unreadable(path: path, reason: what)
    }
    self.path = path
    count = Int(status.st_size)
    unsafe base = try Self.map(descriptor, count, path)
  }

  /// Maps the first `count` bytes of a temporary file, which may be closed afterwards.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - count: how many bytes were written to it.
  ///   - path: the path that messages name.
  /// - Throws: `FileError.unreadable`.
  package init(_ file: TemporaryFile, count: Int, path: String) throws(FileError) {
    self.path = path
    self.count = count
    unsafe base = try Self.map(file.descriptor, count, path)
  }

  private static func map(
    _ descriptor: Int32, _ count: Int, _ path: String
  ) throws(FileError) -> UnsafeMutableRawPointer? {
    guard count > 0 else { return nil }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw .reading(path) }
    return unsafe address
  }

  /// The file's bytes; valid while the object lives.
  @unsafe public var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count)
  }

  deinit {
    if let base = unsafe base { unsafe munmap(base, count) }
  }
}
