#if arch(x86_64) && os(Linux)
  import Foundation
  import Testing

  /// The modules of the wider instruction sets must not define code that the linker may merge.
  ///
  /// Of a weak (or unique) symbol that several objects define, the linker keeps any one. Were it the
  /// copy compiled for AVX-512, the baseline path would run it too and crash on machines without
  /// AVX-512. Only code matters: data holds no instructions, whichever copy is kept.
  @Suite("The symbols of the kernels")
  struct KernelSymbolsTests {
    static let nm = ["/usr/bin/nm", "/usr/local/bin/nm", "/usr/bin/llvm-nm"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Data that every Swift object has.
    static let allowedData = "__swift_reflection_version"

    @Test(
      "a wider instruction set's module defines no weak or unique symbol",
      .enabled(if: nm != nil, "needs nm"), arguments: ["FirthKernelsV3", "FirthKernelsV4"])
    func noSharedSymbols(module: String) throws {
      let folder = try #require(
        Self.buildFolder(of: module), "the objects of \(module) are missing")
      let objects = try Self.objects(in: folder)
      #expect(!objects.isEmpty, "no objects in \(folder.path)")
      var hasKernel = false
      for object in objects {
        for (type, name) in try Self.definedSymbols(of: object) {
          let isShared = "WwVvu".contains(type)
          #expect(
            !isShared || (type == "V" && name == Self.allowedData),
            "\(object.lastPathComponent) defines \(name), type \(type)")
          hasKernel = hasKernel || (type == "T" && name.contains("blockUpdate"))
        }
      }
      #expect(hasKernel, "nm does not show the kernel itself")
    }

    /// The folder of a module's objects: beside the running test, or in the checkout's `.build`.
    private static func buildFolder(of module: String) -> URL? {
      let files = FileManager.default
      let name = "\(module).build"
      var candidates: [URL] = []
      if let program = Bundle.main.executableURL {
        candidates.append(program.resolvingSymlinksInPath().deletingLastPathComponent())
      }
      #if DEBUG
        let configurations = ["debug", "release"]
      #else
        let configurations = ["release", "debug"]
      #endif
      let build = checkout.appending(path: ".build")
      let triples = (try? files.contentsOfDirectory(atPath: build.path)) ?? []
      for configuration in configurations {
        candidates += triples.sorted().map { build.appending(path: "\($0)/\(configuration)") }
      }
      return candidates.map { $0.appending(path: name) }.first {
        files.fileExists(atPath: $0.path)
      }
    }

    /// The objects of sources that exist; those of deleted sources stay behind and count no more.
    private static func objects(in folder: URL) throws -> [URL] {
      let sources = try FileManager.default.contentsOfDirectory(
        atPath: checkout.appending(path: "Sources/FirthKernels").path)
      return try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil
      ).filter {
        $0.pathExtension == "o" && sources.contains($0.deletingPathExtension().lastPathComponent)
      }
    }

    private static var checkout: URL {
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    }

    private static func definedSymbols(of object: URL) throws -> [(type: Character, name: String)] {
      let process = Process()
      process.executableURL = URL(filePath: try #require(nm))
      process.arguments = ["--defined-only", object.path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "nm failed on \(object.path)")
      return text.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count >= 2, let type = fields[fields.count - 2].first else { return nil }
        return (type, String(fields[fields.count - 1]))
      }
    }
  }
#endif
