import FirthNumerics
import FirthText
import FirthVectors
import Foundation

/// Embeddings of the given rows.
func embeddings(_ rows: [(String, [Float])]) -> Embeddings {
  Embeddings(
    vocabulary: Vocabulary(words: rows.map(\.0)),
    vectors: Matrix(rows: rows.count, columns: rows[0].1.count, copying: rows.flatMap(\.1)))
}

/// Words `w0`, `w1` … with random vectors.
func randomEmbeddings(_ count: Int, dimensions: Int, seed: UInt64) -> Embeddings {
  var random = RandomSource(seed)
  return embeddings(
    (0..<count).map { row in
      ("w\(row)", (0..<dimensions).map { _ in random.uniform() - 0.5 })
    })
}

func put(_ text: String, _ path: String) throws {
  try put(Array(text.utf8), path)
}

func put(_ bytes: [UInt8], _ path: String) throws {
  let url = URL(fileURLWithPath: path)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: url)
}
