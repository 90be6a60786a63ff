internal import Firth
internal import Foundation

/// Small whole files of every format, from which mutation starts.
struct Seeds {
  let folder: String

  /// A few words, some of them odd.
  static let sample = Embeddings(
    vocabulary: Vocabulary(words: ["king", "queen", "naïve", "don't"], counts: [7, 5, 1, 1]),
    vectors: Matrix(
      rows: 4, columns: 3, copying: [0.5, -1, 2, 1e-7, 3.25, 1, -2, 0, 0, 1, 1, 1e30]))

  /// The words as a file of them.
  static let words = "king 7\nqueen 5\nnaïve 1\ndon't 1\n"

  /// Writes them to a folder for each reader; `detect` gets all.
  func write() throws {
    for reader in Reader.allCases where reader != .detect {
      for (name, bytes) in try files(of: reader) {
        try put(bytes, reader, name)
        if reader.format?.isFolder != true { try put(bytes, .detect, reader.rawValue + "-" + name) }
      }
    }
  }

  private func put(_ bytes: [UInt8], _ reader: Reader, _ name: String) throws {
    let place = URL(fileURLWithPath: folder + "/" + reader.rawValue)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data(bytes).write(to: place.appendingPathComponent(name))
  }

  private func files(of reader: Reader) throws -> [(name: String, bytes: [UInt8])] {
    switch reader {
    case .safetensors, .foreign:
      try Precision.allCases.map {
        ("seed-\($0)", try written(Self.sample.converted(to: $0), .safetensors))
      }
    case .gloveBinary: [("seed", [UInt8](repeating: 0x3F, count: 2 * 4 * 4 * 8))]
    case .tensorBoard: [("seed", Array("0.5\t-1\n1e-7\t3.25\n-2\t0\n1\tnan\n".utf8))]
    case .words: [("seed", Array(Self.words.utf8))]
    case .tokenizer:
      [("seed", try written(Self.sample, .modelFolder, member: "/tokenizer.json")), list]
    case .fastTextBinary:
      [
        ("seed", try written(Self.sample, .fastTextBinary)), FastTextSeeds.grams,
        FastTextSeeds.quantized,
      ]
    case .word2vecText, .gloveText, .jsonl, .csv, .tsv, .pgvectorText:
      [
        ("seed", try written(Self.sample, reader.format ?? .csv)),
        ("seed-gzip", try written(Self.sample, reader.format ?? .csv, ending: ".gz")),
      ]
    default: [("seed", try written(Self.sample, reader.format ?? .safetensors))]
    }
  }

  /// A tokenizer whose vocabulary is a list with scores.
  private var list: (String, [UInt8]) {
    let words = ["[PAD]", "[UNK]", "king", "queen", "naïve", "don't"]
    let entries = words.map { "[\"\($0)\",-1.5]" }.joined(separator: ",")
    return ("seed-list", Array("{\"model\":{\"type\":\"Unigram\",\"vocab\":[\(entries)]}}".utf8))
  }

  /// What a format makes of vectors.
  private func written(
    _ vectors: Embeddings, _ format: VectorFormat, ending: String = "", member: String = ""
  ) throws -> [UInt8] {
    let path = folder + "/seed" + ending
    defer { try? FileManager.default.removeItem(atPath: path) }
    try vectors.write(to: path, format: format)
    return try Array(Data(contentsOf: URL(fileURLWithPath: path + member)))
  }
}
