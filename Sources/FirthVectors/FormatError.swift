/// A file of word vectors that is damaged or of no known format, or words that a format can't hold.
public enum FormatError: Error, Equatable, Sendable {
  /// The file breaks the rules of its format at a place.
  case invalid(path: String, at: Place, expected: String, found: String)
  /// The file breaks a rule in a way that could be repaired, and was to be read strictly.
  case refused(path: String, at: Place, fault: String)
  /// The file begins like no format that Firth reads.
  case unrecognized(path: String)
  /// The file's format holds no words, and no file of words was given or found.
  case lacksWords(path: String)
  /// A file of words whose number is not that of the vectors.
  case wordCount(path: String, words: Int, vectors: Int)
  /// The file holds several matrices, or none, or not the one asked for.
  case noSuchTensor(path: String, name: String?, tensors: [String])
  /// The file's format is newer than this Firth.
  case newerVersion(path: String, version: String)
  /// The vectors need more memory than there is.
  case memory(path: String, rows: Int, columns: Int)
  /// The output's name ends in nothing that stands for a format.
  case unknownExtension(path: String)
  /// A word that the format can't hold, so that nothing was written.
  case unwritableWord(
    path: String, word: String, row: Int, format: VectorFormat, because: String)
  /// Vectors that the format can't hold, so that nothing was written.
  case unwritableVectors(path: String, format: VectorFormat, because: String)

  /// A place in a file of word vectors.
  public enum Place: Equatable, Sendable {
    /// A byte, from 0.
    case byte(Int)
    /// A byte of a matrix row; both from 0.
    case row(Int, byte: Int)
    /// A line of text, from 1.
    case line(Int)
    /// A tensor's name.
    case tensor(String)
  }
}

extension FormatError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .invalid(let path, let place, let expected, let found):
      "\(path)\(place): expected \(expected), found \(found); the file is damaged, cut short or "
        + "not what it seems: get or write it again"
    case .refused(let path, let place, let fault):
      "\(path)\(place): \(fault); without --strict this is repaired"
    case .unrecognized(let path):
      "\(path): begins like no format of word vectors that is known; if it is GloVe's .bin, name its "
        + "words with --vocabulary, else name its format with --from "
        + VectorFormat.allCases.map(\.rawValue).joined(separator: "|")
    case .lacksWords(let path):
      "\(path): holds vectors without words; name a file of words, one a line in the order of the "
        + "rows, with --vocabulary"
    case .wordCount(let path, let words, let vectors):
      "\(path): holds \(words) words for \(vectors) vectors; name the file of words that belongs "
        + "to them"
    case .noSuchTensor(let path, let name, let tensors):
      "\(path): "
        + (name.map { "holds no matrix of numbers named \($0.debugDescription)" }
          ?? "which matrix holds the vectors is not clear")
        + "; choose with --tensor among: " + tensors.joined(separator: ", ")
    case .newerVersion(let path, let version):
      "\(path): has format version \(version), and this Firth reads up to "
        + "\(SafetensorsFormat.version); install a newer Firth"
    case .memory(let path, let rows, let columns):
      "\(path): \(rows) vectors of \(columns) dimensions need more memory than there is; get a "
        + "smaller file, or a machine with more"
    case .unknownExtension(let path):
      "\(path): its ending names no format; use "
        + VectorFormat.allCases.flatMap(\.extensions).map { "." + $0 }.joined(separator: ", ")
        + ", or choose with --to "
        + VectorFormat.allCases.filter(\.isWritable).map(\.rawValue).joined(separator: "|")
    case .unwritableWord(let path, let word, let row, let format, let reason):
      "\(path): \(format.rawValue) cannot hold the word \(word.debugDescription) of row \(row), "
        + "since \(reason); write safetensors instead, or choose words with --words"
    case .unwritableVectors(let path, let format, let reason):
      "\(path): \(format.rawValue) cannot hold these vectors: \(reason)"
    }
  }
}

extension FormatError.Place: CustomStringConvertible {
  /// The place as it follows a path: `:17` for a line, `: byte 12` and the like for others.
  public var description: String {
    switch self {
    case .byte(let byte): ": byte \(byte)"
    case .row(let row, let byte): ": row \(row), byte \(byte)"
    case .line(let line): ":\(line)"
    case .tensor(let name): ": tensor \(name.debugDescription)"
    }
  }
}
