import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation

func contents(_ path: String) throws -> [UInt8] {
  try Array(Data(contentsOf: URL(fileURLWithPath: path)))
}

func put(_ bytes: [UInt8], _ path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

func put(_ text: String, _ path: String) throws { try put(Array(text.utf8), path) }

/// Embeddings of the given rows.
func embeddings(_ rows: [(String, [Float])]) -> Embeddings {
  Embeddings(
    vocabulary: Vocabulary(words: rows.map(\.0)),
    vectors: Matrix(rows: rows.count, columns: rows[0].1.count, copying: rows.flatMap(\.1)))
}

/// Random words and vectors, with every optional part or none.
func randomEmbeddings(seed: UInt64, isFull: Bool, isOdd: Bool) -> Embeddings {
  var random = SeededGenerator(seed: seed)
  let (rows, columns) = (
    Int.random(in: 1...40, using: &random), Int.random(in: 1...37, using: &random)
  )
  func values(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let special: [Float] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e-7, .pi]
      return Bool.random(using: &random)
        ? .random(in: -3...3, using: &random) : special.randomElement(using: &random) ?? 0
    }
  }
  let oddities: [[UInt8]] = [
    Array("new york".utf8), Array("a\nb\tc".utf8), [], [0xFF, 0xC3, 0x28], Array("\"'\\".utf8),
    Array("👩‍👩‍👧".utf8), [0],
  ]
  var (bytes, offsets): ([UInt8], [Int]) = ([], [0])
  for row in 0..<rows {
    let odd = isOdd && Bool.random(using: &random)
    bytes += odd ? oddities.randomElement(using: &random) ?? [] : Array("wörd\(row)".utf8)
    offsets.append(bytes.count)
  }
  let counts = (0..<rows).map { _ in UInt64.random(in: 0..<1 << 40, using: &random) }
  return Embeddings(
    vocabulary: Vocabulary(bytes: bytes, offsets: offsets, counts: isFull ? counts : nil),
    vectors: Matrix(rows: rows, columns: columns, copying: values(rows * columns)),
    context: isFull
      ? Matrix(rows: rows, columns: columns, copying: values(rows * columns)) : nil,
    biases: isFull ? values(rows) : nil, contextBiases: isFull ? values(rows) : nil,
    metadata: isFull ? ["model": "{\"a\":[1,\"ü/\\\"\"]}", "corpus": "line\nfeed\u{1}"] : [:])
}

/// The bit patterns of a matrix, which tell 0 from −0 and compare NaN.
func bits(_ matrix: Matrix) -> [[UInt32]] {
  (0..<matrix.rows).map { matrix[$0].map(\.bitPattern) }
}
