internal import FirthFiles
internal import FirthText

/// `tokenizer.json`, the file of Hugging Face's tokenizers: which token has which row.
enum TokenizerFile {
  // MARK: - Reading

  /// The tokens in the order of their rows: those of the model and the added ones.
  static func words(_ path: String, rows: Int) throws -> Vocabulary {
    let file = FileBytes(try MappedFile(path))
    var words = [[UInt8]?](repeating: nil, count: rows)
    var cursor = JSONCursor(file, 0..<file.count)
    func add(_ word: [UInt8], _ row: UInt64, _ place: FormatError.Place) throws(FormatError) {
      guard row < UInt64(rows) else {
        throw file.invalid(
          place, expected: "rows below \(rows), the matrix's number", found: "\(row)")
      }
      words[Int(row)] = word
    }
    try cursor.object { (cursor, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "model": try readModel(&cursor, add)
      case "added_tokens": try readAddedTokens(&cursor, add)
      default: try cursor.skipValue()
      }
    }
    var list = WordList(capacity: rows)
    for (row, word) in words.enumerated() {
      guard let word else {
        throw file.invalid(.byte(0), expected: "a token for each row", found: "none for row \(row)")
      }
      list.append(word)
    }
    return list.vocabulary
  }

  private typealias Add = ([UInt8], UInt64, FormatError.Place) throws(FormatError) -> Void

  private static func readModel(_ cursor: inout JSONCursor, _ add: Add) throws(FormatError) {
    try cursor.object { (cursor, key) throws(FormatError) in
      guard key == Array("vocab".utf8) else { return try cursor.skipValue() }
      if cursor.startsArray {
        // A list of tokens with their scores, the row being the place.
        var row: UInt64 = 0
        try cursor.array { (cursor) throws(FormatError) in
          var word: [UInt8]?
          let place = cursor.place
          try cursor.array { (cursor) throws(FormatError) in
            if word == nil { word = try cursor.string() } else { try cursor.skipValue() }
          }
          try add(word ?? [], row, place)
          row += 1
        }
      } else {
        try cursor.object { (cursor, word) throws(FormatError) in
          let place = cursor.place
          try add(word, cursor.count(), place)
        }
      }
    }
  }

  private static func readAddedTokens(
    _ cursor: inout JSONCursor, _ add: Add
  ) throws(FormatError) {
    try cursor.array { (cursor) throws(FormatError) in
      var (row, word) = (UInt64?.none, [UInt8]?.none)
      let place = cursor.place
      try cursor.object { (cursor, key) throws(FormatError) in
        switch String(decoding: key, as: UTF8.self) {
        case "id": row = try cursor.count()
        case "content": word = try cursor.string()
        default: try cursor.skipValue()
        }
      }
      guard let row, let word else { throw cursor.unexpected("an added token's id and content") }
      try add(word, row, place)
    }
  }

  // MARK: - Writing

  /// Writes a tokenizer that finds the words in text.
  ///
  /// - Parameters:
  ///   - embeddings: the words.
  ///   - tokens: the special tokens.
  ///   - added: those of them that are not among the words, and have rows before theirs.
  ///   - file: where it goes.
  /// - Throws: `FileError`.
  static func write(
    _ embeddings: Embeddings, _ tokens: [SpecialToken], added: [SpecialToken],
    to file: inout OutputFile
  ) throws(FileError) {
    let entries = tokens.map { token in
      """
      {"id":\(token.row),"content":\(JSONText.quoted(token.text)),"single_word":false,\
      "lstrip":false,"rstrip":false,"normalized":false,"special":true}
      """
    }
    let unknown = tokens.first(where: \.isUnknown)?.text ?? "[UNK]"
    try file.write(
      """
      {
      "version":"1.0",
      "truncation":null,
      "padding":null,
      "added_tokens":[\(entries.joined(separator: ","))],
      "normalizer":\(normalizer(embeddings, tokens)),
      "pre_tokenizer":\(preTokenizer(embeddings)),
      "post_processor":null,
      "decoder":null,
      "model":{"type":"WordLevel","unk_token":\(JSONText.quoted(unknown)),"vocab":
      """)
    try writeMap(embeddings, added, to: &file)
    try file.write("}}\n")
  }

  /// Writes the row of each added token and each word as a JSON object.
  static func writeMap(
    _ embeddings: Embeddings, _ tokens: [SpecialToken], to file: inout OutputFile
  ) throws(FileError) {
    let vocabulary = embeddings.vocabulary
    try file.write("{")
    for row in 0..<tokens.count + vocabulary.count {
      var line = Array(row == 0 ? "\n".utf8 : ",\n".utf8)
      if row < tokens.count {
        JSONText.append(tokens[row].text.utf8, to: &line)
      } else {
        JSONText.append(vocabulary.utf8(of: WordID(row - tokens.count)), to: &line)
      }
      line += Array(":\(row)".utf8)
      try file.write(line)
    }
    try file.write("\n}")
  }

  /// Lower-casing, if no word has a capital letter.
  private static func normalizer(_ embeddings: Embeddings, _ tokens: [SpecialToken]) -> String {
    let vocabulary = embeddings.vocabulary
    let special = Set(tokens.map(\.text))
    let hasCapitals = (0..<vocabulary.count).contains { row in
      !special.contains(vocabulary[WordID(row)])
        && vocabulary[WordID(row)].unicodeScalars.contains(where: \.properties.isUppercase)
    }
    let apostrophe = #"{"type":"Replace","pattern":{"String":"’"},"content":"'"}"#
    let steps =
      [#"{"type":"NFC"}"#, apostrophe] + (hasCapitals ? [] : [#"{"type":"Lowercase"}"#])
    return #"{"type":"Sequence","normalizers":[\#(steps.joined(separator: ","))]}"#
  }

  /// Cuts at white space for vectors that were trained so; else into words with their inner hyphens
  /// and apostrophes, and other characters one by one.
  private static func preTokenizer(_ embeddings: Embeddings) -> String {
    if embeddings.metadata["tokenizer"]?.contains("whitespace") == true {
      return #"{"type":"WhitespaceSplit"}"#
    }
    let word = #"[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_]*"#
    return #"{"type":"Split","pattern":{"Regex":"\#(word)(?:['-]\#(word))*|\\S"},"#
      + #""behavior":"Removed","invert":true}"#
  }
}
