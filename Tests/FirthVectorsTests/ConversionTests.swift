import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Conversions")
struct ConversionTests {
  static let made = Embeddings(
    vocabulary: Vocabulary(
      words: ["The", "of", "the", "THE", "Of", "Ünder"], counts: [6, 5, 3, 1, 1, 1]),
    vectors: Matrix(rows: 6, columns: 2, copying: [1, 0, 0, 2, 0, 1, 5, 5, 1, 1, 3, 4]))

  static func words(_ embeddings: Embeddings) -> [String] {
    (0..<embeddings.vocabularySize).map { embeddings.vocabulary[WordID($0)] }
  }

  @Test("words that become one in lower case are averaged by their counts")
  func merged() throws {
    let (result, notes) = try Conversion(mapping: .lower).apply(to: Self.made)
    #expect(Self.words(result) == ["the", "of", "ünder"])
    #expect(result.vocabulary.counts == [10, 6, 1])
    // (6 · 1 + 3 · 0 + 1 · 5) / 10 and (6 · 0 + 3 · 1 + 1 · 5) / 10.
    #expect(result.vectors[0] == [1.1, 0.8] && result.vectors[2] == [3, 4])
    #expect(notes == ["6 words became 3 in lower case: averaged by their counts"])
  }

  @Test("vectors of which no copy fits in memory are an error, and no allocation")
  func tooLarge() throws {
    try withFolder { folder in
      // A file of half precision with holes, half as large as the memory: a copy in single is as large.
      let columns = min(
        Int(ProcessInfo.processInfo.physicalMemory) / 4 / 20 + 1, Int(Int32.max))
      let path = folder + "/v.npy"
      let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (20, \(columns)), }"
      let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
      try Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8))
        .write(to: URL(fileURLWithPath: path))
      let file = try #require(FileHandle(forUpdatingAtPath: path))
      try file.truncate(atOffset: UInt64(128 + 2 * 20 * columns))
      try file.close()
      try (0..<20).map { "w\($0)\n" }.joined()
        .write(toFile: folder + "/v.words.txt", atomically: false, encoding: .utf8)
      let read = try Embeddings(contentsOf: path)
      let error = FormatError.memory(path: path, rows: 20, columns: columns)
      for conversion in [Conversion(isNormalized: true), Conversion(precision: .f32)] {
        #expect(throws: error) { try conversion.apply(to: read) }
      }
      #expect(throws: error) { try read.write(to: folder + "/v.vec") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }
  }

  @Test("without counts the first of them is kept")
  func firstKept() throws {
    let (result, notes) = try Conversion(mapping: .lower).apply(
      to: embeddings([("A", [1]), ("b", [2]), ("a", [3])]))
    #expect(Self.words(result) == ["a", "b"] && result.vectors[0] == [1])
    #expect(notes == ["3 words became 2 in lower case: the first of each kept"])
  }

  @Test("the merged are in the order of their counts")
  func order() throws {
    let made = Embeddings(
      vocabulary: Vocabulary(words: ["b", "A", "a"], counts: [5, 4, 4]),
      vectors: Matrix(rows: 3, columns: 1, copying: [1, 2, 4]))
    let (result, _) = try Conversion(mapping: .lower, limit: 1).apply(to: made)
    #expect(Self.words(result) == ["a"] && result.vectors[0] == [3])
  }

  @Test("a limit keeps the most frequent, or the first where nobody counted")
  func limit() throws {
    let counted = Embeddings(
      vocabulary: Vocabulary(words: ["a", "b", "c"], counts: [1, 9, 5]),
      vectors: Matrix(rows: 3, columns: 1, copying: [1, 2, 3]))
    #expect(try Self.words(Conversion(limit: 2).apply(to: counted).0) == ["b", "c"])
    let plain = embeddings([("a", [1]), ("b", [2]), ("c", [3])])
    #expect(try Self.words(Conversion(limit: 2).apply(to: plain).0) == ["a", "b"])
    #expect(try Self.words(Conversion(limit: 9).apply(to: plain).0) == ["a", "b", "c"])
  }

  @Test("words are chosen by a file, in their own order, and the missing are counted")
  func chosen() throws {
    try withFolder { folder in
      let list = folder + "/words"
      try put("Of\nnobody\nThe\nnothing\n", list)
      let (result, notes) = try Conversion(words: list).apply(to: Self.made)
      #expect(Self.words(result) == ["The", "Of"] && result.vectors[1] == [1, 1])
      #expect(result.vocabulary.counts == [6, 1])
      #expect(notes == ["2 of 4 words of \(list) have no vector, the first \"nobody\""])
      try put("nobody\n", list)
      #expect(throws: ConversionError.noWords(path: list)) {
        try Conversion(words: list).apply(to: Self.made)
      }
    }
  }

  @Test("unit vectors keep their lengths and get them back; zeros and NaN stay")
  func normalized() throws {
    let made = embeddings([("a", [3, 4]), ("b", [0, 0]), ("c", [.nan, 1]), ("d", [0, -2])])
    let (unit, _) = try Conversion(isNormalized: true).apply(to: made)
    #expect(unit.vectors[0] == [0.6, 0.8] && unit.vectors[1] == [0, 0])
    #expect(unit.vectors[2][0].isNaN && unit.vectors[3] == [0, -1])
    #expect(unit.originalNorms?[0] == 5 && unit.originalNorms?[3] == 2)
    let (again, _) = try Conversion(restoresNorms: true).apply(to: unit)
    #expect(again.vectors[0] == [3, 4] && again.vectors[3] == [0, -2])
    #expect(throws: ConversionError.noNorms) {
      try Conversion(restoresNorms: true).apply(to: made)
    }
  }

  @Test(
    "half precision is kept by the formats that have it, and widened by others",
    arguments: VectorFormat.allCases.filter(\.isWritable))
  func precision(format: VectorFormat) throws {
    try withFolder { folder in
      let path = folder + "/x"
      let (half, _) = try Conversion(precision: .f16).apply(
        to: embeddings([("a", [0.1, 2]), ("b", [1, 0])]))
      #expect(half.vectors.precision == .f16)
      try half.write(to: path, format: format)
      let read = try Embeddings(contentsOf: path, format: format)
      let isKept = [.safetensors, .npy, .npz, .modelFolder].contains(format)
      #expect(read.vectors.precision == (isKept ? .f16 : .f32))
      if format != .finalfusion {
        #expect(read.vector(for: "a") == half.vector(for: "a"))
      }
    }
  }

  @Test(
    "special tokens stand in front, each in its row",
    arguments: [
      ("[PAD]=0,[UNK]=1", ["[PAD]", "[UNK]"]), ("<unk>=0", ["<unk>"]),
      ("b=1,a=0", ["a", "b"]), ("x=y=0", ["x=y"]),
      ("a=1", nil), ("a=0,a=1", nil), ("a=0,b=0", nil), ("a", nil), ("=0", nil), ("", nil),
    ] as [(String, [String]?)])
  func specialTokens(text: String, tokens: [String]?) {
    #expect(SpecialToken.list(text)?.map(\.text) == tokens)
  }

  @Test("a model's folder has the asked-for rows in front, zeros and the mean")
  func modelFolder() throws {
    try withFolder { folder in
      let options = WritingOptions(specialTokens: SpecialToken.list("<unk>=0,<s>=1"))
      try embeddings([("a", [2, 4]), ("b", [4, -2])]).write(
        to: folder + "/m", format: .modelFolder, options: options)
      let read = try Embeddings(contentsOf: folder + "/m")
      #expect(read.source?.format == .modelFolder && read.source?.path == folder + "/m")
      #expect(Self.words(read) == ["<unk>", "<s>", "a", "b"])
      #expect(
        read.vectors[0] == [3, 1] && read.vectors[1] == [0, 0] && read.vectors[3] == [4, -2])
      let map = try contents(folder + "/m/vocabulary.json")
      #expect(
        try JSONDecoder().decode([String: Int].self, from: Data(map))
          == ["<unk>": 0, "<s>": 1, "a": 2, "b": 3])
      // A word that is a special token too has no row of its own.
      #expect(throws: FormatError.self) {
        try embeddings([("<s>", [1])]).write(
          to: folder + "/n", format: .modelFolder, options: options)
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/n"))
    }
  }
}
