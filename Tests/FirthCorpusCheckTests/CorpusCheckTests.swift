import FirthCorpusCheck
import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite("Looking at a corpus")
struct CorpusCheckTests {
  private static func check(
    _ files: [(name: String, bytes: [UInt8])], tokenizer: Tokenizer = .words
  ) throws -> (CorpusCheck, folder: String) {
    try withFolder { folder in
      let paths = try files.map { file in
        let path = folder + "/" + file.name
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        return path
      }
      return (try check(Corpus(files: paths), tokenizer), folder)
    }
  }

  private static func check(_ corpus: Corpus, _ tokenizer: Tokenizer = .words) throws -> CorpusCheck
  {
    try CorpusCheck(corpus, tokenizer: tokenizer) { files, observer in
      try EncodedCorpus(
        encoding: files, tokenizer: tokenizer, minimumCount: 1, observer: observer)
    }
  }

  private static let clean =
    "The king of the land was old, and his people loved him.\n"
    + "– What now? – asked the queen; “it’s late”, said 3 < 4 & so on.\n\n"
    + "Árvíztűrő tükörfúrógép, naïve café.\n"

  /// A text of a line each that gives one defect at a place.
  struct Fixture: CustomStringConvertible, Sendable {
    let kind: Defect.Kind
    let bytes: [UInt8]
    var count = 1
    var line = 1
    var byte = 0
    var tokenizer = Tokenizer.words

    init(
      _ kind: Defect.Kind, _ text: String, count: Int = 1, line: Int = 1, byte: Int = 0,
      tokenizer: Tokenizer = .words
    ) {
      self.init(
        kind, Array(text.utf8), count: count, line: line, byte: byte, tokenizer: tokenizer)
    }

    init(
      _ kind: Defect.Kind, _ bytes: [UInt8], count: Int = 1, line: Int = 1, byte: Int = 0,
      tokenizer: Tokenizer = .words
    ) {
      (self.kind, self.bytes, self.count) = (kind, bytes, count)
      (self.line, self.byte, self.tokenizer) = (line, byte, tokenizer)
    }

    var description: String { kind.rawValue }
  }

  private static let long = String(repeating: "x", count: 51)
  private static let wrapped = (0..<30).map { line in
    String(repeating: "abcdefg ", count: 7) + "abcd\(line)\n"
  }.joined()

  static let fixtures = [
    Fixture(
      .malformedUTF8, Array("ab\ncd ".utf8) + [0xff, 0x20, 0xc3, 0x20, 0xe2, 0x82], count: 3,
      line: 2, byte: 6),
    Fixture(.byteOrderMark, "\u{feff}one\ntwo\n"),
    Fixture(.byteOrderMark, "one\n\u{feff}two\n", line: 2, byte: 4),
    Fixture(.carriageReturn, "one\r\ntwo\r\n", count: 2, byte: 3),
    Fixture(.nul, "one\ntw\0o\n", line: 2, byte: 6),
    Fixture(.mixedNormalization, "caf\u{e9}\ncafe\u{301} y\u{301}\n", count: 2, line: 2, byte: 10),
    Fixture(.decomposed, "cafe\u{301}\n", byte: 4),
    Fixture(.nonBreakingSpace, "a\u{a0}b\u{202f}c\n", count: 2, byte: 1),
    Fixture(.zeroWidthSpace, "ab\n\na\u{200b}b\n", line: 3, byte: 5),
    Fixture(.softHyphen, "a\u{ad}b\u{ad}c\n", count: 2, byte: 1),
    Fixture(.markup, "a\nb <b>c</b> d\n", count: 2, line: 2, byte: 4),
    Fixture(.markup, "a &amp; b &#39; [[c]] {{d}}\n", count: 4, byte: 2),
    Fixture(.oneLineFile, String(repeating: "word ", count: 2_100)),
    Fixture(.hardWrappedLine, wrapped, count: 29),
    Fixture(.repeatedLine, "one two\nthree\none two\n\n\none two\n", count: 2, line: 3, byte: 14),
    Fixture(.longToken, "a\nb \(long) c\n", line: 2, byte: 4),
    Fixture(.longToken, "a http://\(long)\n", byte: 2, tokenizer: .whitespace),
    Fixture(.reservedWord, "a <unk> b\n</s>\n", count: 2, byte: 2),
  ]

