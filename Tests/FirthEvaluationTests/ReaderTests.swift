import FirthEvaluation
import FirthNumerics
import FirthTestSupport
import FirthText
import Testing

@Suite("Files of questions")
struct ReaderTests {
  static func describe(_ test: AnalogyTest) -> [String] {
    test.sections.flatMap { section in
      section.questions.map {
        "\(section.name): \($0.a) \($0.b) \($0.c) " + $0.answers.joined(separator: "/")
      }
    }
  }

  @Test(
    "analogies in every form",
    arguments: [
      (": a b\nx y z w\n\n: c\np q r s\n", ["a b: x y z w", "c: p q r s"]),
      ("\u{FEFF}: a\r\nx y z w\r\n", ["a: x y z w"]),
      ("x y z w\np q r s", ["all: x y z w", "all: p q r s"]),
      ("x\ty\tnew york\tw\n", ["all: x y new york w"]),
      ("x,y,z,w\n", ["all: x y z w"]),
      (": empty\n: full\nx y z w\n", ["full: x y z w"]),
      ("cat\tcats/kitties\ndog\tdogs\n", ["a: dog dogs cat cats/kitties", "a: cat cats dog dogs"]),
      ("cat cats\ndog dogs\n", ["a: dog dogs cat cats", "a: cat cats dog dogs"]),
    ])
  func analogies(text: String, expected: [String]) throws {
    try withFolder { folder in
      try put(text, folder + "/a.txt")
      #expect(try Self.describe(AnalogyTest(contentsOf: folder + "/a.txt")) == expected)
    }
  }

