public import FirthNumerics
internal import FirthText

/// What is done to vectors on their way from one file to another, in this order: words that become
/// one are merged, words are chosen, the most frequent are kept, lengths and precision change.
public struct Conversion: Sendable {
  /// How words are changed.
  public enum WordMapping: String, CaseIterable, Sendable {
    /// Full lower-casing in composed form (NFC), as in training with `Tokenizer.words`.
    case lower
  }

  /// How words are changed; those that become the same word are merged: the mean of their vectors,
  /// weighted by their counts, or the first of them where there are no counts.
  public var mapping: WordMapping?
  /// A file of the words to keep, one a line.
  public var words: String?
  /// How many words to keep: the most frequent by their counts, or the first of the file.
  public var limit: Int?
  /// Whether the vectors are made unit vectors; their lengths are kept beside them.
  public var isNormalized: Bool
  /// Whether the vectors get the lengths back that they had before they were made unit vectors.
  public var restoresNorms: Bool
  /// The precision of the vectors; nil leaves it.
  public var precision: Precision?

  /// A conversion that changes nothing but what is given.
  public init(
    mapping: WordMapping? = nil, words: String? = nil, limit: Int? = nil,
    isNormalized: Bool = false, restoresNorms: Bool = false, precision: Precision? = nil
  ) {
    self.mapping = mapping
    self.words = words
    self.limit = limit
    self.isNormalized = isNormalized
    self.restoresNorms = restoresNorms
    self.precision = precision
  }

  /// Converts vectors.
  ///
  /// - Returns: the vectors, and sentences for the user on what became of the words.
  /// - Throws: `FileError` and `FormatError` for the file of words, `FormatError.memory` for vectors of
  ///   which no copy fits in memory, `ConversionError`.
  public func apply(to embeddings: Embeddings) throws -> (Embeddings, notes: [String]) {
    var (result, notes) = (embeddings, [String]())
    if mapping != nil {
      try result.checkMemory(for: .f32)
      result = merge(result, &notes)
    }
    if let words { result = try choose(WordFile.read(words), words, result, &notes) }
    if let limit, limit < result.vocabularySize {
      try result.checkMemory(for: result.vectors.precision, rows: limit)
      result = result.mostFrequent(limit)
    }
    if restoresNorms || isNormalized { try result.checkMemory(for: .f32) }
    if restoresNorms { result = try restoreNorms(of: result) }
    if isNormalized { result = result.normalized() }
    if let precision {
      try result.checkMemory(for: precision)
      result = result.converted(to: precision)
    }
    return (result, notes)
  }

  private func merge(_ embeddings: Embeddings, _ notes: inout [String]) -> Embeddings {
    let vocabulary = embeddings.vocabulary
    var places: [[UInt8]: Int] = [:]
    var groups: [[Int]] = []
    var words: [[UInt8]] = []
    for row in 0..<vocabulary.count {
      let word = WordForm.normalized(utf8: Array(vocabulary.utf8(of: WordID(row))))
      if let place = places[word] {
        groups[place].append(row)
      } else {
        places[word] = groups.count
        groups.append([row])
        words.append(word)
      }
    }
    if groups.count < vocabulary.count {
      let how = vocabulary.counts == nil ? "the first of each kept" : "averaged by their counts"
      notes.append("\(vocabulary.count) words became \(groups.count) in lower case: \(how)")
    }
    return embeddings.merging(groups, as: words)
  }

  private func choose(
    _ list: Vocabulary, _ path: String, _ embeddings: Embeddings, _ notes: inout [String]
  ) throws -> Embeddings {
    var rows: Set<Int> = []
    var missing: [[UInt8]] = []
    for row in 0..<list.count {
      let word = Array(list.utf8(of: WordID(row)))
      if let id = embeddings.vocabulary.id(of: word) {
        rows.insert(id.row)
      } else {
        missing.append(word)
      }
    }
    let unseen = missing.compactMap { word in
      embeddings.subwords?.vector(of: word).map { (word, $0) }
    }
    guard !rows.isEmpty || !unseen.isEmpty else { throw ConversionError.noWords(path: path) }
    if !unseen.isEmpty {
      notes.append("\(unseen.count) unseen words got their vectors from their n-grams")
    }
    if missing.count > unseen.count {
      let known = Set(unseen.map(\.0))
      let first = missing.first { !known.contains($0) } ?? []
      notes.append(
        "\(missing.count - unseen.count) of \(list.count) words of \(path) have no vector, the first "
          + String(decoding: first, as: UTF8.self).debugDescription)
    }
    try embeddings.checkMemory(for: embeddings.vectors.precision, rows: rows.count)
    return embeddings.selecting(rows.sorted(), adding: unseen)
  }

  private func restoreNorms(of embeddings: Embeddings) throws -> Embeddings {
    guard let norms = embeddings.originalNorms else { throw ConversionError.noNorms }
    return embeddings.scaled(by: norms, originalNorms: nil)
  }
}

/// Why vectors can't be converted as asked.
public enum ConversionError: Error, Equatable, Sendable {
  /// None of the words to keep has a vector.
  case noWords(path: String)
  /// Lengths were to be restored that nobody knows.
  case noNorms
}

extension ConversionError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .noWords(let path):
      "\(path): none of its words has a vector; check that it holds one word a line, spelled as in "
        + "the vectors' file"
    case .noNorms:
      "the input does not hold the lengths that its vectors had before they were made unit vectors; "
        + "leave out --original-lengths"
    }
  }
}