  @Test("each defect is found at its place, and none besides", arguments: fixtures)
  func fixture(_ fixture: Fixture) throws {
    let (check, folder) = try Self.check(
      [("clean.txt", Array(Self.clean.utf8)), ("a.txt", fixture.bytes)],
      tokenizer: fixture.tokenizer)
    // The clean file has composed letters; alone, the decomposed ones are no mixture.
    if fixture.kind == .decomposed {
      let (alone, _) = try Self.check([("a.txt", fixture.bytes)])
      #expect(alone.defects.map(\.kind) == [.decomposed])
      return
    }
    let defect = try #require(check.defect(fixture.kind))
    #expect(check.defects.count == 1 && defect.count == fixture.count)
    #expect(
      defect.places.first
        == Defect.Place(file: folder + "/a.txt", line: fixture.line, byte: fixture.byte))
    #expect(defect.places.count == min(fixture.count, Defect.mostPlaces))
  }

  @Test("files whose names do not say what they hold")
  func names() throws {
    let text = Array("one two\n".utf8)
    let (check, folder) = try Self.check([
      ("a.txt", gzipMember(text)), ("b.txt.gz", text), ("c.gz", gzipMember(Array("x y\n".utf8))),
      ("d.txt", [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4, 5, 6, 7, 8]),
    ])
    for (kind, name) in [
      (Defect.Kind.compressedAsText, "a.txt"), (.textAsCompressed, "b.txt.gz"),
      (.unreadableFormat, "d.txt"),
    ] {
      #expect(
        check.defect(kind)?.places == [Defect.Place(file: "\(folder)/\(name)", line: 1, byte: 0)])
    }
    #expect(check.refused.count == 1 && check.bands.first?.tokens == 6)
    #expect(throws: CorpusError.self) {
      _ = try Self.check([("d.txt", [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4, 5, 6, 7, 8])])
    }
  }

  @Test("a clean file is clean")
  func cleanFile() throws {
    let (check, _) = try Self.check([("clean.txt", Array(Self.clean.utf8))])
    #expect(check.defects.isEmpty)
    #expect(check.lines == 4 && check.scripts.map(\.script) == [.latin])
  }

  @Test(
    "random bytes among defects crash nothing, and are the same in gzip", arguments: UInt64(0)..<40)
  func fuzz(seed: UInt64) throws {
    // Random bytes among the fixtures': nothing may crash, and the same text in gzip is the same.
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for fixture in Self.fixtures.shuffled(using: &random) {
      bytes += fixture.bytes.prefix(2_000)
      bytes.append(.random(in: 0...255, using: &random))
    }
    let (plain, _) = try Self.check([("a", bytes)])
    let (gzip, _) = try Self.check([("a.gz", gzipMember(bytes, blockSize: 100 + Int(seed)))])
    #expect(plain.defects.map(\.kind) == gzip.defects.map(\.kind))
    #expect(plain.defects.map(\.count) == gzip.defects.map(\.count))
    #expect(
      plain.defects.map { $0.places.map(\.byte) } == gzip.defects.map { $0.places.map(\.byte) })
  }

  @Test("malformed UTF-8 and NUL are counted as by the tokenizer", arguments: UInt64(0)..<20)
  func agreesWithTokenizer(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let lead: [UInt8] = [0x61, 0x20, 0x0a, 0, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xed, 0xff]
    let bytes = (0..<3_000).map { _ in lead.randomElement(using: &random) ?? 0 }
    let (check, _) = try Self.check([("a.txt", bytes)])
    #expect(check.defect(.malformedUTF8)?.count ?? 0 == check.report.malformedSequences)
    #expect(
      check.defect(.malformedUTF8)?.places.first?.byte == check.report.firstMalformed?.offset)
    #expect(check.defect(.nul)?.count ?? 0 == check.report.nulBytes)
  }

  @Test("scripts and languages")
  func languages() throws {
    let texts = [
      ("en", Script.latin, "the king of the land and the queen was in a house that he had for it"),
      (
        "de", .latin,
        "der König und die Königin waren nicht in dem Haus, das sich auf dem Berg befand"
      ),
      (
        "hu", .latin, "a király és a királyné nem volt a házban, hogy már az ember is csak egy volt"
      ),
      (
        "ru", .cyrillic,
        "он не был в доме, и она не знала, что это за человек, но он как раз был на горе"
      ),
      (
        "el", .greek,
        "ο βασιλιάς και η βασίλισσα δεν ήταν στο σπίτι που είναι από το βουνό με τα δέντρα"
      ),
    ]
    for (language, script, text) in texts {
      let (check, _) = try Self.check([("a.txt", Array("\(text)\n".utf8))])
      #expect(check.languages.first?.language == language)
      #expect(check.scripts.first?.script == script)
    }
    let (mixed, _) = try Self.check([("a.txt", Array("abc дом 漢字\n".utf8))])
    #expect(mixed.scripts.map(\.letters) == [3, 3, 2] && mixed.languages.isEmpty)
  }

  @Test(
    "the real corpora are what they are",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func realCorpora() throws {
    let novels = try Self.check(Corpus(files: [SharedData.corpus("hungarian-novels.txt.gz")]))
    #expect(novels.defect(.softHyphen)?.count == 26_371)
    #expect(novels.languages.first?.language == "hu" && novels.defect(.malformedUTF8) == nil)
    let wiki = try Self.check(Corpus(files: [SharedData.corpus("wiki-raw.txt.gz")]))
    #expect(wiki.languages.first?.language == "en" && wiki.defect(.hardWrappedLine) == nil)
    let markup = try #require(wiki.defect(.markup))
    #expect(markup.count > 1_000 && markup.places.first?.line == 1 && markup.places[0].byte == 0)
  }

  @Test("advice follows from what was found")
  func advice() throws {
    func options(_ text: String, _ tokenizer: Tokenizer = .words) throws -> [String] {
      let (check, _) = try Self.check([("a.txt", Array(text.utf8))], tokenizer: tokenizer)
      return Advice.advice(for: check, tokenizer: tokenizer, boundary: .line).map(\.text)
    }
    #expect(try options("A" + Self.wrapped).contains("--boundary blank-line"))
    let oneLine = try options(String(repeating: "word ", count: 2_100))
    #expect(oneLine.contains("--boundary none") && oneLine.contains("--tokenizer whitespace"))
    #expect(try options(Self.clean) == ["--min-count 1"])
    #expect(try options(Self.clean, .whitespace).first == "--tokenizer words")
    #expect(try options("A <b>x</b>\n").contains { $0.hasPrefix("sed") })
  }
}
