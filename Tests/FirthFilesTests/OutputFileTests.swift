import FirthFiles
import FirthTestSupport
import Foundation
import Testing

func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func text(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}

@Suite("Files that appear whole", .serialized)
struct OutputFileTests {
  @Test("nothing appears before the commit, and nothing else after it")
  func commit() throws {
    try withFolder { folder in
      var file = try OutputFile(folder + "/out")
      try file.write("hello ")
      try file.write(Array("world".utf8))
      #expect(try names(in: folder).allSatisfy { $0.hasPrefix(".firth-") })
      try file.commit()
      #expect(try names(in: folder) == ["out"])
      #expect(try text(folder + "/out") == "hello world")
    }
  }

  @Test("an old file survives a write that is given up, and no leftovers stay")
  func abandoned() throws {
    try withFolder { folder in
      let path = folder + "/out"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      do {
        var file = try OutputFile(path)
        try file.write("new")
        try file.reserve(1 << 16)
      }
      #expect(try names(in: folder) == ["out"])
      #expect(try text(path) == "old")
      var file = try OutputFile(path)
      try file.reserve(1 << 16)
      try file.write("new")
      try file.commit()
      #expect(try names(in: folder) == ["out"])
      #expect(try text(path) == "new")
    }
  }

  @Test(
    "large and small writes keep their order", arguments: [0, 1, (1 << 20) - 1, 1 << 20, 3 << 20])
  func order(count: Int) throws {
    try withFolder { folder in
      let large = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var file = try OutputFile(folder + "/out")
      try file.write("a")
      try unsafe large.withUnsafeBytes { try unsafe file.write($0) }
      try file.write(large)
      try file.write("z")
      try file.commit()
      let written = try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/out")))
      #expect(written == Array("a".utf8) + large + large + Array("z".utf8))
    }
  }

  @Test("the file's mode follows the umask", arguments: [mode_t(0o022), 0o077, 0o002])
  func mode(mask: mode_t) throws {
    try withFolder { folder in
      let before = umask(mask)
      defer { umask(before) }
      try OutputFile(folder + "/out").commit()
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/out")
      #expect((attributes[.posixPermissions] as? NSNumber)?.uint16Value == UInt16(0o666 & ~mask))
    }
  }

  @Test("a path that can't be an output is refused at once")
  func refused() throws {
    try withFolder { folder in
      try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
      let cases: [(String, String)] = [
        ("", "the path is empty"), (folder, "it is a folder; name a file in it"),
        (folder + "/", "it is a folder; name a file in it"),
        (folder + "/missing/out", "its folder does not exist"),
        (folder + "/file/out", "its folder does not exist"),
      ]
      for (path, reason) in cases {
        #expect(throws: FileError.unwritable(path: path, reason: reason)) {
          _ = try OutputFile(path)
        }
      }
      #expect(try names(in: folder) == ["file"])
    }
  }

  #if os(Linux)
    @Test("a folder in which nothing can be made is refused")
    func readOnly() {
      #expect {
        _ = try OutputFile("/proc/self/out")
      } throws: { error in
        guard case .unwritable("/proc/self/out", _) = error as? FileError else { return false }
        return true
      }
    }

    @Test("a full disk is an error of its own")
    func fullDisk() throws {
      #expect(throws: FileError.diskFull(path: "/dev/full")) {
        var file = try OutputFile("/dev/full")
        try file.write("x")
        try file.commit()
      }
      #expect(throws: FileError.diskFull(path: "/dev/full")) {
        var file = try OutputFile("/dev/full")
        try file.write([UInt8](repeating: 0, count: 1 << 20))
      }
    }
  #endif

  @Test("a device is written directly")
  func device() throws {
    var file = try OutputFile("/dev/null")
    try file.write("x")
    try file.reserve(1 << 30)
    try file.commit()
  }

  @Test("an output in the working folder needs no folder in its path")
  func bareName() throws {
    let name = "firth-test-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: name) }
    var file = try OutputFile(name)
    try file.write("x")
    try file.commit()
    #expect(try text(name) == "x")
  }
}