  @Test("MSR's questions and answers in two files")
  func msr() throws {
    try withFolder { folder in
      try put("good better rough\nsee saw eat\ngood better bad\n", folder + "/m.questions")
      try put("JJ_JJR rougher\nVB_VBD ate\nJJ_JJR worse\n", folder + "/m.answers")
      let expected = [
        "JJ_JJR: good better rough rougher", "JJ_JJR: good better bad worse",
        "VB_VBD: see saw eat ate",
      ]
      #expect(try Self.describe(AnalogyTest(contentsOf: folder + "/m.questions")) == expected)
      try put("JJ_JJR rougher\n", folder + "/m.answers")
      #expect(throws: EvaluationError.self) {
        try AnalogyTest(contentsOf: folder + "/m.questions")
      }
    }
  }

  @Test("BATS's folder: each pair asks for every other one")
  func bats() throws {
    try withFolder { folder in
      try put("a\tb\nc\td/e\nf\tg\n", folder + "/2_X/I01 [x].txt")
      try put("h\ti\nj\tk\n", folder + "/1_Y/E01 [y].txt")
      try put("{}", folder + "/metadata.json")
      let test = try AnalogyTest(contentsOf: folder)
      #expect(test.sections.map(\.name) == ["1_Y/E01 [y]", "2_X/I01 [x]"])
      #expect(test.sections.map(\.questions.count) == [2, 6])
      #expect(Self.describe(test).contains("2_X/I01 [x]: a b c d/e"))
      #expect(Self.describe(test).contains("2_X/I01 [x]: c d f g"))
    }
  }

  @Test(
    "pairs in every form",
    arguments: [
      "love\tsex\t6.77\ntiger\tcat\t7.35\n", "love sex 6.77\r\ntiger cat 7.35",
      "love,sex,6.77\ntiger,cat,7.35",
      "love;sex;6.77\ntiger;cat;7.35\n",
      "Word 1,Word 2,Human (mean)\nlove,sex,6.77\ntiger,cat,7.35\n",
      "word1\tword2\tPOS\tSimLex999\tconc\nlove\tsex\tN\t6.77\t1\ntiger\tcat\tN\t7.35\t4\n",
      ",word1,word2,score\n0,love,sex,6.77\n1,tiger,cat,7.35\n",
      "# a comment\nlove\tsex\t6.77\textra\ntiger\tcat\t7.35\n",
      "\"love\",\"sex\",6.77\n\"tiger\",\"cat\",7.35\n",
    ])
  func pairs(text: String) throws {
    try withFolder { folder in
      try put(text, folder + "/a")
      let pairs = try SimilarityTest(contentsOf: folder + "/a").pairs
      #expect(
        pairs.map { "\($0.first) \($0.second) \($0.score)" } == ["love sex 6.77", "tiger cat 7.35"])
    }
  }

  @Test(
    "categories in every form",
    arguments: [
      ",category,word\n0,pet,cat\n1,pet,dog\n2,fruit,fig\n",
      "word\tcategory\ncat\tpet\ndog\tpet\nfig\tfruit\n",
      "cat pet\ndog pet\nfig fruit\n", "pet,cat\npet,dog\nfruit,fig\n",
    ])
  func categories(text: String) throws {
    try withFolder { folder in
      try put(text, folder + "/a.csv")
      let words = try CategoryTest(contentsOf: folder + "/a.csv").words
      #expect(words.map { "\($0.word) \($0.category)" } == ["cat pet", "dog pet", "fig fruit"])
    }
  }

  @Test(
    "odd words in every form",
    arguments: [
      (
        ",category,word,is_outlier\n0,pet,cat,false\n1,pet,dog,False\n2,pet,car,true\n3,pet,sky,1\n",
        ["pet: cat dog, car", "pet: cat dog, sky"]
      ),
      ("cat\ndog\n\ncar\nsky\n", ["a: cat dog, car", "a: cat dog, sky"]),
      (
        ": pet\ncat dog car\n: fruit\nfig plum car\n",
        ["pet: cat dog, car", "fruit: fig plum, car"]
      ),
      ("cat\tdog\tbig car\n", ["all: cat dog, big car"]),
    ])
  func odd(text: String, expected: [String]) throws {
    try withFolder { folder in
      try put(text, folder + "/d/a.txt")
      let found = try OddOneOutTest(contentsOf: folder + "/d/a.txt").questions
      let described = found.map {
        "\($0.section): \($0.group.joined(separator: " ")), \($0.odd)"
      }
      #expect(described == expected)
      if text.hasPrefix("cat\ndog") {
        #expect(try OddOneOutTest(contentsOf: folder + "/d").questions.count == 2)
      }
    }
  }

  enum Kind: CaseIterable {
    case analogies, similarity, categories, odd

    func read(_ path: String) throws {
      switch self {
      case .analogies: _ = try AnalogyTest(contentsOf: path)
      case .similarity: _ = try SimilarityTest(contentsOf: path)
      case .categories: _ = try CategoryTest(contentsOf: path)
      case .odd: _ = try OddOneOutTest(contentsOf: path)
      }
    }
  }

  @Test(
    "a bad line is named with what was expected",
    arguments: [
      (Kind.analogies, ": a\nx y z w\nx y z\n", 3, "four words"),
      (.analogies, ": a\nx y z w v\n", 2, "four words"),
      (.analogies, "cat\tcats\ndog\n", 2, "answers"),
      (.analogies, "cat\tcats\ndog\t\n", 2, "answers"),
      (.analogies, "a b c\n", 1, ".questions"),
      (.similarity, "love\tsex\t6.77\n\ntiger\tcat\tx\n", 3, "a number"),
      (.similarity, "love\tsex\tnan\n", 1, "a number"),
      (.similarity, "love\tsex\t1\nlove\tsex\tinf\n", 2, "a number"),
      (.similarity, "love\tsex\t1\nlove\t\t2\n", 2, "two words"),
      (.similarity, "love sex 1\nlove sex\n", 2, "two words"),
      (.categories, ",category,word\n0,pet,cat\n1,pet\n", 3, "category"),
      (.categories, "category,thing\npet,cat\n", 1, "columns"),
      (.odd, "cat dog car\ncat dog\n", 2, "three words"),
      (.odd, ",category,word,is_outlier\n0,pet,cat,maybe\n", 2, "true or false"),
    ])
  func invalid(kind: Kind, text: String, line: Int, expected: String) throws {
    try withFolder { folder in
      try put(text, folder + "/a.txt")
      do {
        try kind.read(folder + "/a.txt")
        Issue.record("no error")
      } catch EvaluationError.invalid(_, let found, let message, _) {
        #expect(found == line)
        #expect(message.contains(expected), "\(message)")
      }
    }
  }

  @Test("empty files, other encodings and other files are refused", arguments: Kind.allCases)
  func refused(kind: Kind) throws {
    try withFolder { folder in
      for bytes in [[], Array("\n \n".utf8)] {
        try put(bytes, folder + "/a.txt")
        #expect {
          try kind.read(folder + "/a.txt")
        } throws: {
          if case EvaluationError.noQuestions = $0 { true } else { false }
        }
      }
      try put(Array("a b c d\nx\ty\t".utf8) + [0xE9, 0x0A], folder + "/a.txt")
      #expect {
        try kind.read(folder + "/a.txt")
      } throws: {
        if case EvaluationError.invalid(_, 2, "UTF-8 text", _) = $0 { true } else { false }
      }
      #expect(throws: (any Error).self) { try kind.read(folder + "/missing") }
      try put(gzipMember(Array("a b c d".utf8)).dropLast(6), folder + "/a.txt")
      #expect(throws: CorpusError.self) { try kind.read(folder + "/a.txt") }
    }
  }

  @Test("random bytes and random changes never crash a reader", arguments: Kind.allCases)
  func fuzz(kind: Kind) throws {
    let seeds = [
      ": a\nx y z w\n", "cat\tcats/x\n", "love\tsex\t6.77\n",
      ",category,word,is_outlier\n0,a,b,true\n",
      "\"a\",b;c\"\"d\",1\n", "cat\ndog\n\ncar\n",
    ].map { Array($0.utf8) }
    let letters = Array(":\t ,;\"/\n\r\0#0.e-".utf8) + [0xFF, 0xC3, 0xEF, 0xBB, 0xBF, 0x1F, 0x8B]
    var random = RandomSource(11)
    try withFolder { folder in
      for _ in 0..<400 {
        var bytes = seeds[Int(random.below(UInt32(seeds.count)))]
        for _ in 0..<random.below(8) {
          let place = Int(random.below(UInt32(bytes.count + 1)))
          let letter = letters[Int(random.below(UInt32(letters.count)))]
          if random.below(3) == 0, place < bytes.count {
            bytes.remove(at: place)
          } else {
            bytes.insert(letter, at: place)
          }
        }
        try put(bytes, folder + "/a.txt")
        try? kind.read(folder + "/a.txt")
      }
    }
  }
}
