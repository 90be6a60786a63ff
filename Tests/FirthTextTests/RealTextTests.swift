import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite struct RealTextTests {
  private static func start(of name: String, bytes: Int) throws -> [UInt8] {
    try text(ofFile: SharedData.corpus(name), block: bytes, limit: bytes)
  }

  @Test(
    "a mebibyte of real text gives the reference's tokens",
    .enabled(if: SharedData.folder != nil, "needs the shared data"),
    arguments: ["wiki-raw.txt.gz", "hungarian-novels.txt.gz"])
  func reference(name: String) throws {
    let text = try Self.start(of: name, bytes: 1 << 20)
    for tokenizer in Tokenizer.allCases {
      let found = tokenizer.sentences(in: pieces(text, 65_537), boundary: .line)
      #expect(found == ReferenceTokenizer.sentences(text, tokenizer, .line))
    }
  }

  @Test(
    "no word of the novels holds a soft hyphen",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func softHyphens() throws {
    let path = SharedData.corpus("hungarian-novels.txt.gz")
    let (words, report) = try Vocabulary.counting(Corpus(paths: [path]), minimumCount: 1)
    #expect(report.malformedSequences == 0 && words.count > 100_000)
    #expect(
      !words.bytes.indices.dropLast().contains {
        words.bytes[$0] == 0xc2 && words.bytes[$0 + 1] == 0xad
      })
    #expect(words.id(of: "király") != nil)
  }

  private static let dictionary = "/usr/share/dictd/gcide.dict.dz"

  @Test(
    "Debian's dictzip dictionary is read whole",
    .enabled(if: FileManager.default.fileExists(atPath: dictionary), "needs dict-gcide"))
  func dictzip() throws {
    let stored = try Data(contentsOf: URL(fileURLWithPath: Self.dictionary))
    // The last four bytes of a gzip member are its text's length.
    let length = stored.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let corpus = try EncodedCorpus(
      encoding: Corpus(paths: [Self.dictionary]), boundary: .blankLine)
    #expect(corpus.report.textBytes == length)
    #expect(corpus.report.files.first?.bytes == stored.count)
    #expect(corpus.vocabulary.id(of: "king") != nil && corpus.report.sentences > 100_000)
  }
}
