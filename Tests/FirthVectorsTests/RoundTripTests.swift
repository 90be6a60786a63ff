import FirthFiles
import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Synchronization
import Testing

@Suite("Written and read again")
struct RoundTripTests {
  @Test("safetensors keeps everything and writes the same bytes again", arguments: 0..<30)
  func safetensors(seed: UInt64) throws {
    try withFolder { folder in
      let made = randomEmbeddings(seed: seed, isFull: seed % 2 == 0, isOdd: true)
      let (first, second) = (folder + "/a.safetensors", folder + "/b.safetensors")
      try made.write(to: first)
      let read = try Embeddings(contentsOf: first)
      #expect(bits(read.vectors) == bits(made.vectors))
      #expect(read.vocabulary.bytes == made.vocabulary.bytes)
      #expect(read.vocabulary.offsets == made.vocabulary.offsets)
      #expect(read.vocabulary.counts == made.vocabulary.counts)
      #expect(read.context.map(bits) == made.context.map(bits))
      #expect(read.biases?.map(\.bitPattern) == made.biases?.map(\.bitPattern))
      #expect(read.contextBiases?.map(\.bitPattern) == made.contextBiases?.map(\.bitPattern))
      for (key, value) in made.metadata { #expect(read.metadata[key] == value) }
      #expect(read.metadata["format"] == "firth")
      try read.write(to: second)
      #expect(try contents(first) == contents(second))
    }
  }

  @Test("every precision is kept, with its norms", arguments: Precision.allCases, 0..<6)
  func precisions(precision: Precision, seed: UInt64) throws {
    try withFolder { folder in
      let full = randomEmbeddings(seed: seed, isFull: seed % 2 == 0, isOdd: true)
      let made = full.converted(to: precision)
      let (first, second) = (folder + "/a.safetensors", folder + "/b.safetensors")
      try made.write(to: first)
      let read = try Embeddings(contentsOf: first)
      #expect(read.vectors.precision == precision)
      #expect(read.context?.precision ?? precision == precision)
      #expect(bits(read.vectors) == bits(made.vectors))
      #expect(read.context.map(bits) == made.context.map(bits))
      let names = read.source?.tensors.map(\.name) ?? []
      #expect(names.contains("norms") && names.contains("scales") == (precision == .i8))
      // The norms are those of the rows as they are kept.
      let again = Embeddings(vocabulary: read.vocabulary, vectors: read.vectors)
      #expect(read.summary.norms == again.summary.norms)
      try read.write(to: second)
      #expect(try contents(first) == contents(second))
      // What is read from fewer bits is kept in them without a change but for a scale's rounding.
      let there = read.converted(to: .f32).converted(to: precision)
      if precision != .i8 { #expect(bits(there.vectors) == bits(read.vectors)) }
    }
  }

  /// Rows that are made when they are read, and that note in which order.
  private final class NotedRows: ScatteredRows, Sendable {
    let read = Mutex<[Int]>([])

    func values(ofRow row: Int) -> [Float] {
      read.withLock { $0.append(row) }
      return [Float(row)]
    }
  }

  @Test("rows that are made as they are read are read in their order")
  func order() throws {
    try withFolder { folder in
      let count = 40_000
      let rows = NotedRows()
      try Embeddings(
        vocabulary: Vocabulary(words: (0..<count).map(String.init)),
        vectors: Matrix(viewing: rows, rows: count, columns: 1)
      ).write(to: folder + "/a.safetensors")
      let read = rows.read.withLock { $0 }
      let all = Array(0..<count)
      // Once for the vectors, and once for their lengths.
      #expect(read == all + all)
    }
  }

  @Test("rows that are made as they are read are converted in their order")
  func conversionOrder() {
    let count = 40_000
    let rows = NotedRows()
    _ = Matrix(viewing: rows, rows: count, columns: 1).converted(to: .f16)
    #expect(rows.read.withLock { $0 } == Array(0..<count))
  }

  @Test("lengths before normalizing are kept")
  func originalNorms() throws {
    try withFolder { folder in
      let path = folder + "/a.safetensors"
      let words = embeddings([("a", [1, 0]), ("b", [0, 1])])
      try Embeddings(
        vocabulary: words.vocabulary, vectors: words.vectors, originalNorms: [3, 0.5]
      ).write(to: path)
      #expect(try Embeddings(contentsOf: path).originalNorms == [3, 0.5])
    }
  }

  @Test("the matrix of a native file starts at a multiple of 64 bytes", arguments: 0..<10)
  func alignment(seed: UInt64) throws {
    try withFolder { folder in
      let path = folder + "/a.safetensors"
      try randomEmbeddings(seed: seed, isFull: true, isOdd: true).write(to: path)
      let bytes = try contents(path)
      let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect((8 + length) % 64 == 0)
      let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
      #expect(header.contains("\"vectors\":{\"dtype\":\"F32\""))
      #expect(header.contains("\"data_offsets\":[0,"))
    }
  }

  @Test(
    "rows with NaN and infinity survive every format", arguments: ["safetensors", "bin", "txt"])
  func notFinite(ending: String) throws {
    try withFolder { folder in
      let path = folder + "/a." + ending
      try embeddings([("a", [.nan, 1]), ("b", [.infinity, -.infinity]), ("c", [1, 2])])
        .write(to: path)
      let read = try Embeddings(contentsOf: path)
      #expect(read.vectors[0][0].isNaN && read.vectors[1] == [.infinity, -.infinity])
      #expect(read.similar(to: ["c"]).matches.isEmpty)
      #expect(read.summary.norms.notFiniteRows == 2)
    }
  }

  @Test("an ending that names no format is refused", arguments: ["out", "a.gz", "a.b/c", "x."])
  func unknownExtension(name: String) throws {
    #expect(throws: FormatError.unknownExtension(path: name)) {
      try embeddings([("a", [1])]).write(to: name)
    }
  }

  @Test("the file's size is estimated rather too large than too small", arguments: 0..<5)
  func fileSize(seed: UInt64) throws {
    try withFolder { folder in
      let made = randomEmbeddings(seed: seed, isFull: false, isOdd: true)
      try made.write(to: folder + "/a.safetensors")
      let size = try contents(folder + "/a.safetensors").count
      let estimate = Embeddings.fileSize(vocabulary: made.vocabulary, dimensions: made.dimension)
      #expect(estimate >= size && estimate < size + 2 << 20)
    }
  }
}
