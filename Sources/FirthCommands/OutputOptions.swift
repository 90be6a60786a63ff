internal import ArgumentParser
internal import Firth

/// Where vectors go, and in which format.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to write: .safetensors, .bin or .txt, or any name with --to.", valueName: "file"))
  var path: String

  @Option(help: "The output's format; by its ending when not given.")
  var to: VectorFormat?

  /// The format.
  ///
  /// - Throws: `FormatError` when the ending stands for none.
  var format: VectorFormat {
    get throws {
      guard let format = to ?? VectorFormat(extensionOf: path) else {
        throw FormatError.unknownExtension(path: path)
      }
      return format
    }
  }

  func check() throws {
    guard !path.isEmpty, path != "-" else {
      throw ValidationError("--output must name a file; vectors cannot go to standard output.")
    }
    do {
      let format = try format
      guard format.isWritable, !format.isFolder else {
        throw UsageError(
          "this writes one file; write safetensors, and \(format.rawValue) by firth convert")
      }
    } catch { throw ValidationError("\(error).") }
  }
}
