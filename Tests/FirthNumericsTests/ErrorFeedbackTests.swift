import FirthNumerics
import FirthTestSupport
import Testing

@Suite("Rounding with feedback")
struct ErrorFeedbackTests {
  /// Rows that share a few directions, as vectors of words do.
  private static func matrix(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix {
    var random = SeededGenerator(seed: seed)
    let shared = (0..<3 * columns).map { _ in Float.random(in: -1...1, using: &random) }
    var values: [Float] = []
    for _ in 0..<rows {
      let parts = (0..<3).map { _ in Float.random(in: -1...2, using: &random) }
      for column in 0..<columns {
        var value = Float.random(in: -1...1, using: &random) * 0.7
        for part in 0..<3 { value += parts[part] * shared[part * columns + column] }
        values.append(value)
      }
    }
    return Matrix(rows: rows, columns: columns, copying: values)
  }

  /// A row as whole numbers and their scale.
  private static func encode(_ row: [Float], _ feedback: ErrorFeedback?) -> ([Int8], Float) {
    var bytes = [Int8](repeating: 0, count: row.count)
    let scale = unsafe row.withUnsafeBufferPointer { row in
      unsafe bytes.withUnsafeMutableBytes { bytes in
        unsafe bytes.baseAddress.map {
          unsafe Precision.i8.encode(row, into: $0, feedback: feedback)
        }
      }
    }
    return (bytes, scale ?? .nan)
  }

  private static func decode(_ bytes: [Int8], _ scale: Float) -> [Float] {
    bytes.map { Float($0) * scale }
  }

  @Test(
    "products with such rows change less than by rounding to the nearest", arguments: [8, 31])
  func products(columns: Int) throws {
    let matrix = Self.matrix(1_500, columns)
    let feedback = try #require(ErrorFeedback(matrix))
    var (with, without) = (0.0, 0.0)
    for row in stride(from: 0, to: 1_500, by: 50) {
      let errors = [feedback, nil].map { feedback in
        let (bytes, scale) = Self.encode(matrix[row], feedback)
        return zip(Self.decode(bytes, scale), matrix[row]).map { $0 - $1 }
      }
      for other in stride(from: 1, to: 1_500, by: 30) {
        let products = errors.map { error in
          zip(error, matrix[other]).reduce(0.0) { $0 + Double($1.0 * $1.1) }
        }
        with += products[0] * products[0]
        without += products[1] * products[1]
      }
    }
    #expect(with < 0.7 * without, "\(with) against \(without)")
  }

  @Test("a row that was rounded before is found again, to the bit")
  func again() throws {
    let matrix = Self.matrix(2_000, 20)
    let feedback = try #require(ErrorFeedback(matrix))
    for row in 0..<2_000 {
      let (bytes, scale) = Self.encode(matrix[row], feedback)
      let (more, _) = Self.encode(Self.decode(bytes, scale), feedback)
      #expect(more == bytes)
    }
  }

  @Test("few rows are rounded to the nearest, and rows without a direction say nothing")
  func few() throws {
    #expect(ErrorFeedback(Self.matrix(999, 4)) == nil)
    let zeros = Matrix(rows: 1_000, columns: 2, copying: [Float](repeating: 0, count: 2_000))
    #expect(ErrorFeedback(zeros) == nil)
    var values = [Float](repeating: 1, count: 2_000)
    values[6] = .nan
    values[9] = .infinity
    let feedback = try #require(
      ErrorFeedback(Matrix(rows: 1_000, columns: 2, copying: values)))
    let (bytes, _) = Self.encode([0.5, -1], feedback)
    #expect(bytes[0] > 0 && bytes[1] <= -124)
  }
}
