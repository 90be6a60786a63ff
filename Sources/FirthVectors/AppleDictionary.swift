internal import FirthFiles
internal import FirthText

/// A dictionary for Apple's Create ML: a JSON object of words and vectors, and beside it a Swift script
/// that makes an `.mlmodel` of it on a Mac, where alone that can be done.
enum AppleDictionary: FormatCodec {
  static func read(_ source: VectorSource) throws -> Embeddings {
    var rows = RowBuilder()
    var cursor = JSONCursor(source.file, 0..<source.file.count)
    try cursor.object { (cursor, word) throws(FormatError) in
      let place = cursor.place
      try rows.append(word, cursor.floats(), at: place, of: source)
    }
    guard cursor.isAtEnd else { throw cursor.unexpected("the file's end") }
    return try rows.embeddings(source)
  }

  static func write(_ embeddings: Embeddings, to output: VectorOutput) throws {
    try WordRules(needsUTF8: true, needsDistinct: true).check(embeddings, for: output)
    try output.checkFinite(embeddings)
    let vocabulary = embeddings.vocabulary
    let text = RowText(embeddings, output.options)
    try output.write { file in
      try file.write("{")
      try text.write(to: &file) { row, line in
        line += Array(row == 0 ? "\n".utf8 : ",\n".utf8)
        JSONText.append(vocabulary.utf8(of: WordID(row)), to: &line)
        line += Array(":[".utf8)
        text.append(valuesOf: row, to: &line, between: UInt8(ascii: ","))
        line.append(UInt8(ascii: "]"))
      }
      try file.write("\n}\n")
    }
    try output.write(beside: scriptPath(beside: output.path)) { try $0.write(script) }
  }

  /// The path of the script beside a dictionary.
  private static func scriptPath(beside path: String) -> String {
    let suffix = ".json"
    return (path.lowercased().hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : path)
      + ".swift"
  }

  private static let script = """
    // Makes a word embedding for Core ML and NLEmbedding; on a Mac:
    //   swift SCRIPT.swift DICTIONARY.json WORDS.mlmodel
    import CreateML
    import Foundation

    let paths = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
    let data = try Data(contentsOf: paths[0])
    let vectors = try JSONDecoder().decode([String: [Double]].self, from: data)
    try MLWordEmbedding(dictionary: vectors).write(to: paths[1])

    """
}
