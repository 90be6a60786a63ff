import Firth
import FirthTestSupport
import Foundation
import Testing

/// A hundred Hungarian novels, from the gzip file to neighbours, with the default tokenizer.
struct HungarianTests {
  @Test(
    "the king of Hungarian novels is among royalty, and no word holds a soft hyphen",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func royalty() throws {
    let folder = try TemporaryFolder()
    let run = try FirthProgram.run(
      [
        "train", "skipgram", SharedData.corpus("hungarian-novels.txt.gz"), "--output",
        "hu.safetensors", "--sample", "1e-4", "--quiet",
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let embeddings = try Embeddings(contentsOf: folder.path + "/hu.safetensors")
    let neighbors = embeddings.neighbors(for: "király", maximumCount: 30).map(\.word)
    // Queen, prince, emperor, throne, palatine; names of kings.
    let royal = ["királyné", "herceg", "fejedelem", "császár", "trón", "nádor", "koron", "mátyás"]
    let found = neighbors.filter { word in royal.contains { word.hasPrefix($0) } }
    #expect(found.count >= 3, "\(neighbors)")
    let softHyphen: [UInt8] = [0xc2, 0xad]
    #expect(!embeddings.vocabulary.bytes.contains(softHyphen))
  }
}

extension Array where Element == UInt8 {
  /// Whether the bytes occur one after another.
  fileprivate func contains(_ sequence: [UInt8]) -> Bool {
    indices.dropLast(sequence.count - 1).contains { start in
      self[start..<start + sequence.count].elementsEqual(sequence)
    }
  }
}
