internal import ArgumentParser
internal import Firth

/// `firth transform`.
struct TransformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transform", abstract: "Changes all vectors by what they are like as a whole.",
    discussion: """
      Steps, done in their order: center subtracts the mean; all-but-the-top[=K] also the parts along \
      the first K principal components (default: a hundredth of the dimensions); pca=D keeps D \
      dimensions; normalize gives each vector the length 1; whiten evens out the variance. What was \
      done is kept in a .safetensors file's metadata.
      """)

  @Argument(help: "The file of word vectors.")
  var vectors: String

  @Argument(help: "What to do: center, all-but-the-top[=K], pca=D, normalize, whiten.")
  var steps: [String]

  @OptionGroup var reading: ReadingArguments

  @OptionGroup var output: OutputOptions

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  private var transform: Transform {
    get throws {
      Transform(
        try steps.map { text in
          guard let step = TransformStep(text) else {
            throw ValidationError(
              "'\(text)' is no step; steps are center, all-but-the-top, all-but-the-top=3, pca=100, "
                + "normalize and whiten.")
          }
          return step
        })
    }
  }

  mutating func validate() throws {
    guard !steps.isEmpty else { throw ValidationError("Name a step, such as center.") }
    _ = try transform
    try output.check()
  }

  mutating func run() throws {
    try SameFile.refuse([output.path], amongInputs: [vectors])
    let file = try OutputFile(output.path)
    let read = try reading.embeddings(vectors, isQuiet: quiet)
    let changed = try transform.stream(read)
    if !quiet { Console.note(Self.notes(before: read, after: changed)) }
    try changed.write(to: file, format: output.format)
  }

  private static func notes(before: Embeddings, after: Embeddings) -> String {
    "\(after.vocabularySize) words, \(before.dimension) dimensions"
      + (after.dimension == before.dimension ? "" : ", now \(after.dimension)")
      + ChangedVectors.losses(of: before)
  }
}
