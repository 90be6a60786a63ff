internal import FirthText
public import FirthVectors
internal import Foundation

/// What word2vec's `compute-accuracy` counts and prints, to the letter.
///
/// Letters are made capitals byte by byte (a to z only), the first spelling in the vocabulary stands
/// for a word, only the rows of the three question words are left out, an answer must have a positive
/// cosine and counts as right in any spelling, and the first five sections are the semantic ones.
/// Words are read one after another whatever the lines, as `scanf` does.
public struct ComputeAccuracy: Encodable, Sendable {
  /// The counts of a section.
  public struct Section: Encodable, Sendable {
    /// The section's name.
    public let name: String
    /// How many questions had the right answer, and how many were asked.
    public internal(set) var right = 0, asked = 0
  }

  /// The sections in order.
  public private(set) var sections: [Section] = []
  /// How many questions there are, and how many were asked.
  public private(set) var questions = 0, seen = 0
  /// Questions in front of the first section, which count in the totals alone.
  private var early = Section(name: "")

  /// Asks the questions of a file; "-" is standard input.
  ///
  /// - Parameters:
  ///   - path: questions in Google's form.
  ///   - embeddings: the vectors.
  ///   - top: the program's second argument: only the first so many words are known and found.
  /// - Throws: `FileError`, `CorpusError` for damaged gzip.
  public init(contentsOf path: String, embeddings: Embeddings, top: Int? = nil) throws {
    let count = min(top ?? .max, embeddings.vocabularySize)
    var reader = Reader(bytes: try TestText.bytes(path))
    let asked = reader.questions()
    sections = reader.names.map { Section(name: $0) }
    let rows = Self.rows(
      of: Set(asked.flatMap(\.words)), in: embeddings.vocabulary, count: count)
    var known: [(section: Int, question: RankQuestion)] = []
    for question in asked {
      let found = question.words.map { rows[$0] ?? [] }
      guard found.allSatisfy({ !$0.isEmpty }) else { continue }
      let (a, b, c) = (found[0][0], found[1][0], found[2][0])
      known.append(
        (
          question.section,
          RankQuestion(.analogy(a, b, c, .addition), expected: found[3], excluded: [a, b, c])
        ))
    }
    questions = asked.count
    seen = known.count
    let ranks = embeddings.ranks(of: known.map(\.question), first: count)
    for (question, rank) in zip(known, ranks) {
      let isRight = rank?.restricted == 1 && (rank?.score ?? 0) > 0
      if question.section < 0 {
        early.asked += 1
        early.right += isRight ? 1 : 0
      } else {
        sections[question.section].asked += 1
        sections[question.section].right += isRight ? 1 : 0
      }
    }
  }

  /// The rows of some words in capitals.
  private static func rows(
    of words: Set<[UInt8]>, in vocabulary: Vocabulary, count: Int
  ) -> [[UInt8]: [WordID]] {
    var rows = Dictionary(uniqueKeysWithValues: words.map { ($0, [WordID]()) })
    for row in 0..<count {
      let id = WordID(row)
      if let place = rows.index(forKey: capitals(vocabulary.utf8(of: id))) {
        rows.values[place].append(id)
      }
    }
    return rows
  }

  fileprivate static func capitals(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
  }
}

extension ComputeAccuracy: CustomStringConvertible {
  /// What the program prints.
  public var description: String {
    var text = ""
    var (right, asked) = (early.right, early.asked)
    // Questions in front of all sections count as semantic: the program's section number is 0 then.
    var (semantic, syntactic) = ((early.right, early.asked), (0, 0))
    for (number, section) in sections.enumerated() {
      right += section.right
      asked += section.asked
      if number < 5 {
        semantic = (semantic.0 + section.right, semantic.1 + section.asked)
      } else {
        syntactic = (syntactic.0 + section.right, syntactic.1 + section.asked)
      }
      let shown = max(section.asked, 1)
      text += """
        \(section.name):
        ACCURACY TOP1: \(Self.percent(section.right, shown)) %  (\(section.right) / \(shown))
        Total accuracy: \(Self.percent(right, asked)) %   Semantic accuracy: \
        \(Self.percent(semantic.0, semantic.1)) %   Syntactic accuracy: \
        \(Self.percent(syntactic.0, syntactic.1)) % \n
        """
    }
    return text
      + "Questions seen / total: \(seen) \(questions)   \(Self.percent(seen, questions)) % \n"
  }

  /// A share in per cent as the program's floats give it, and as its C library writes 0 / 0.
  private static func percent(_ part: Int, _ whole: Int) -> String {
    whole == 0 ? "-nan" : String(format: "%.2f", Double(Float(part) / Float(whole) * 100))
  }
}

/// Reads questions word by word.
private struct Reader {
  let bytes: [UInt8]
  private(set) var names: [String] = []
  private var place = 0
  /// Whether the end has been met, as C's `feof` says: also by a word that nothing follows.
  private var isAtEnd = false

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The questions as words in capitals, with the number of their section; −1 in front of the first.
  mutating func questions() -> [(section: Int, words: [[UInt8]])] {
    var questions: [(section: Int, words: [[UInt8]])] = []
    var words = [[UInt8]](repeating: [], count: 4)
    while true {
      read(&words[0])
      if words[0] == Array(":".utf8) || words[0] == Array("EXIT".utf8) || isAtEnd {
        var name: [UInt8] = []
        readRaw(&name)
        if isAtEnd { return questions }
        names.append(String(decoding: name, as: UTF8.self))
        continue
      }
      for index in 1...3 { read(&words[index]) }
      questions.append((names.count - 1, words))
    }
  }

  private mutating func read(_ word: inout [UInt8]) {
    readRaw(&word)
    word = ComputeAccuracy.capitals(word[...])
  }

  /// The next word as it is; at the end the old one stays, as `scanf` leaves it.
  private mutating func readRaw(_ word: inout [UInt8]) {
    while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    let start = place
    while place < bytes.count, !Self.isSpace(bytes[place]) { place += 1 }
    if place == bytes.count { isAtEnd = true }
    if place > start { word = Array(bytes[start..<place]) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}
