internal import FirthFiles

extension VectorFormat {
  /// Finds out a file's format: by its content first, by its name where that leaves a doubt.
  ///
  /// - Throws: `FormatError.unrecognized` for what is no known format.
  init(sniffing mapped: MappedFile, _ options: VectorReadingOptions) throws(FormatError) {
    let file = FileBytes(mapped)
    let named = VectorFormat(extensionOf: file.path)
    if let format = Self.signatures.first(where: { file.starts(with: $0.bytes) })?.format {
      self = format
    } else if let header = file.withBytes({ Word2VecHeader($0) }) {
      let isText = file.withBytes { Self.firstRowIsText($0, header) }
      self = isText || named == .word2vecText ? .word2vecText : .word2vecBinary
    } else if file.count > 8, file[8..<9] == [UInt8(ascii: "{")], file[7..<8] == [0] {
      self = .safetensors
    } else if file.withBytes({ JSONLines.begins($0) }) {
      self = .jsonl
    } else if file.starts(with: [UInt8(ascii: "{")]) {
      self = .apple
    } else if named == .tsv, TensorBoard.hasWords(beside: file.path, options) {
      self = .tensorBoard
    } else if let named, [.csv, .tsv, .pgvectorText].contains(named) {
      self = named
    } else if options.vocabulary != nil, named == .word2vecBinary {
      self = .gloveBinary
    } else if file.withBytes({ GloVeText.columns(of: $0) }) != nil {
      self = .gloveText
    } else if PostgreSQLText.hasStatement(file) {
      self = .pgvectorText
    } else if let named, named != .word2vecBinary {
      // Its reader says what is missing.
      self = named
    } else {
      throw .unrecognized(path: file.path)
    }
  }

  /// What files of some formats begin with.
  private static let signatures: [(bytes: [UInt8], format: VectorFormat)] = [
    (Array("FiFu".utf8), .finalfusion), (NumPyArray.magic, .npy),
    (ZipArchive.magic, .npz), (FastTextModel.magic, .fastTextBinary),
    (PostgreSQLBinary.magic, .pgvectorBinary),
  ]

  /// Whether the first row ends in as many decimal numbers as the header says.
  private static func firstRowIsText(_ bytes: Span<UInt8>, _ header: Word2VecHeader) -> Bool {
    // Each value takes two bytes at least, so a larger claim is false, and costs nothing here.
    guard header.columns > 0, header.columns <= (bytes.count - header.end) / 2 else { return false }
    let end = TextRow.end(of: bytes, from: header.end)
    var row = TextRow(columns: header.columns)
    return row.split(bytes, header.end..<end)
      && row.values.allSatisfy { TextFloat.parse(bytes.extracting($0)) != nil }
  }
}
