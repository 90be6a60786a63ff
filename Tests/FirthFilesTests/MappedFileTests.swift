import FirthFiles
import FirthTestSupport
import Foundation
import Testing

@Suite("Mapped files")
struct MappedFileTests {
  @Test("a file's bytes are lent as they are", arguments: [0, 1, 4095, 4096, 100_000])
  func bytes(count: Int) throws {
    try withFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/x"))
      let file = try MappedFile(folder + "/x")
      #expect(file.count == count && file.path == folder + "/x")
      #expect(unsafe Array(file.bytes) == bytes)
    }
  }

  @Test("a replaced file stays as it was for who has mapped it")
  func replaced() throws {
    try withFolder { folder in
      var first = try OutputFile(folder + "/x")
      try first.write("old")
      try first.commit()
      let file = try MappedFile(folder + "/x")
      var second = try OutputFile(folder + "/x")
      try second.write("new and longer")
      try second.commit()
      #expect(unsafe Array(file.bytes) == Array("old".utf8))
    }
  }

  @Test("what is no file to read is an error that says why")
  func refused() throws {
    try withFolder { folder in
      try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/x"))
      let cases: [FileError] = [
        .missing(path: folder + "/missing"), .missing(path: folder + "/x/y"), .missing(path: ""),
        .unreadable(path: folder, reason: "it is a folder"),
        .unreadable(path: "/dev/null", reason: "it is no regular file"),
      ]
      for error in cases {
        #expect(throws: error) { try MappedFile(error.path) }
      }
    }
  }
}

@Suite("File errors")
struct FileErrorTests {
  @Test(
    "a message has the path, what is wrong and what to do",
    arguments: [
      (.reading("a", code: ENOENT), "a: no such file or folder; check the path"),
      (.reading("a", code: EACCES), "a: cannot be read: permission denied"),
      (.writing("a", code: ENOSPC), "a: cannot be written: the disk is full; free some space"),
      (.writing("a", code: EDQUOT), "a: cannot be written: the disk is full; free some space"),
      (.writing("a", code: EROFS), "a: cannot be written: the file system is read-only"),
      (.writing("a", code: EISDIR), "a: cannot be written: it is a folder"),
      (.writing("a", code: EIO), "a: cannot be written: input/output error"),
    ] as [(FileError, String)])
  func messages(error: FileError, message: String) {
    #expect(error.description == message)
  }
}

extension FileError {
  fileprivate var path: String {
    switch self {
    case .missing(let path), .unreadable(let path, _), .unwritable(let path, _),
      .diskFull(let path):
      path
    }
  }
}
