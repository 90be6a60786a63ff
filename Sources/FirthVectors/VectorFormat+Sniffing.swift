internal import FirthFiles

extension VectorFormat {
  /// Finds out a file's format: by its content first, by its name where that leaves a doubt.
  ///
  /// - Throws: `FormatError.compressed` for gzip, `.unrecognized` for what is no known format.
  init(sniffing mapped: MappedFile) throws(FormatError) {
    let file = FileBytes(mapped)
    let named = VectorFormat(extensionOf: file.path)
    if file.count >= 2, file[0..<2] == [0x1F, 0x8B] { throw .compressed(path: file.path) }
    if let header = file.withBytes({ Word2VecHeader($0) }) {
      let isText = file.withBytes { Self.firstRowIsText($0, header) }
      self = isText || named == .word2vecText ? .word2vecText : .word2vecBinary
    } else if file.count > 8, file[8..<9] == [UInt8(ascii: "{")] {
      self = .safetensors
    } else if let named {
      // Its reader says what is missing.
      self = named
    } else {
      throw .unrecognized(path: file.path)
    }
  }

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
