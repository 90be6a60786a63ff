import Foundation
public import FirthFiles

/// Which files make up a corpus, and in which order they are read.
public struct Corpus: Equatable, Sendable {
  /// The files, in order; "-" is standard input.
  public let files: [String]

  /// A corpus of files as given; "-" is standard input.
  ///
  /// Reading checks all of them before it starts with the first.
  public init(files: [String]) { self.files = files }

  /// A corpus of files and folders; "-" is standard input.
  ///
  /// A folder stands for all files in it and in its folders, hidden ones too, in the byte order of
  /// their paths.
  ///
  /// - Throws: `FileError` when a file is missing or unreadable, or a folder holds no file.
  public init(paths: [String]) throws(FileError) {
    var files: [String] = []
    for path in paths {
      if path != "-", try Self.kind(of: path) == S_IFDIR {
        let found = try Self.contents(of: path, within: [])
        guard !found.isEmpty else {
          throw .unreadable(path: path, reason: "the folder holds no files")
        }
        files += found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      } else {
        files.append(path)
      }
    }
    self.files = files
    try check()
  }

  /// Checks that every file can be read, so that a missing one is found before the work starts.
  func check() throws(FileError) {
    for path in files where path != "-" {
      if try Self.kind(of: path) == S_IFDIR { throw .reading(path, code: EISDIR) }
      guard unsafe access(path, R_OK) == 0 else { throw .reading(path) }
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw .unreadable(path: "-", reason: "standard input can be read only once")
    }
  }

  /// The stored bytes of all files; nil when one is a pipe.
  package func storedBytes() -> Int? {
    var total = 0
    for path in files {
      var status = stat()
      let isKnown =
        path == "-" ? unsafe fstat(STDIN_FILENO, &status) == 0 : unsafe stat(path, &status) == 0
      guard isKnown, status.st_mode & S_IFMT == S_IFREG else { return nil }
      total += Int(status.st_size)
    }
    return total
  }

  private static func kind(of path: String) throws(FileError) -> mode_t {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .reading(path) }
    return status.st_mode & S_IFMT
  }

  /// All files below a folder; `parents` guards against links that lead back up.
  private static func contents(
    of folder: String, within parents: [String]
  ) throws(FileError) -> [String] {
    guard unsafe access(folder, R_OK | X_OK) == 0 else { throw .reading(folder) }
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard !parents.contains(real) else {
      throw .unreadable(path: folder, reason: "it is a link to a folder that holds it")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(path: folder, reason: "its files cannot be listed")
    }
    var files: [String] = []
    for name in names {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      switch try kind(of: path) {
      case S_IFDIR: files += try contents(of: path, within: parents + [real])
      case S_IFREG: files.append(path)
      default: throw .unreadable(path: path, reason: "it is no regular file")
      }
    }
    return files
  }
}
