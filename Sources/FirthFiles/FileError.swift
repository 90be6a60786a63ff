import Foundation

/// A file or folder that cannot be read or written.
///
/// Every case carries the path as the user wrote it. Damage inside a file is not a `FileError`:
/// the reader that finds it throws its own error with the place.
public enum FileError: Error, Equatable, Sendable {
  /// Nothing exists at the path.
  case missing(path: String)
  /// The path exists and cannot be read.
  case unreadable(path: String, reason: String)
  /// The path cannot be created or written.
  case unwritable(path: String, reason: String)
  /// The disk that holds the path is full.
  case diskFull(path: String)
}

extension FileError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file or folder; check the path"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .diskFull(let path) where path == TemporaryFile.folder:
      "\(path): temporary files do not fit: the disk is full; free some space, "
        + "or set TMPDIR to a folder on another disk"
    case .diskFull(let path): "\(path): cannot be written: the disk is full; free some space"
    }
  }
}

extension FileError {
  /// The error for a failed read of `path`, from `errno`.
  package static func reading(_ path: String, code: Int32 = errno) -> FileError {
    code == ENOENT || code == ENOTDIR
      ? .missing(path: path) : .unreadable(path: path, reason: reason(code))
  }

  /// The error for a failed write of `path`, from `errno`.
  package static func writing(_ path: String, code: Int32 = errno) -> FileError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(path: path) : .unwritable(path: path, reason: reason(code))
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "its folder does not exist"
    case EISDIR: "it is a folder"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the file system is read-only"
    case EMFILE, ENFILE: "too many open files"
    default: unsafe String(cString: strerror(code)).lowercased()
    }
  }
}
