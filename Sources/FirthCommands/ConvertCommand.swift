internal import ArgumentParser
internal import Firth

/// `firth convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes word vectors in another format.")

  @Argument(help: "The file to read.")
  var input: String

  @Argument(help: "The file to write: .safetensors, .bin or .txt, or any name with --to.")
  var output: String

  @Option(help: "The input's format; by its content when not given.")
  var from: VectorFormat?

  @Option(help: "The output's format; by its ending when not given.")
  var to: VectorFormat?

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output.")
  var json = false

  mutating func validate() throws {
    if to == nil, VectorFormat(extensionOf: output) == nil {
      throw ValidationError("\(FormatError.unknownExtension(path: output)).")
    }
  }

  mutating func run() throws {
    guard let format = to ?? VectorFormat(extensionOf: output) else {
      throw FormatError.unknownExtension(path: output)
    }
    guard !SameFile.test(input, output) else {
      throw UsageError("\(output): the output is the input; name another file")
    }
    let embeddings = try Embeddings(contentsOf: input, format: from)
    let file = try OutputFile(output)
    let losses = embeddings.losses(in: format)
    if !losses.isEmpty, !quiet {
      Console.note("\(format.rawValue) leaves out: " + losses.joined(separator: ", "))
    }
    try embeddings.write(to: file, format: format)
    if json {
      try Console.write(
        json: Summary(
          output: output, format: format, words: embeddings.vocabularySize,
          dimensions: embeddings.dimension, leftOut: losses))
    }
  }

  private struct Summary: Encodable {
    let output: String
    let format: VectorFormat
    let words: Int
    let dimensions: Int
    let leftOut: [String]
  }
}
