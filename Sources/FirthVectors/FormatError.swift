/// A file of word vectors that is damaged or of no known format, or words that a format can't hold.
public enum FormatError: Error, Equatable, Sendable {
  /// The file breaks the rules of its format at a place.
  case invalid(path: String, at: Place, expected: String, found: String)
  /// The file begins like no format that Firth reads.
  case unrecognized(path: String)
  /// The file is gzip.
  case compressed(path: String)
  /// A safetensors file of another program, without words.
  case lacksWords(path: String, tensors: [String])
  /// The file's format is newer than this Firth.
  case newerVersion(path: String, version: String)
  /// The output's name ends in nothing that stands for a format.
  case unknownExtension(path: String)
  /// A word that the format can't hold, so that nothing was written.
  case unwritableWord(path: String, word: String, row: Int, format: VectorFormat)

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
    case .unrecognized(let path):
      "\(path): neither a safetensors file nor one of word2vec's, whose first line is "
        + "'words dimensions'; add that line or name the format"
    case .compressed(let path):
      "\(path): is compressed by gzip; unpack it first (gzip -dk FILE)"
    case .lacksWords(let path, let tensors):
      "\(path): holds no words (its tensors: \(tensors.joined(separator: ", "))); a file of word "
        + "vectors needs the tensors 'vectors', 'tokens' and 'token_offsets'"
    case .newerVersion(let path, let version):
      "\(path): has format version \(version), and this Firth reads up to "
        + "\(SafetensorsFormat.version); install a newer Firth"
    case .unknownExtension(let path):
      "\(path): its ending names no format; use .safetensors, .bin, .txt or .vec, or choose with "
        + "--to " + VectorFormat.allCases.map(\.rawValue).joined(separator: "|")
    case .unwritableWord(let path, let word, let row, let format):
      "\(path): \(format.rawValue) cannot hold the word \(word.debugDescription) of row \(row), "
        + "since it is empty or has white space in it; write safetensors instead"
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
