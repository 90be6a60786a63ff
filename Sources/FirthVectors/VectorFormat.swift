public import FirthNumerics

/// A file format for word vectors, read and, but for `gloveBinary`, written.
public enum VectorFormat: String, CaseIterable, Codable, Sendable {
  /// Firth's own: a safetensors file that also holds the words, counts and provenance. Those of other
  /// programs are read too, with the words from a file beside them.
  case safetensors
  /// word2vec's binary format: a line `words dimensions`, then word, space and floats in turn.
  case word2vecBinary = "word2vec-bin"
  /// word2vec's text format, also fastText's `.vec`: a line `words dimensions`, then one word and its
  /// numbers a line.
  case word2vecText = "word2vec-text"
  /// GloVe's text format: one word and its numbers a line, without a line before them.
  case gloveText = "glove-text"
  /// GloVe's binary format: the parameters of words and contexts as doubles, without words.
  case gloveBinary = "glove-bin"
  /// fastText's model files, whose vectors for unseen words come from their n-grams.
  case fastTextBinary = "fasttext-bin"
  /// finalfusion's format.
  case finalfusion
  /// NumPy's format for one array, with the words in a file beside it.
  case npy
  /// NumPy's format for several arrays: `vectors`, `words` and, where they are known, `counts`.
  case npz
  /// JSON Lines: an object with `word`, `vector` and perhaps `count` a line.
  case jsonl
  /// Comma-separated values.
  case csv
  /// Tab-separated values.
  case tsv
  /// A folder for TensorBoard's projector.
  case tensorBoard = "tensorboard"
  /// A script for PostgreSQL's `psql` with pgvector's vectors, or arrays.
  case pgvectorText = "pgvector-text"
  /// The data of PostgreSQL's binary `COPY`, with a script beside them.
  case pgvectorBinary = "pgvector-binary"
  /// A folder that sentence-transformers and model2vec open.
  case modelFolder = "model-folder"
  /// A dictionary in JSON for Apple's Create ML, with a script beside it.
  case apple

  /// The name endings that choose this format for writing.
  public var extensions: [String] {
    switch self {
    case .safetensors: ["safetensors"]
    case .word2vecBinary: ["bin"]
    case .word2vecText: ["txt", "vec"]
    case .gloveText: ["glove"]
    case .gloveBinary, .fastTextBinary: []
    case .finalfusion: ["fifu"]
    case .npy: ["npy"]
    case .npz: ["npz"]
    case .jsonl: ["jsonl", "ndjson"]
    case .csv: ["csv"]
    case .tsv: ["tsv"]
    case .pgvectorText: ["sql"]
    case .pgvectorBinary: ["pgcopy"]
    case .apple: ["json"]
    case .tensorBoard, .modelFolder: []
    }
  }

  /// Whether Firth writes the format.
  public var isWritable: Bool { self != .gloveBinary }

  /// The precisions of numbers that files of the format keep; others are written as single.
  public var precisions: Set<Precision> { codec.precisions }

  /// Whether the format is a folder of files.
  public var isFolder: Bool { self == .tensorBoard || self == .modelFolder }

  /// Whether files of the format are text, which is often stored as gzip.
  var isText: Bool {
    switch self {
    case .word2vecText, .gloveText, .jsonl, .csv, .tsv, .pgvectorText: true
    default: false
    }
  }

  /// What reads and writes the format.
  var codec: any FormatCodec.Type {
    switch self {
    case .safetensors: SafetensorsFormat.self
    case .word2vecBinary: Word2VecBinary.self
    case .word2vecText: Word2VecText.self
    case .gloveText: GloVeText.self
    case .gloveBinary: GloVeBinary.self
    case .fastTextBinary: FastTextBinary.self
    case .finalfusion: Finalfusion.self
    case .npy: NumPyArray.self
    case .npz: NumPyArchive.self
    case .jsonl: JSONLines.self
    case .csv: CommaSeparated.self
    case .tsv: TabSeparated.self
    case .tensorBoard: TensorBoard.self
    case .pgvectorText: PostgreSQLText.self
    case .pgvectorBinary: PostgreSQLBinary.self
    case .modelFolder: ModelFolder.self
    case .apple: AppleDictionary.self
    }
  }

  /// Whether numbers are written as decimals.
  public var holdsDecimals: Bool { isText || self == .tensorBoard || self == .apple }

  /// The format that a path's ending stands for, in any case, that of a text format also with `.gz`
  /// behind it; nil when it stands for none.
  public init?(extensionOf path: String) {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    var endings = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    let isGzip = endings.last == "gz"
    if isGzip { endings.removeLast() }
    guard endings.count > 1, let ending = endings.last,
      let format = Self.allCases.first(where: { $0.extensions.contains(String(ending)) }),
      format.isText || !isGzip
    else { return nil }
    self = format
  }
}
