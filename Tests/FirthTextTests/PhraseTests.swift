import FirthFiles
import FirthTestSupport
import FirthText
import Foundation
import Testing

/// Sentences of words as a file.
private func withText<Result>(
  _ sentences: [[String]], _ body: (Corpus) throws -> Result
) throws -> Result {
  let text = sentences.map { $0.joined(separator: " ") + "\n" }.joined()
  return try withFile(Array(text.utf8)) { try body(Corpus(files: [$0])) }
}

/// Sentences in which some words follow each other often.
private func madeSentences(seed: UInt64, tokens: Int, words: Int) -> [[String]] {
  var random = SeededGenerator(seed: seed)
  var sentences: [[String]] = [[]]
  var left = tokens
  while left > 0 {
    let word = Int(
      Double.random(in: 0..<1, using: &random) * .random(in: 0..<1, using: &random)
        * Double(words))
    sentences[sentences.count - 1].append("w\(word)")
    // Each word has one that mostly follows it.
    if word % 3 == 0 { sentences[sentences.count - 1].append("w\((word * 7 + 1) % words)") }
    if word % 6 == 0 { sentences[sentences.count - 1].append("w\((word * 11 + 2) % words)") }
    left -= 2
    if Int.random(in: 0..<12, using: &random) == 0 { sentences.append([]) }
  }
  return sentences
}

/// The finder, written plainly: strings in dictionaries.
private struct PhraseReference {
  var found: [String: (score: Double, count: Int)] = [:]

  init(_ sentences: [[String]], _ finder: PhraseFinder) {
    var sentences = sentences.map { $0.map { [$0] } }
    for pass in 0..<finder.passes {
      var (words, pairs): ([[String]: Int], [[[String]]: Int]) = ([:], [:])
      let connectors = finder.connectors
      for sentence in sentences {
        for word in sentence { words[word, default: 0] += 1 }
        Self.pairs(in: sentence, connectors) { pairs[Array(sentence[$0]), default: 0] += 1 }
      }
      let tokens = words.values.reduce(0, +)
      let size = words.keys.count { !connectors.contains($0.joined()) } + pairs.count
      var kept: Set<[[String]]> = []
      for (pair, count) in pairs where count >= finder.minimumCount {
        let (a, b) = (Double(words[pair[0]] ?? 0), Double(words[pair[pair.count - 1]] ?? 0))
        let (n, minimum, all) = (Double(count), Double(finder.minimumCount), Double(tokens))
        let score =
          switch finder.score {
          case .word2phrase: (n - minimum) / a / b * all
          case .gensim: (n - minimum) / (a * b) * Double(size)
          case .npmi: log((n / all) / (a / all * b / all)) / -log(n / all)
          }
        guard score > finder.thresholds[min(pass, finder.thresholds.count - 1)] else { continue }
        kept.insert(pair)
        let phrase = pair.flatMap { $0 }.joined(separator: " ")
        if (found[phrase]?.count ?? 0) < count { found[phrase] = (score, count) }
      }
      sentences = sentences.map { Self.join($0, connectors, kept) }
    }
  }

  /// The ranges of pairs, connectors between them.
  static func pairs(
    in sentence: [[String]], _ connectors: Set<String>, _ body: (ClosedRange<Int>) -> Void
  ) {
    var first: Int?
    for (index, word) in sentence.enumerated() where !connectors.contains(word.joined()) {
      if let first { body(first...index) }
      first = index
    }
  }

  static func join(
    _ sentence: [[String]], _ connectors: Set<String>, _ kept: Set<[[String]]>
  ) -> [[String]] {
    var (result, place): ([[String]], Int) = ([], 0)
    while place < sentence.count {
      let end = (place + 1..<sentence.count).first {
        !connectors.contains(sentence[$0].joined())
      }
      if let end, kept.contains(Array(sentence[place...end])) {
        result.append(sentence[place...end].flatMap { $0 })
        place = end + 1
      } else {
        result.append(sentence[place])
        place += 1
      }
    }
    return result
  }
}

