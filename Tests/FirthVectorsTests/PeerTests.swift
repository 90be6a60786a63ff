import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

/// What word2vec and gensim themselves answer on the same files.
@Suite(
  "Files and answers of other programs",
  .enabled(if: SharedData.folder != nil, "needs the shared data"))
struct PeerTests {
  struct Expected: Decodable {
    enum Entry: Decodable {
      case word(String)
      case score(Double)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let word = try? value.decode(String.self) {
          self = .word(word)
        } else {
          self = .score(try value.decode(Double.self))
        }
      }
    }
    var most_similar_top10: [String: [[Entry]]]
    var analogy_3cosadd_top5: [String: [[Entry]]]
    var analogy_3cosmul_top5: [String: [[Entry]]]
    var similarity: [String: Double]
  }

  static func expect(_ matches: [Answer.Match], _ expected: [[Expected.Entry]], _ question: String)
  {
    #expect(matches.count == expected.count, "\(question)")
    for (match, entry) in zip(matches, expected) {
      guard case .word(let word) = entry[0], case .score(let score) = entry[1] else {
        Issue.record("\(question): no word and score")
        continue
      }
      #expect(match.word == word, "\(question)")
      #expect(abs(Double(match.similarity) - score) < 2e-6, "\(question): \(word)")
    }
  }

  @Test("gensim's neighbours, analogies and similarities", arguments: ["bin", "txt"])
  func gensim(ending: String) throws {
    let json = try contents(SharedData.vectors("word2vec-c/expected-gensim.json"))
    let expected = try JSONDecoder().decode(Expected.self, from: Data(json))
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50." + ending))
    // The text has six decimals, which is not what gensim read.
    guard ending == "bin" else {
      #expect(words.similar(to: ["king"]).matches.first?.word == "emperor")
      return
    }
    #expect(expected.most_similar_top10.count == 60 && expected.analogy_3cosadd_top5.count == 60)
    for (word, neighbours) in expected.most_similar_top10 {
      Self.expect(words.similar(to: [word]).matches, neighbours, word)
    }
    for (question, answers) in expected.analogy_3cosadd_top5 {
      let asked = question.split(separator: " ").map(String.init)
      let answer = words.analogy(asked[0], asked[1], asked[2], maximumCount: 5)
      Self.expect(answer.matches, answers, question)
      let query = try words.query(
        QueryExpression("\(asked[1]) - \(asked[0]) + \(asked[2])"), maximumCount: 5)
      #expect(query.matches == answer.matches)
    }
    for (pair, similarity) in expected.similarity {
      let pair = pair.split(separator: " ").map(String.init)
      let distance = try #require(words.distance(between: pair[0], and: pair[1]))
      #expect(abs(1 - distance - similarity) < 2e-6)
    }
  }

  @Test("gensim's analogies by 3CosMul, and both kinds in one batch as alone")
  func batches() throws {
    let json = try contents(SharedData.vectors("word2vec-c/expected-gensim.json"))
    let expected = try JSONDecoder().decode(Expected.self, from: Data(json))
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50.bin"))
    var questions: [Question] = []
    var answers: [(String, [[Expected.Entry]])] = []
    for (method, known) in [
      (AnalogyMethod.multiplication, expected.analogy_3cosmul_top5),
      (.addition, expected.analogy_3cosadd_top5),
    ] {
      for (question, entries) in known {
        let asked = question.split(separator: " ").map(String.init)
        questions.append(.analogy(asked[0], asked[1], asked[2], by: method))
        answers.append((question, entries))
      }
    }
    let limits = SearchLimits(count: 5)
    let found = words.answers(to: questions, limits: limits)
    #expect(found.count == 120)
    for (answer, expected) in zip(found, answers) {
      Self.expect(answer.matches, expected.1, expected.0)
    }
    for index in stride(from: 0, to: 120, by: 7) {
      #expect(words.answers(to: [questions[index]], limits: limits)[0] == found[index])
    }
  }

  /// The analogies of Google's file by section, as `compute-accuracy` reads them.
  static func analogies() throws -> [(section: String, questions: [[String]])] {
    let path = (SharedData.folder ?? "") + "/eval/questions-words.txt"
    var sections: [(section: String, questions: [[String]])] = []
    for line in String(decoding: try contents(path), as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix(": ") {
        sections.append((String(line.dropFirst(2)), []))
      } else {
        sections[sections.count - 1].questions.append(
          line.lowercased().split(separator: " ").map(String.init))
      }
    }
    return sections
  }

  @Test("the right answers to Google's analogies that compute-accuracy counts")
  func accuracy() throws {
    let text = String(
      decoding: try contents(SharedData.vectors("word2vec-c/expected-compute-accuracy.txt")),
      as: UTF8.self)
    let counts = text.split(separator: "\n").compactMap { line -> [Int]? in
      guard line.hasPrefix("ACCURACY"), let open = line.lastIndex(of: "(") else { return nil }
      return line[open...].split { !$0.isNumber }.compactMap { Int($0) }
    }
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50.bin"))
    let sections = try Self.analogies()
    #expect(counts.count == sections.count)
    for (section, expected) in zip(sections, counts) {
      let known = section.questions.filter { $0.allSatisfy(words.contains) }
      let answers = words.answers(
        to: known.map { .analogy($0[0], $0[1], $0[2]) },
        limits: SearchLimits(count: 1, scope: .first(30_000)))
      let right = zip(known, answers).count { $1.matches.first?.word == $0[3] }
      #expect([right, known.count] == expected, "\(section.section)")
    }
  }

  @Test("the forty words that word2vec's distance prints", arguments: ["king", "france"])
  func distance(word: String) throws {
    let text = String(
      decoding: try contents(SharedData.vectors("word2vec-c/expected-distance-king-france.txt")),
      as: UTF8.self)
    let part = try #require(text.components(separatedBy: "Word: \(word) ").dropFirst().first)
    let rows = part.components(separatedBy: "Enter word")[0].split(separator: "\n")
      .map { $0.split(separator: "\t").map { $0.trimmingCharacters(in: .whitespaces) } }
      .filter { $0.count == 2 && Double($0[1]) != nil }
    #expect(rows.count == 40)
    let words = try Embeddings(contentsOf: SharedData.vectors("word2vec-c/cbow-ns-50.bin"))
    let matches = words.similar(to: [word], maximumCount: 40).matches
    #expect(matches.map(\.word) == rows.map { $0[0] })
    for (match, row) in zip(matches, rows) {
      #expect(abs(Double(match.similarity) - (Double(row[1]) ?? 9)) < 2e-6)
    }
  }

  @Test(
    "binary and text of the same vectors agree",
    arguments: [
      ("word2vec-c/cbow-ns-50.bin", "word2vec-c/cbow-ns-50.txt", 1e-6),
      ("gensim/wv.bin", "gensim/wv.txt", 0),
      ("finalfusion/similarity.bin", "finalfusion/similarity.txt", 0),
    ] as [(String, String, Float)])
  func pairs(binary: String, text: String, tolerance: Float) throws {
    let binary = try Embeddings(contentsOf: SharedData.vectors(binary))
    let text = try Embeddings(contentsOf: SharedData.vectors(text))
    #expect(binary.source?.format == .word2vecBinary && text.source?.format == .word2vecText)
    #expect(binary.vocabulary.bytes == text.vocabulary.bytes)
    #expect(binary.vocabulary.offsets == text.vocabulary.offsets)
    let differences = (0..<binary.vocabularySize).map { row in
      zip(binary.vectors[row], text.vectors[row]).map { abs($0 - $1) }.max() ?? 9
    }
    #expect((differences.max() ?? 9) <= tolerance)
  }

  @Test("bytes of broken UTF-8 in words are kept", arguments: [("bin", 0xBF), ("dims", 0xC3)])
  func brokenUTF8(ending: String, byte: UInt8) throws {
    let words = try Embeddings(
      contentsOf: SharedData.vectors("finalfusion/utf8-incomplete." + ending))
    #expect(Array(words.vocabulary.utf8(of: WordID(1))) == Array("zee".utf8) + [byte, 0x6E])
    #expect(words.vocabulary[WordID(1)] == "zee\u{FFFD}n")
  }

  @Test("what word2vec.c and gensim wrote is written again byte by byte")
  func rewritten() throws {
    try withFolder { folder in
      for name in [
        "word2vec-c/cbow-ns-50.bin", "word2vec-c/sg-hs-25.bin", "finalfusion/utf8-incomplete.bin",
      ] {
        try Embeddings(contentsOf: SharedData.vectors(name)).write(to: folder + "/x.bin")
        #expect(try contents(folder + "/x.bin") == contents(SharedData.vectors(name)))
      }
      try Embeddings(contentsOf: SharedData.vectors("gensim/wv.txt")).write(to: folder + "/x.txt")
      let again = try Embeddings(contentsOf: folder + "/x.txt")
      #expect(
        try bits(again.vectors)
          == bits(Embeddings(contentsOf: SharedData.vectors("gensim/wv.bin")).vectors))
    }
  }
}
