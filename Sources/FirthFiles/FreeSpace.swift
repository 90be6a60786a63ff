import Foundation

/// The room on the disk of a folder.
package enum FreeSpace {
  /// The bytes that this user may still write; nil where the system does not say.
  package static func bytes(in folder: String) -> Int? {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return nil }
    return Int(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
        by: UInt64(status.f_frsize)
      ).0)
  }
}
