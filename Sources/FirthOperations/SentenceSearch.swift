import FirthNumerics

/// Finds the lines nearest to some vectors while the lines' vectors go by.
struct SentenceSearch {
  /// A line.
  struct Hit {
    /// From 0.
    let line: Int
    /// Where its text is.
    let place: Range<Int>
    let score: Float
  }

  /// The vectors as unit vectors, one after the other.
  private let questions: [Float]
  private let dimension: Int
  private let count: Int
  private var hits: [[Hit]]
  /// What a score must exceed to be among the best.
  private var thresholds: [Float]

  /// Questions whose scores are made at a time.
  private static let strip = 256

  init(_ vectors: [[Float]], dimension: Int, count: Int) {
    precondition(vectors.allSatisfy { $0.count == dimension })
    self.dimension = dimension
    self.count = count
    questions = vectors.flatMap { vector in
      let norm = Self.norm(vector[...])
      return vector.map { norm > 0 ? Float(Double($0) / norm) : 0 }
    }
    hits = Array(repeating: [], count: vectors.count)
    thresholds = Array(repeating: -.infinity, count: vectors.count)
  }

  /// Looks at some lines; those without a direction are never found.
  mutating func add(_ block: SentenceBlock, places: [Range<Int>]) {
    let factors = (0..<block.count).map { line -> Float in
      let norm = Self.norm(block.values[line * dimension..<(line + 1) * dimension])
      return norm > 0 ? Float(1 / norm) : 0
    }
    for start in stride(from: 0, to: hits.count, by: Self.strip) {
      let width = min(Self.strip, hits.count - start)
      var scores = [Float](repeating: 0, count: block.count * width)
      unsafe questions.withUnsafeBufferPointer { questions in
        unsafe block.values.withUnsafeBufferPointer { lines in
          unsafe scores.withUnsafeMutableBufferPointer { scores in
            guard let left = lines.baseAddress, let right = questions.baseAddress,
              let result = scores.baseAddress
            else { return }
            unsafe BLAS.multiply(
              left, leftRows: block.count, leftStride: dimension,
              byTransposed: right + start * dimension, rightRows: width, rightStride: dimension,
              columns: dimension, into: result)
          }
        }
      }
      for line in 0..<block.count where factors[line] > 0 {
        for question in 0..<width {
          let score = scores[line * width + question] * factors[line]
          guard score > thresholds[start + question] else { continue }
          hits[start + question].append(
            Hit(line: block.first + line, place: places[line], score: min(max(score, -1), 1)))
          if hits[start + question].count >= 2 * count + 16 { prune(start + question) }
        }
      }
    }
  }

  /// The best lines of each question, the best first; of equals the earlier.
  mutating func best() -> [[Hit]] {
    for question in hits.indices { prune(question) }
    return hits
  }

  private mutating func prune(_ question: Int) {
    hits[question].sort { ($1.score, $0.line) < ($0.score, $1.line) }
    guard hits[question].count >= count else { return }
    hits[question].removeLast(hits[question].count - count)
    thresholds[question] = hits[question].last?.score ?? thresholds[question]
  }

  private static func norm(_ vector: ArraySlice<Float>) -> Double {
    vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
