internal import ArgumentParser
internal import Firth

/// `firth convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes word vectors in another format.")

  @Argument(help: "The file or folder to read.")
  var input: String

  @Argument(help: "The file or folder to write.")
  var output: String

  @OptionGroup var reading: ReadingArguments

  @Option(help: "The output's format; by its ending when not given.")
  var to: VectorFormat?

  @OptionGroup var conversion: ConversionArguments

  @OptionGroup var writing: WritingArguments

  @Flag(name: [.short, .long], help: "Write no notes.")
  var quiet = false

  @Flag(help: "Write a summary as JSON to standard output.")
  var json = false

  mutating func validate() throws {
    guard let format = to ?? VectorFormat(extensionOf: output) else {
      throw ValidationError("\(FormatError.unknownExtension(path: output)).")
    }
    guard format.isWritable else {
      throw ValidationError("\(format.rawValue) is a format that is read only.")
    }
    if let precision = conversion.precision, !format.precisions.contains(precision) {
      let known = Precision.allCases.filter(format.precisions.contains).map(\.rawValue)
      throw ValidationError(
        "\(format.rawValue) keeps \(known.joined(separator: " or ")), not \(precision.rawValue).")
    }
    try writing.check(for: format)
  }

  mutating func run() throws {
    guard let format = to ?? VectorFormat(extensionOf: output) else {
      throw FormatError.unknownExtension(path: output)
    }
    guard !SameFile.test(input, output) else {
      throw UsageError("\(output): the output is the input; name another file")
    }
    let read = try reading.embeddings(input, isQuiet: quiet)
    let (embeddings, notes) = try conversion.conversion.apply(to: read)
    if !quiet { for note in notes { Console.note(note) } }
    let losses = embeddings.losses(in: format)
    if !losses.isEmpty, !quiet {
      Console.note("\(format.rawValue) leaves out: " + losses.joined(separator: ", "))
    }
    try embeddings.write(to: output, format: format, options: writing.options)
    if json {
      try Console.write(
        json: Summary(
          output: output, format: format, words: embeddings.vocabularySize,
          dimensions: embeddings.dimension, repairs: read.source?.repairs ?? [], notes: notes,
          leftOut: losses))
    }
  }

  private struct Summary: Encodable {
    let output: String
    let format: VectorFormat
    let words: Int
    let dimensions: Int
    let repairs: [String]
    let notes: [String]
    let leftOut: [String]
  }
}

/// What is done to the vectors.
struct ConversionArguments: ParsableArguments {
  @Option(help: "Change words; those that become one are merged, by their counts if known.")
  var map: Conversion.WordMapping?

  @Option(help: ArgumentHelp("Keep only the words of a file, one a line.", valueName: "file"))
  var words: String?

  @Option(help: "Keep only so many words: the most frequent, or the first of the file.")
  var limit: Int?

  @Flag(help: "Give each vector the length 1.")
  var normalize = false

  @Flag(help: "Give each vector the length that it had before it was given the length 1.")
  var originalLengths = false

  @Option(help: "How numbers are kept, where the format can.")
  var precision: Precision?

  mutating func validate() throws {
    if let limit { try Limits.check("--limit", limit, 1...Int(UInt32.max)) }
    if normalize, originalLengths {
      throw ValidationError("--normalize and --original-lengths exclude each other.")
    }
  }

  var conversion: Conversion {
    Conversion(
      mapping: map, words: words, limit: limit, isNormalized: normalize,
      restoresNorms: originalLengths, precision: precision)
  }
}

/// What a format leaves to choose.
struct WritingArguments: ParsableArguments {
  @Option(
    help: "The decimals of numbers in text (default: the fewest digits that read back the same).")
  var decimals: Int?

  @Option(
    help: ArgumentHelp(
      "The rows before the words' in a model-folder; the unknown token's is their mean, others are "
        + "zeros (default: [PAD]=0,[UNK]=1).", valueName: "token=row,..."))
  var special: String?

  @Option(
    help:
      "The type of PostgreSQL's column; array is real[] (default: halfvec for f16, else vector).")
  var columnType: WritingOptions.ColumnType?

  mutating func validate() throws {
    if let decimals { try Limits.check("--decimals", decimals, 0...17) }
    if let special, SpecialToken.list(special) == nil {
      throw ValidationError(
        "--special is a list such as '[PAD]=0,[UNK]=1' with the rows from 0, each once.")
    }
  }

  func check(for format: VectorFormat) throws {
    if special != nil, format != .modelFolder {
      throw ValidationError("--special belongs to model-folder, not to \(format.rawValue).")
    }
    if columnType != nil, format != .pgvectorText, format != .pgvectorBinary {
      throw ValidationError(
        "--column-type belongs to pgvector-text and pgvector-binary, not to \(format.rawValue).")
    }
    if decimals != nil, !format.holdsDecimals {
      throw ValidationError("--decimals belongs to formats of text, not to \(format.rawValue).")
    }
  }

  var options: WritingOptions {
    WritingOptions(
      decimals: decimals, specialTokens: special.flatMap(SpecialToken.list),
      columnType: columnType)
  }
}
