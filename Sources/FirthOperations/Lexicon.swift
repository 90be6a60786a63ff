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
    var places: [WordID: Int] = [:]
    var lists: [(word: WordID, neighbours: [UInt32])] = []
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
        if let place = places[word] {
          lists[place].neighbours += found
        } else {
          places[word] = lists.count
          lists.append((word, found))
        }
      }
    }
    var (words, neighbours, ends): ([WordID], [UInt32], [Int]) = ([], [], [])
    for (word, list) in lists {
      if list.isEmpty {
        report.lonely += 1
        continue
      }
      var seen: Set<UInt32> = []
      neighbours += list.filter { seen.insert($0).inserted }
      words.append(word)
      ends.append(neighbours.count)
    }
    (self.words, self.neighbours, self.ends, self.report) = (words, neighbours, ends, report)
  }

  /// The rows of a word's neighbours.
  func neighbours(ofWord place: Int) -> ArraySlice<UInt32> {
    neighbours[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
  }
}
