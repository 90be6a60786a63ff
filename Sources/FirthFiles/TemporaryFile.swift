import Foundation

/// A file without a name in the folder for temporary files; it vanishes with the object.
///
/// The folder is `TMPDIR`, or /tmp where that is not set. A killed program leaves nothing behind.
package final class TemporaryFile: Sendable {
  let descriptor: Int32
  /// The folder that holds the file.
  package let folder: String

  /// The folder for temporary files.
  package static var folder: String {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    return folder.isEmpty ? "/tmp" : folder
  }

  /// Makes an empty file.
  ///
  /// - Throws: `FileError.unwritable` or `.diskFull` naming the folder.
  package init(in folder: String = TemporaryFile.folder) throws(FileError) {
    self.folder = folder
    #if os(Linux)
      // glibc's O_TMPFILE is a macro Swift cannot read: __O_TMPFILE | O_DIRECTORY.
      let unnamed = O_RDWR | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY
      let opened = unsafe open(folder, unnamed, 0o600)
      if opened >= 0 {
        descriptor = opened
        return
      }
      let isUnsupported = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL
      guard isUnsupported else { throw .writing(folder) }
    #endif
    let name = "\(folder)/.firth-\(getpid())-\(UInt64.random(in: 0 ... .max)).tmp"
    descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .writing(folder) }
    unsafe unlink(name)
  }

  /// Writes all bytes at an offset.
  ///
  /// - Throws: `FileError.diskFull` or `.unwritable` naming the folder.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw .writing(folder)
      }
    }
  }

  /// Fills the buffer with the bytes from an offset; safe from many threads at once.
  ///
  /// - Throws: `FileError.unreadable` naming the folder, also when the file is shorter.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError) {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .unreadable(path: folder, reason: "a temporary file in it ends too early")
      } else if errno != EINTR {
        throw .reading(folder)
      }
    }
  }

  /// Shortens the file.
  ///
  /// - Throws: `FileError.unwritable` naming the folder.
  package func truncate(to count: Int) throws(FileError) {
    guard ftruncate(descriptor, off_t(count)) == 0 else { throw .writing(folder) }
  }

  deinit { close(descriptor) }
}
