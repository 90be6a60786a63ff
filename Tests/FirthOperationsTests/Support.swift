import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors

/// Vectors with a mean that is not zero and with dimensions of very different variance, which are
/// mixed.
func madeVectors(_ rows: Int, _ columns: Int, seed: UInt64) -> Embeddings {
  var random = SeededGenerator(seed: seed)
  var values: [Float] = []
  for _ in 0..<rows {
    var row = (0..<columns).map { Float.random(in: -1...1, using: &random) / Float($0 + 1) }
    for column in 1..<columns { row[column] += row[column - 1] * 0.5 + 0.3 }
    values += row
  }
  return made(rows, columns, values)
}

func made(_ rows: Int, _ columns: Int, _ values: [Float]) -> Embeddings {
  Embeddings(
    vocabulary: Vocabulary(words: (0..<rows).map { "w\($0)" }),
    vectors: Matrix(rows: rows, columns: columns, copying: values))
}

/// The rows as Double.
func rows(_ embeddings: Embeddings) -> [[Double]] {
  (0..<embeddings.vocabularySize).map { embeddings.vectors[$0].map(Double.init) }
}

/// The mean of rows.
func mean(_ rows: [[Double]]) -> [Double] {
  rows[0].indices.map { column in
    rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
  }
}

/// The covariance of rows, divided by their number, plainly.
func covariance(_ rows: [[Double]]) -> [[Double]] {
  let centre = mean(rows)
  return centre.indices.map { i in
    centre.indices.map { j in
      rows.reduce(0) { $0 + ($1[i] - centre[i]) * ($1[j] - centre[j]) } / Double(rows.count)
    }
  }
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