@Suite struct PhraseFinderTests {
  @Test(
    "phrases, counts and scores are those of a plain reference, whatever the memory",
    arguments: PhraseScore.allCases, [UInt64(1), 2])
  func reference(score: PhraseScore, seed: UInt64) throws {
    let sentences = madeSentences(seed: seed, tokens: 40_000, words: 3_000)
    let thresholds: [Double] = score == .npmi ? [0.3, 0.2] : score == .gensim ? [5, 2] : [20, 10]
    for connectors in [[], ["w0", "w1", "w5"]] {
      let finder = PhraseFinder(
        score: score, thresholds: thresholds, minimumCount: 3, passes: 2,
        connectors: Set(connectors))
      let reference = PhraseReference(sentences, finder).found
      #expect(reference.count > 50)
      #expect(reference.keys.contains { $0.split(separator: " ").count > 2 })
      try withText(sentences) { corpus in
        // The second allows a table of the smallest size, so that pairs are counted by shares.
        let needed = try #require(try Self.leastMemory(finder, corpus))
        for memory in [nil, needed] {
          let found = try finder.phrases(in: corpus, memory: memory).phrases.phrases
          #expect(found.count == reference.count)
          #expect(Set(found.map(\.text)) == Set(reference.keys))
          for phrase in found {
            let expected = reference[phrase.text]
            #expect(phrase.count == expected?.count)
            #expect(abs((phrase.score ?? 0) - (expected?.score ?? -1)) < 1e-9)
          }
          #expect(found.map { $0.count ?? 0 } == found.map { $0.count ?? 0 }.sorted(by: >))
        }
      }
    }
  }

  /// The memory that the refusal of a small one asks for.
  private static func leastMemory(_ finder: PhraseFinder, _ corpus: Corpus) throws -> Int? {
    do {
      _ = try finder.phrases(in: corpus, memory: 4_500_000)
    } catch CorpusError.phraseMemory(let needed, let limit) {
      #expect(limit == 4_500_000 && needed > limit)
      return needed + 200_000
    }
    return nil
  }

  @Test("a pair that is the whole text has an NPMI of 1")
  func npmiOfAll() throws {
    let found = try withText([["a", "b"], ["a", "b"]]) {
      try PhraseFinder(score: .npmi, minimumCount: 1).phrases(in: $0).phrases.phrases
    }
    #expect(found.map(\.text) == ["a b"])
    #expect((found[0].score ?? 0) <= 1 && (found[0].score ?? 0) > 0.99)
  }

  @Test(
    "scores are gensim's",
    .enabled(if: Python.has("gensim"), "needs FIRTH_PYTHON with gensim"),
    arguments: [PhraseScore.gensim, .npmi], [false, true])
  func gensim(score: PhraseScore, hasConnectors: Bool) throws {
    let sentences = madeSentences(seed: 7, tokens: 60_000, words: 2_000)
    let connectors = hasConnectors ? ["w0", "w1", "w2", "w3"] : []
    let threshold = score == .npmi ? 0.2 : 1.0
    let program = """
      import sys, json
      from gensim.models.phrases import Phrases
      sentences = [line.split() for line in open(sys.argv[1])]
      p = Phrases(sentences, min_count=4, threshold=float(sys.argv[2]), scoring=sys.argv[3],
        delimiter=' ', connector_words=frozenset(sys.argv[4].split()))
      print(json.dumps(p.export_phrases()))
      """
    try withText(sentences) { corpus in
      let printed = try Python.run(
        program,
        [
          corpus.files[0], "\(threshold)", score == .npmi ? "npmi" : "default",
          connectors.joined(separator: " "),
        ])
      let expected = try JSONDecoder().decode([String: Double].self, from: printed)
      let found = try PhraseFinder(
        score: score, thresholds: [threshold], minimumCount: 4, passes: 1,
        connectors: Set(connectors)
      ).phrases(in: corpus).phrases.phrases
      #expect(expected.count > 100 && Set(found.map(\.text)) == Set(expected.keys))
      for phrase in found {
        #expect(abs((phrase.score ?? 0) - (expected[phrase.text] ?? .infinity)) < 1e-9)
      }
    }
  }

