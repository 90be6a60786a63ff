public import FirthText

import FirthFiles

/// Which words belong together, as rows of a vocabulary: synonyms, or any other relation.
public struct Lexicon: Sendable {
  /// The words that have neighbours, in the order of the file.
  public let words: [WordID]
  /// What of the file is used.
  public let report: Report
  /// The rows of all neighbours, one word's after the other's.
  let neighbours: [UInt32]
  /// Where the neighbours of each word end.
  let ends: [Int]

  /// What a file holds.
  public struct Report: Equatable, Sendable {
    /// Words in the file, each as often as it stands there.
    public var words = 0
    /// Those of them that the vocabulary lacks.
    public var unknown = 0
    /// Words of the vocabulary that have lines, but no neighbour in it.
    public var lonely = 0
  }

  /// Reads a file, plain or gzip: in each line a word and behind it, between spaces or tabs, its
  /// neighbours.
  ///
  /// A word that the vocabulary lacks is looked for in lower case. Lines of the same word add up, and
  /// a neighbour counts once. Unlike retrofit.py, neither numbers nor punctuation are taken for one
  /// word each.
  ///
  /// - Throws: `FileError`; `CorpusError`, also for a line of more than 16 MiB.
  public init(contentsOf path: String, for vocabulary: Vocabulary) throws {
    var report = Report()
    var words: [WordID] = []
    /// By row, the word's place among `words`; -1 for words without a line.
    var places = [Int32](repeating: -1, count: vocabulary.count)
    /// A place among `words` and one neighbour, as the lines name them.
    var pairs: [(place: Int32, neighbour: UInt32)] = []
    func find(_ word: [UInt8]) -> WordID? {
      report.words += 1
      let id = vocabulary.id(of: word) ?? vocabulary.id(of: WordForm.normalized(utf8: word))
      if id == nil { report.unknown += 1 }
      return id
    }
    try WholeLines.read(Corpus(files: [path])) { whole in
      let text = unsafe Array(whole.text)
      for line in text.split(separator: 0x0a) {
        let fields = line.split { $0 == 0x20 || (0x09...0x0d).contains($0) }
        guard let first = fields.first else { continue }
        let word = find(Array(first))
        let found = fields.dropFirst().compactMap { find(Array($0))?.rawValue }
        guard let word else { continue }
        if places[word.row] < 0 {
          places[word.row] = Int32(words.count)
          words.append(word)
        }
        for neighbour in found { pairs.append((places[word.row], neighbour)) }
      }
    }
    let all = Self.grouped(pairs, of: words.count)
    pairs = []
    var (known, neighbours, ends): ([WordID], [UInt32], [Int]) = ([], [], [])
    for (place, word) in words.enumerated() {
      let list = all.neighbours[all.starts[place]..<all.starts[place + 1]]
      if list.isEmpty {
        report.lonely += 1
        continue
      }
      var seen: Set<UInt32> = []
      for neighbour in list where seen.insert(neighbour).inserted { neighbours.append(neighbour) }
      known.append(word)
      ends.append(neighbours.count)
    }
    (self.words, self.neighbours, self.ends, self.report) = (known, neighbours, ends, report)
  }

  /// The neighbours of each of so many words one after the other, in the order of the pairs, and where
  /// each word's start.
  private static func grouped(
    _ pairs: [(place: Int32, neighbour: UInt32)], of words: Int
  ) -> (neighbours: [UInt32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: words + 1)
    for pair in pairs { starts[Int(pair.place) + 1] += 1 }
    for place in 0..<words { starts[place + 1] += starts[place] }
    var next = starts
    var neighbours = [UInt32](repeating: 0, count: pairs.count)
    for pair in pairs {
      neighbours[next[Int(pair.place)]] = pair.neighbour
      next[Int(pair.place)] += 1
    }
    return (neighbours, starts)
  }

  /// The rows of a word's neighbours.
  func neighbours(ofWord place: Int) -> ArraySlice<UInt32> {
    neighbours[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
  }
}
