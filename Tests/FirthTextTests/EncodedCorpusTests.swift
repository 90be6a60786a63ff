import FirthFiles
import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite struct EncodedCorpusTests {
  private static func encode(
    _ bytes: [UInt8], tokenizer: Tokenizer = .words, boundary: SentenceBoundary = .line,
    minimumCount: Int = 1, maximumVocabulary: Int? = nil, memory: Int? = nil
  ) throws -> EncodedCorpus {
    try withFile(bytes) { path in
      try EncodedCorpus(
        encoding: Corpus(paths: [path]), tokenizer: tokenizer, boundary: boundary,
        minimumCount: minimumCount, maximumVocabulary: maximumVocabulary, memory: memory)
    }
  }

  private static func words(of corpus: EncodedCorpus) throws -> [String] {
    try ids(of: corpus).map {
      $0 == EncodedCorpus.boundary ? "|" : corpus.vocabulary[WordID(rawValue: $0)]
    }
  }

  private static func ids(of corpus: EncodedCorpus) throws -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: corpus.count)
    try unsafe ids.withUnsafeMutableBufferPointer {
      try unsafe corpus.read(0..<corpus.count, into: $0)
    }
    return ids
  }

  private static func list(_ vocabulary: Vocabulary) -> [String] {
    (0..<vocabulary.count).map { "\(vocabulary[WordID($0)]) \(vocabulary.counts?[$0] ?? 0)" }
  }

  @Test func pruningLeavesNoEmptySentence() throws {
    let text = Array("b a a\nrare\n\na b c\nonce rare1\nc".utf8)
    let corpus = try Self.encode(text, minimumCount: 2)
    #expect(try Self.words(of: corpus) == ["b", "a", "a", "|", "a", "b", "c", "|", "c", "|"])
    #expect(Self.list(corpus.vocabulary) == ["a 3", "b 2", "c 2"])
    #expect(corpus.tokens == 7 && corpus.report.sentences == 3 && corpus.report.tokens == 10)
    #expect(corpus.report.distinctWords == 6 && corpus.report.textBytes == text.count)
    let one = try Self.encode(text, boundary: .none, minimumCount: 2, maximumVocabulary: 2)
    #expect(try Self.words(of: one) == ["b", "a", "a", "a", "b"])
    #expect(one.report.sentences == 1)
  }

  @Test("text, gzip, two members and a pipe give the same ids and counts")
  func forms() throws {
    var generator = SeededGenerator(seed: 5)
    var text: [UInt8] = []
    for _ in 0..<120_000 {
      let word = Int(
        Double.random(in: 0..<60, using: &generator) * .random(in: 0..<60, using: &generator))
      text += "Szó\(word)\(Bool.random(using: &generator) ? " " : "\n")".utf8
    }
    let plain = try Self.encode(text)
    let half = text.count / 2 + 1
    let two = gzipMember(Array(text[..<half])) + gzipMember(Array(text[half...]))
    for form in [gzipMember(text), two] {
      let other = try Self.encode(form)
      #expect(try Self.ids(of: other) == Self.ids(of: plain))
      #expect(Self.list(other.vocabulary) == Self.list(plain.vocabulary))
    }
    let pipe = Pipe()
    let writer = Thread {
      try? pipe.fileHandleForWriting.write(contentsOf: Data(two))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let piped = try EncodedCorpus(encoding: Corpus(files: [path]), minimumCount: 1)
    #expect(try Self.ids(of: piped) == Self.ids(of: plain))
    // The counts are those of a dictionary.
    var counts: [String: UInt64] = [:]
    for word in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace) {
      counts[word.lowercased(), default: 0] += 1
    }
    let expected = counts.sorted {
      ($1.value, Array($0.key.utf8).map(Int.init)).0 != $0.value
        ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    #expect(Self.list(plain.vocabulary) == expected.map { "\($0.key) \($0.value)" })
  }

  @Test("random words are counted as a dictionary counts them", arguments: UInt64(0)..<6)
  func counts(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var counts: [[UInt8]: UInt64] = [:]
    var text: [UInt8] = []
    for _ in 0..<30_000 {
      let length = Int.random(in: 1...(seed % 2 == 0 ? 4 : 20), using: &generator)
      let word = (0..<length).map { _ in UInt8.random(in: 0x61...0x64, using: &generator) }
      counts[word, default: 0] += 1
      text += word + [0x20]
    }
    let corpus = try Self.encode(text, tokenizer: seed < 3 ? .words : .whitespace)
    #expect(corpus.vocabulary.count == counts.count && corpus.tokens == 30_000)
    for row in 0..<corpus.vocabulary.count {
      let word = Array(corpus.vocabulary.utf8(of: WordID(row)))
      #expect(counts[word] == corpus.vocabulary.counts?[row])
    }
    let order = zip(0..<corpus.vocabulary.count, 1..<max(1, corpus.vocabulary.count))
    for (left, right) in order {
      let counts = corpus.vocabulary.counts ?? []
      let isTieInOrder = corpus.vocabulary.utf8(of: WordID(left))
        .lexicographicallyPrecedes(corpus.vocabulary.utf8(of: WordID(right)))
      #expect(counts[left] > counts[right] || (counts[left] == counts[right] && isTieInOrder))
    }
  }

  @Test func everythingOddIsCounted() throws {
    let long = [UInt8](repeating: 0x62, count: 2000)
    let text =
      [0xef, 0xbb, 0xbf, 0x61, 0x20, 0xff, 0x61, 0, 0x61, 0x20] + long + [0x0a, 0x63, 0xe2]
    let corpus = try Self.encode(text)
    #expect(try Self.words(of: corpus) == ["a", "a", "a", "|", "c", "|"])
    #expect(corpus.report.malformedSequences == 2 && corpus.report.firstMalformed?.offset == 5)
    #expect(corpus.report.longTokensDropped == 1 && corpus.report.firstLongToken?.offset == 10)
    #expect(corpus.report.nulBytes == 1 && corpus.report.notes.count == 3)
    #expect(try Self.encode(Array("clean".utf8)).report.notes.isEmpty)
  }

  @Test func filesEndTokensAndSentences() throws {
    try withFile(Array("one tw".utf8)) { first in
      try withFile(gzipMember(Array("\u{feff}o".utf8))) { second in
        let corpus = try EncodedCorpus(
          encoding: Corpus(files: [first, second]), tokenizer: .whitespace, minimumCount: 1)
        #expect(try Self.words(of: corpus) == ["one", "tw", "|", "o", "|"])
        #expect(corpus.report.files.map(\.name) == [first, second])
      }
    }
  }

  @Test func noWords() {
    #expect(throws: CorpusError.noWords) { try Self.encode([]) }
    #expect(throws: CorpusError.noWords) { try Self.encode(Array(" .\n".utf8)) }
    #expect(throws: CorpusError.noFrequentWords(minimumCount: 5, highestCount: 2)) {
      try Self.encode(Array("a b a".utf8), minimumCount: 5)
    }
  }

  @Test func memoryLimit() throws {
    let text = Array((0..<200_000).map { "w\($0) " }.joined().utf8)
    let error = #expect(throws: CorpusError.self) { try Self.encode(text, memory: 8_000_000) }
    guard case .memory(let needed, 8_000_000, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed > 8_000_000)
    #expect(try Self.encode(text, memory: needed).vocabulary.count == 200_000)
  }

  @Test func missingLaterFileIsFoundFirst() {
    #expect(throws: FileError.missing(path: "/none")) {
      try EncodedCorpus(encoding: Corpus(files: ["-", "/none"]))
    }
    #expect(throws: FileError.missing(path: "/none")) {
      _ = try Corpus(paths: ["/", "/none"].suffix(1))
    }
  }

  @Test func folders() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["b", "a/z", "a.txt", "ä", "a/.hidden"] {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: url)
    }
    let expected = ["a.txt", "a/.hidden", "a/z", "b", "ä"].map { "\(folder.path)/\($0)" }
    #expect(try Corpus(paths: [folder.path]).files == expected)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "loop"), withDestinationURL: folder)
    #expect(throws: FileError.self) { _ = try Corpus(paths: [folder.path]) }
  }

  @Test func damageNamesFileAndByte() throws {
    let bytes = gzipMember(Array("some text".utf8))
    try withFile(bytes + [1]) { path in
      let error = #expect(throws: CorpusError.self) {
        try EncodedCorpus(encoding: Corpus(files: [path]), minimumCount: 1)
      }
      guard case .damaged(path, bytes.count, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("a consumer that throws is not kept waiting by a silent pipe", .timeLimit(.minutes(1)))
  func silentPipe() throws {
    let pipe = Pipe()
    // Too many words for the limit, less than a pipe holds, and then silence.
    let text = Data((0..<9000).map { "w\($0) " }.joined().utf8)
    try pipe.fileHandleForWriting.write(contentsOf: text)
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(throws: CorpusError.self) {
      try EncodedCorpus(encoding: Corpus(files: [path]), minimumCount: 1, memory: 4_500_000)
    }
    try pipe.fileHandleForWriting.close()
  }

  @Test func oneLongLine() throws {
    let text = [UInt8]("ab cd ".utf8) + []
    let bytes = Array(repeatElement(text, count: 17_000_000).joined())
    let corpus = try Self.encode(bytes)
    #expect(corpus.tokens == 34_000_000 && corpus.count == 34_000_001)
    #expect(Self.list(corpus.vocabulary) == ["ab 17000000", "cd 17000000"])
  }

  @Test func vocabularyFile() throws {
    try withFile(Array("b a b </s> <unk>".utf8)) { path in
      let (vocabulary, report) = try Vocabulary.counting(
        Corpus(paths: [path]), tokenizer: .whitespace, minimumCount: 1)
      #expect(report.keptTokens == 5 && report.distinctWords == 4)
      try vocabulary.write(to: path + ".tsv")
      defer { try? FileManager.default.removeItem(atPath: path + ".tsv") }
      let written = try String(contentsOfFile: path + ".tsv", encoding: .utf8)
      #expect(written == "b\t2\n</s>\t1\n<unk>\t1\na\t1\n")
    }
  }

  @Test func givenSentences() throws {
    let vocabulary = Vocabulary(words: ["a", "b"], counts: [2, 1])
    let (a, b) = (WordID(0), WordID(1))
    let corpus = try EncodedCorpus(vocabulary: vocabulary, sentences: [[a, b], [], [a]])
    #expect(try Self.words(of: corpus) == ["a", "b", "|", "a", "|"])
    #expect(corpus.tokens == 3)
  }
}