  @Test(
    "frequent phrases of real text",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func realText() throws {
    let corpus = Corpus(files: [SharedData.corpus("wiki-raw.txt.gz")])
    let found = try PhraseFinder().phrases(in: corpus).phrases.phrases
    let first = found.prefix(100).map(\.text)
    for phrase in ["new york", "world war", "united states"] { #expect(first.contains(phrase)) }
    #expect(found.contains { $0.text == "new york city" })
  }
}

@Suite struct PhraseListTests {
  private static func ids(of corpus: EncodedCorpus) throws -> [String] {
    var ids = [UInt32](repeating: 0, count: corpus.count)
    try unsafe ids.withUnsafeMutableBufferPointer {
      try unsafe corpus.read(0..<corpus.count, into: $0)
    }
    return ids.map {
      $0 == EncodedCorpus.boundary ? "|" : corpus.vocabulary[WordID(rawValue: $0)]
    }
  }

  @Test("the longest phrase at a place is joined, and none beyond a sentence")
  func joins() throws {
    let phrases = PhraseList(
      ["new york", "new york city", "york city", "a a", "city of new york", "b of"].map {
        PhraseList.Phrase(words: $0.split(separator: " ").map(String.init))
      })
    let text = [
      ["in", "new", "york"], ["city"], ["new", "york", "city", "york", "city"],
      ["a", "a", "a", "new"], ["york", "a"], ["city", "of", "new", "york", "city"],
      ["city", "of", "new"],
    ]
    try withText(text) { corpus in
      let encoded = try EncodedCorpus(encoding: corpus, minimumCount: 1, phrases: phrases)
      let joined = try Self.ids(of: encoded).joined(separator: " ")
      #expect(
        joined
          == "in new_york | city | new_york_city york_city | a_a a new | york a | "
          + "city_of_new_york city | city of new |")
      let counts = encoded.vocabulary.counts ?? []
      #expect(encoded.tokens == 15 && Int(counts.reduce(0, +)) == 15)
      #expect(encoded.report.tokens == 15)
      #expect(encoded.report.phrasesJoined == 5 && encoded.report.phrasesFound == 5)
      let (words, _) = try Vocabulary.counting(corpus, minimumCount: 1, phrases: phrases)
      #expect(words.bytes == encoded.vocabulary.bytes && words.counts == counts)
      // Held-out text is joined in the same way.
      let heldOut = try EncodedCorpus(encoding: corpus, as: encoded)
      let ids = try Self.ids(of: heldOut)
      #expect(try Self.ids(of: encoded) == ids)
      // A phrase that is rare is left out like any rare word.
      let frequent = try EncodedCorpus(encoding: corpus, minimumCount: 3, phrases: phrases)
      #expect(frequent.vocabulary.id(of: "new_york") == nil)
    }
  }

  @Test("joining agrees with a plain reference over more text than fits a block")
  func joinsLongText() throws {
    let sentences = madeSentences(seed: 3, tokens: 700_000, words: 12)
    var random = SeededGenerator(seed: 4)
    let phrases = (0..<40).map { _ in
      PhraseList.Phrase(
        words: (0..<Int.random(in: 2...6, using: &random)).map { _ in
          "w\(Int.random(in: 0..<12, using: &random))"
        })
    }
    let known = Set(phrases.map(\.words))
    var expected: [String] = []
    for sentence in sentences where !sentence.isEmpty {
      var place = 0
      while place < sentence.count {
        let length = stride(from: 6, to: 1, by: -1).first {
          place + $0 <= sentence.count && known.contains(Array(sentence[place..<(place + $0)]))
        }
        expected.append(sentence[place..<(place + (length ?? 1))].joined(separator: "_"))
        place += length ?? 1
      }
      expected.append("|")
    }
    try withText(sentences) { corpus in
      let encoded = try EncodedCorpus(
        encoding: corpus, minimumCount: 1, phrases: PhraseList(phrases))
      #expect(encoded.count > 1 << 19)
      let ids = try Self.ids(of: encoded)
      #expect(ids == expected)
    }
  }

  @Test("a list is cut into words as the text is, and read back as it was written")
  func files() throws {
    try withFolder { folder in
      let path = folder + "/list"
      let text = "New York\t641.5\t30\r\nnew_york\n\nsingle\nSan  Francisco Bay\t2\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let list = try PhraseList(contentsOf: path)
      #expect(list.phrases.map(\.text) == ["new york", "san francisco bay"])
      #expect(list.phrases[0].score == 641.5 && list.phrases[0].count == 30)
      #expect(list.phrases[1].count == nil && list.singleWords == 1)
      try list.write(to: try OutputFile(folder + "/again"))
      let again = try PhraseList(contentsOf: folder + "/again")
      #expect(again.phrases == list.phrases)
      let asIs = try PhraseList(contentsOf: path, tokenizer: .whitespace)
      #expect(asIs.phrases.map(\.text) == ["New York", "San Francisco Bay"])
      #expect(asIs.singleWords == 2)
    }
  }

  @Test(
    "a file that is no list is refused with its line",
    arguments: [
      ("", 1, "the end of the file"), ("one\n\ntwo\n", 4, "the end of the file"),
      ("a b\n" + String(repeating: "x ", count: 65) + "\n", 2, "65 words, 129 bytes"),
      ("a b\n" + String(repeating: "x", count: 2_000) + " y", 2, "1 words, 1 bytes"),
      (String(repeating: "long ", count: 20_000), 1, "a longer one"),
    ])
  func badFiles(text: String, line: Int, found: String) throws {
    try withFile(Array(text.utf8)) { path in
      if text.contains(" y") {
        // A word over 1 KiB is dropped as in a text; one is left.
        let list = try PhraseList(contentsOf: path)
        #expect(list.singleWords == 1)
        return
      }
      do {
        _ = try PhraseList(contentsOf: path)
        Issue.record("no error")
      } catch CorpusError.badLine(let badPath, let badLine, _, let what) {
        #expect(badPath == path && badLine == line && what == found)
      }
    }
  }

  @Test("random bytes as a list are a list or an error", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0, 9, 10, 13, 32, 0x5f, 0x61, 0xc3, 0xa9, 0xff, 0x35]
    let bytes = (0..<Int.random(in: 0..<300, using: &random)).map { _ in
      alphabet.randomElement(using: &random) ?? 0
    }
    try withFile(bytes) { path in
      do { _ = try PhraseList(contentsOf: path) } catch is CorpusError {}
      do { _ = try WordSelection(contentsOf: path) } catch is CorpusError {}
    }
  }
}

