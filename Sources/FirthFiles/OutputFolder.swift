import Foundation

/// A folder for output.
package enum OutputFolder {
  /// Makes a folder if there is none at the path.
  ///
  /// - Returns: whether it was made.
  /// - Throws: `FileError.unwritable` when something else is there, or its parent can't be written.
  package static func make(_ path: String) throws(FileError) -> Bool {
    if unsafe mkdir(path, 0o777) == 0 { return true }
    let code = errno
    var status = stat()
    guard code == EEXIST, unsafe stat(path, &status) == 0 else { throw .writing(path, code: code) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .unwritable(path: path, reason: "it is no folder; name one, or a new one")
    }
    return false
  }

  /// Removes a folder if nothing is in it.
  package static func removeEmpty(_ path: String) { unsafe rmdir(path) }
}
