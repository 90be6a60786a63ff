internal import ArgumentParser
internal import Firth

/// Which vectors a concept changes, and where they go.
struct ConceptChangeOptions: ParsableArguments {
  @Argument(help: "The .concept file; none with --undo.")
  var concept: String?

  @Option(help: "The file of word vectors.")
  var vectors: String

  @OptionGroup var reading: ReadingArguments

  @OptionGroup var output: OutputOptions

  @Flag(
    help: "Restore the vectors of a .safetensors file as they were before this change, to the bit.")
  var undo = false

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  mutating func validate() throws {
    guard undo == (concept == nil) else {
      throw ValidationError(
        undo
          ? "--undo takes no .concept file; it is kept beside the vectors."
          : "Name the .concept file, or --undo.")
    }
    try output.check()
  }

  /// Changes vectors, or undoes the last change, and writes them.
  ///
  /// - Parameters:
  ///   - kind: how metadata begin that name the change.
  ///   - others: further files that are read.
  ///   - change: makes the change, and says what it did.
  /// - Throws: `FileError`, `FormatError`, `ConceptError`, and what the change throws.
  func run(
    _ kind: String, reading others: [String],
    change: (Embeddings, Concept) throws -> (Embeddings, note: String)
  ) throws {
    try SameFile.refuse(
      [output.path], amongInputs: [vectors] + others + [concept].compactMap(\.self))
    let file = try OutputFile(output.path)
    let embeddings = try reading.embeddings(vectors, isQuiet: quiet)
    guard let concept else {
      return try restored(embeddings, kind).write(to: file, format: output.format)
    }
    let (changed, text) = try change(embeddings, try Concept(contentsOf: concept))
    try changed.write(to: file, format: output.format)
    guard !quiet else { return }
    Console.note(text + (embeddings.subwords == nil ? "" : "; left out: n-grams"))
    if try output.format != .safetensors {
      Console.note("what undoes this is kept in .safetensors files only")
    }
  }

  private func restored(_ embeddings: Embeddings, _ kind: String) throws -> Embeddings {
    guard let last = try embeddings.lastChange else {
      throw ConceptError.nothingToUndo(path: vectors)
    }
    guard last.hasPrefix(kind + "=") else {
      throw ConceptError.otherChange(path: vectors, last: last)
    }
    if !quiet { Console.note("undone: \(last)") }
    return try embeddings.undoingLastChange()
  }
}

/// Which words are changed.
struct ConceptScope: ParsableArguments {
  @Option(help: ArgumentHelp("Change only these words, one a line.", valueName: "file"))
  var words: String?

  @Option(help: ArgumentHelp("Change all words but these, one a line.", valueName: "file"))
  var except: String?

  mutating func validate() throws {
    guard words == nil || except == nil else {
      throw ValidationError("Give --words or --except, not both.")
    }
  }

  var files: [String] { [words, except].compactMap(\.self) }

  /// The rows, rising; nil for all.
  ///
  /// - Throws: `FileError`, `UsageError` when none of the words to change is known.
  func rows(in embeddings: Embeddings, isQuiet: Bool) throws -> [Int]? {
    guard let path = words ?? except else { return nil }
    let list = try ConceptWords.list(path)
    let rows = Set(list.compactMap { embeddings.vocabulary.id(of: $0)?.row })
    let unknown = list.count { !embeddings.contains($0) }
    if unknown > 0, !isQuiet {
      Console.note("\(path): \(unknown) of \(list.count) words have no vector")
    }
    if except != nil { return (0..<embeddings.vocabularySize).filter { !rows.contains($0) } }
    guard !rows.isEmpty else { throw UsageError("\(path): none of its words has a vector") }
    return rows.sorted()
  }
}
