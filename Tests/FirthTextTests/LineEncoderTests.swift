import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite("Lines as rows")
struct LineEncoderTests {
  private static let vocabulary = Vocabulary(words: [
    "a", "été", "extraordinary", "new", "new_york", "don't", "ß", "nine-ty", "the_new_york_times",
    "a", "hong_kong",
  ])
  private static let phrases = PhraseList([
    .init(words: ["new", "york"]), .init(words: ["the", "new", "york", "times"]),
    .init(words: ["hong", "kong"]), .init(words: ["no", "row"]),
  ])

  /// What the encoder should give, by strings.
  private static func expected(_ line: String, _ tokenizer: Tokenizer) -> ([Int], unknown: Int) {
    var (rows, unknown) = ([Int](), 0)
    var tokens = tokenizer.tokens(in: line)[...]
    let joined = ["the new york times", "new york", "hong kong"]
    while !tokens.isEmpty {
      let phrase = joined.first {
        Array(tokens.prefix($0.split(separator: " ").count)).joined(separator: " ") == $0
      }
      let length = phrase?.split(separator: " ").count ?? 1
      let word = phrase?.replacing(" ", with: "_") ?? tokens[tokens.startIndex]
      if let id = vocabulary.id(of: word) { rows.append(id.row) } else { unknown += 1 }
      tokens = tokens.dropFirst(length)
    }
    return (rows, unknown)
  }

  @Test("random lines have the rows that strings give", arguments: Tokenizer.allCases)
  func differential(tokenizer: Tokenizer) throws {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "a", "A", "Été", "e\u{301}te\u{301}", "extraordinary", "New", "York", "new_york", "the",
      "times",
      "don’t", "ß", "nine-ty", "hong", "kong", "unseen", "no", "row", " ", "  ", "\t", "\r",
      "\u{a0}",
      ".", "\u{ad}", "\u{feff}", String(repeating: "x", count: 1_200), "-", "'",
    ]
    let lines = (0..<2_000).map { _ in
      (0..<Int.random(in: 0...9, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined(separator: Bool.random(using: &random) ? " " : "")
    }
    let rows = TokenRows(Self.vocabulary, phrases: Self.phrases)
    let encoder = LineEncoder(rows, tokenizer: tokenizer)
    let encoded = encoder.encode(lines.joined(separator: "\n") + "\n")
    #expect(encoded.count == lines.count)
    var unknown = 0
    for (place, line) in lines.enumerated() {
      // A byte order mark vanishes at the start of a text only.
      let given = tokenizer == .whitespace && place > 0 ? "x " + line : line
      let (wanted, more) = Self.expected(given, tokenizer)
      unknown += more - (given == line ? 0 : 1)
      #expect(encoded.rows[encoded.range(of: place)].map { Int($0) } == wanted, "\(line)")
    }
    #expect(encoded.unknown == unknown)
  }

  @Test("files come in whole lines, whatever their ends and sizes")
  func wholeLines() throws {
    var random = SeededGenerator(seed: 8)
    let sizes =
      [0, 1, 700_000, 3, 0, 262_143, 262_144, 262_145]
      + (0..<500).map { _ in
        Int.random(in: 0...3_000, using: &random)
      }
    let lines = sizes.map { [UInt8](repeating: 0x61, count: $0) }
    let text = Array(lines.joined(separator: [0x0a]))
    try withFile(text) { first in
      try withFile(gzipMember(text + [0x0a])) { second in
        let rows = TokenRows(Self.vocabulary)
        for threads in [1, 3] {
          let encoders = LineEncoders(rows, tokenizer: .words, threads: threads)
          let spool = try LineSpool(keepingText: true)
          try WholeLines.read(Corpus(files: [first, second])) { whole in
            try spool.append(encoders.encode(whole), of: whole)
          }
          #expect(spool.count == 2 * lines.count)
          var found: [[UInt8]] = []
          var starts: [Int] = []
          try spool.forEachBlock(ofLines: 100) { block in
            starts.append(block.first)
            #expect(block.lines.count == block.places.count)
            for (line, place) in block.places.enumerated() {
              found.append(Array(try spool.text(at: place).utf8))
              let isWord = found.last?.count == 1
              #expect(block.lines.range(of: line).count == (isWord ? 1 : 0))
            }
          }
          #expect(found == lines + lines)
          #expect(starts == Array(stride(from: 0, to: 2 * lines.count, by: 100)))
        }
      }
    }
  }

  @Test("a line that would fill the memory is refused with its place")
  func longLine() throws {
    let text =
      Array("one\ntwo\n".utf8) + [UInt8](repeating: 0x61, count: WholeLines.longestLine + 1)
    let message = try withFile(text) { path in
      let error = #expect(throws: CorpusError.self) {
        try WholeLines.read(Corpus(files: [path])) { _ in }
      }
      return "\(error?.description ?? "")".replacing(path, with: "FILE")
    }
    #expect(message.hasPrefix("FILE:3: expected a line of at most 16777216 bytes"))
  }

  @Test("what is replaced and dropped is counted, with the first place in the file")
  func notes() throws {
    let text = Array(String(repeating: "a\n", count: 200_000).utf8)
    let bad = text + [0x61, 0xff, 0x0a] + text + [0xfe, 0x0a, 0x00, 0x0a]
    try withFile(bad) { path in
      let encoders = LineEncoders(TokenRows(Self.vocabulary), tokenizer: .words, threads: 2)
      try WholeLines.read(Corpus(files: [path])) { _ = encoders.encode($0) }
      #expect(encoders.notes.count == 2)
      #expect(
        encoders.notes[0]
          == "2 malformed UTF-8 sequences were replaced by U+FFFD, the first at byte 400001 of the "
          + "text of \(path)")
    }
  }

  @Test("any bytes are so many lines", arguments: 1...40)
  func fuzz(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let some: [UInt8] = [
      0x0a, 0x0d, 0x20, 0x61, 0x27, 0x2d, 0xc3, 0xa9, 0xff, 0x00, 0xef, 0xbb, 0xbf,
    ]
    let text = (0..<Int.random(in: 0...5_000, using: &random)).map { _ in
      some.randomElement(using: &random) ?? 0
    }
    try withFile(text) { path in
      let encoders = LineEncoders(
        TokenRows(Self.vocabulary, phrases: Self.phrases),
        tokenizer: seed % 2 == 0 ? .words : .whitespace, threads: 2)
      var count = 0
      try WholeLines.read(Corpus(files: [path])) { count += encoders.encode($0).count }
      let ends = text.count { $0 == 0x0a }
      #expect(count == ends + (text.isEmpty || text.last == 0x0a ? 0 : 1))
    }
  }
}
