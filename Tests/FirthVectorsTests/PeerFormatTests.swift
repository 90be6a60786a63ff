import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Testing

/// Files that GloVe, fastText, gensim, floret and finalfusion wrote.
@Suite(
  "Files of other programs in their own formats",
  .enabled(if: SharedData.folder != nil, "needs the shared data"))
struct PeerFormatTests {
  @Test(
    "each file is known by its content",
    arguments: [
      ("glove-c/vectors.txt", .gloveText, 5115, 50),
      ("glove-c/vectors-model0.txt", .gloveText, 5115, 42),
      ("glove-c/vectors-header.txt", .word2vecText, 5115, 20),
      ("glove-6b-sample/glove.6B.100d.sample.txt.gz", .gloveText, 100, 100),
      ("finalfusion/similarity.fifu", .finalfusion, 41, 100),
      ("finalfusion/similarity.nodims", .gloveText, 41, 100),
      ("finalfusion/utf8-incomplete.txt", .gloveText, 3, 3),
      ("finalfusion/fasttext.bin", .fastTextBinary, 157, 50),
      ("floret/fasttext-mode.bin", .fastTextBinary, 3970, 20),
      ("floret/fasttext-mode.vec", .word2vecText, 3970, 20),
      ("gensim/fasttext-facebook-format.bin", .fastTextBinary, 2629, 20),
    ] as [(String, VectorFormat, Int, Int)])
  func known(name: String, format: VectorFormat, words: Int, dimensions: Int) throws {
    let read = try Embeddings(contentsOf: SharedData.vectors(name))
    #expect(read.source?.format == format)
    #expect(read.vocabularySize == words && read.dimension == dimensions)
  }

  static func difference(_ left: Embeddings, _ right: Embeddings, rows: Int) -> Float {
    (0..<rows).map { row in
      zip(left.vectors[row], right.vectors[row]).map { abs($0 - $1) }.max() ?? 9
    }.max() ?? 9
  }

  @Test("GloVe's binary file with its vocabulary holds the vectors of its text")
  func gloveBinary() throws {
    let vocabulary = SharedData.vectors("glove-c/vocab.txt")
    let binary = try Embeddings(
      contentsOf: SharedData.vectors("glove-c/vectors.bin"),
      options: VectorReadingOptions(vocabulary: vocabulary))
    #expect(binary.source?.format == .gloveBinary && binary.vocabularySize == 5114)
    let text = try Embeddings(contentsOf: SharedData.vectors("glove-c/vectors.txt"))
    #expect(binary.vocabulary.bytes == text.vocabulary.bytes.dropLast(5))
    #expect(Self.difference(binary, text, rows: 5114) < 1e-6)
    #expect(binary.vocabulary.counts?.first == 32035)
    // Biases stand last in each half of the text of all parameters, which has other vectors.
    #expect(binary.biases?.count == 5114 && binary.contextBiases?.count == 5114)
    #expect(throws: FormatError.unrecognized(path: SharedData.vectors("glove-c/vectors.bin"))) {
      try Embeddings(contentsOf: SharedData.vectors("glove-c/vectors.bin"))
    }
  }

  @Test("a header that counts a row too few is repaired, and said")
  func wrongCount() throws {
    let path = SharedData.vectors("glove-c/vectors-header.txt")
    let repair = "the header says 5114 rows, 5115 read"
    #expect(try Embeddings(contentsOf: path).source?.repairs == [repair])
    #expect(throws: FormatError.refused(path: path, at: .line(5116), fault: repair)) {
      try Embeddings(contentsOf: path, options: VectorReadingOptions(isStrict: true))
    }
  }

  @Test("floret's binary and text agree to the five digits of the text")
  func floret() throws {
    let binary = try Embeddings(contentsOf: SharedData.vectors("floret/fasttext-mode.bin"))
    let text = try Embeddings(contentsOf: SharedData.vectors("floret/fasttext-mode.vec"))
    #expect(binary.vocabulary.bytes == text.vocabulary.bytes)
    #expect(Self.difference(binary, text, rows: 3970) < 5.1e-5)
  }

  @Test("finalfusion's file, text and word2vec's binary file hold the same directions")
  func finalfusion() throws {
    let stored = try Embeddings(contentsOf: SharedData.vectors("finalfusion/similarity.fifu"))
    let text = try Embeddings(contentsOf: SharedData.vectors("finalfusion/similarity.nodims"))
    #expect(stored.vocabulary.bytes == text.vocabulary.bytes)
    #expect(
      stored.similar(to: ["Berlin"]).matches.map(\.word)
        == text.similar(to: ["Berlin"]).matches.map(\.word))
  }
}