@Suite struct WordSelectionTests {
  private static func words(
    _ text: String, minimumCount: Int = 1, maximum: Int? = nil, only: String? = nil,
    keep: String? = nil
  ) throws -> [String] {
    func selection(_ list: String?) throws -> WordSelection? {
      guard let list else { return nil }
      return try withFile(Array(list.utf8)) { try WordSelection(contentsOf: $0) }
    }
    let vocabulary = try withFile(Array(text.utf8)) { path in
      try Vocabulary.counting(
        Corpus(files: [path]), minimumCount: minimumCount, maximumVocabulary: maximum,
        vocabulary: selection(only), keeping: selection(keep)
      ).vocabulary
    }
    return (0..<vocabulary.count).map { vocabulary[WordID($0)] }
  }

  private static let text = "a a a a b b b c c d Árvíz\n"

  @Test(
    "lists choose words",
    arguments: [
      ("d\t1\nb 3\nÁrvíz\nnone\n", nil, nil, 5, ["b", "d", "árvíz"]),
      (nil, "d\nnone\n", nil, 3, ["a", "b", "d"]),
      (nil, "d\n", 2, 1, ["a", "b", "d"]),
      (nil, "a\n", 2, 1, ["a", "b"]),
      ("b\n", "d\n", nil, 1, ["b", "d"]),
    ] as [(String?, String?, Int?, Int, [String])])
  func choices(
    only: String?, keep: String?, maximum: Int?, minimum: Int, expected: [String]
  ) throws {
    let found = try Self.words(
      Self.text, minimumCount: minimum, maximum: maximum, only: only, keep: keep)
    #expect(found == expected)
  }

  @Test("a list of none of the corpus's words is an error that names it")
  func nothing() throws {
    #expect(throws: CorpusError.self) { _ = try Self.words(Self.text, only: "x\ny\n") }
  }

  @Test("lines hold a word and perhaps a count")
  func lines() throws {
    try withFile(Array("new york\t12\nnew york 12\nthe 7\r\n\n1984\n".utf8)) { path in
      let words = try WordSelection(contentsOf: path).strings
      #expect(words == ["new_york", "the", "1984"])
    }
  }
}
