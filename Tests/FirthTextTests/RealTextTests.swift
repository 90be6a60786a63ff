import FirthText
import Foundation
import Testing

@Suite struct RealTextTests {
  private static let shared: String? = {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folders: [String?] = [
      ProcessInfo.processInfo.environment["FIRTH_SHARED"],
      checkout.deletingLastPathComponent().appending(path: "shared").path,
    ]
    return folders.compactMap { $0 }.first {
      FileManager.default.fileExists(atPath: "\($0)/corpora/wiki-raw.txt.gz")
    }
  }()

  private static func start(of name: String, bytes: Int) throws -> [UInt8] {
    try text(ofFile: "\(shared ?? "")/corpora/\(name)", block: bytes, limit: bytes)
  }

  @Test(
    "a mebibyte of real text gives the reference's tokens",
    .enabled(if: shared != nil, "needs the shared data"),
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
    .enabled(if: shared != nil, "needs the shared data"))
  func softHyphens() throws {
    let path = "\(Self.shared ?? "")/corpora/hungarian-novels.txt.gz"
    let (words, report) = try Vocabulary.counting(Corpus(paths: [path]), minimumCount: 1)
    #expect(report.malformedSequences == 0 && words.count > 100_000)
    #expect(
      !words.bytes.indices.dropLast().contains {
        words.bytes[$0] == 0xc2 && words.bytes[$0 + 1] == 0xad
      })
    #expect(words.id(of: "király") != nil)
  }
}
