internal import ArgumentParser
internal import Firth

/// How a file of word vectors is to be read, where its content leaves that open.
struct ReadingArguments: ParsableArguments {
  @Option(help: "The input's format; by its content when not given.")
  var from: VectorFormat?

  @Option(
    help: ArgumentHelp(
      "The words, one a line, of a file that holds none: safetensors, .npy, GloVe's .bin.",
      valueName: "file"))
  var vocabulary: String?

  @Option(
    help: ArgumentHelp("The matrix to take from a file that holds several.", valueName: "name"))
  var tensor: String?

  @Flag(help: "Refuse what would be repaired, such as duplicate words or a wrong header.")
  var strict = false

  /// Reads a file and says what was repaired.
  func embeddings(_ path: String, isQuiet: Bool = false) throws -> Embeddings {
    let embeddings = try Embeddings(
      contentsOf: path,
      options: VectorReadingOptions(
        format: from, vocabulary: vocabulary, tensor: tensor, isStrict: strict))
    if !isQuiet { Self.noteRepairs(of: embeddings, path) }
    return embeddings
  }

  /// Says what was repaired in a file.
  static func noteRepairs(of embeddings: Embeddings, _ path: String) {
    for repair in embeddings.source?.repairs ?? [] { Console.note("\(path): \(repair)") }
  }
}
