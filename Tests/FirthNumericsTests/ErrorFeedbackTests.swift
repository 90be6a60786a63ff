import FirthNumerics
import FirthTestSupport
import Foundation
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
    "cosines with neighbours change less than by rounding to the nearest", arguments: [31, 64])
  func cosines(columns: Int) throws {
    let matrix = Self.matrix(1_500, columns)
    let feedback = try #require(ErrorFeedback(matrix))
    var (with, without) = (0.0, 0.0)
    for row in stride(from: 0, to: 1_500, by: 50) {
      let rows = [feedback, nil].map { feedback in
        let (bytes, scale) = Self.encode(matrix[row], feedback)
        return Self.decode(bytes, scale)
      }
      let others = (0..<1_500).filter { $0 != row }
        .map { (Self.cosine(matrix[row], matrix[$0]), $0) }.sorted { $0 > $1 }
      for (exact, other) in others.prefix(10) {
        with += pow(Self.cosine(rows[0], matrix[other]) - exact, 2)
        without += pow(Self.cosine(rows[1], matrix[other]) - exact, 2)
      }
    }
    #expect(with < 0.8 * without, "\(with) against \(without)")
  }

  private static func cosine(_ x: [Float], _ y: [Float]) -> Double {
    func product(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
  }

  @Test(
    "no number and no two that are moved by one bring a row closer",
    arguments: InstructionSet.supported, [2, 16, 20])
  func settled(instructions: InstructionSet, columns: Int) throws {
    let matrix = Self.matrix(1_200, columns, seed: 3)
    let feedback = try #require(ErrorFeedback(matrix, instructions: instructions))
    for number in stride(from: 0, to: 1_200, by: 40) {
      let row = matrix[number]
      let largest = row.map(abs).max() ?? 0
      let steps = row.map { $0 / largest * 127 }
      var codes = [Int8](repeating: 0, count: columns)
      let factor = unsafe steps.withUnsafeBufferPointer {
        unsafe feedback.round($0, &codes)
      }
      let metric = PlainMetric(feedback, row)
      let errors = zip(steps, codes).map { Double($0 * factor) - Double($1) }
      let cost = metric.cost(errors)
      #expect(cost < metric.cost(steps.map { Double($0 - $0.rounded()) }) + 1e-5)
      let free = (0..<columns).filter { abs(steps[$0]) < 127 }
      let moves = free.flatMap { i in [-1.0, 1].map { (i, $0) } }
        .filter { (-127...127).contains(Double(codes[$0.0]) + $0.1) }
      for (i, step) in moves {
        var moved = errors
        moved[i] -= step
        #expect(metric.cost(moved) > cost - 1e-5, "row \(number): \(i) by \(step)")
        for (j, other) in moves where j < i {
          moved[j] = errors[j] - other
          #expect(metric.cost(moved) > cost - 1e-5, "row \(number): \(i), \(j)")
          moved[j] = errors[j]
        }
      }
    }
  }

  /// What errors of a row cost, without tricks.
  private struct PlainMetric {
    let unit: [Double]
    let metric: [[Double]]

    init(_ feedback: ErrorFeedback, _ row: [Float]) {
      let norm = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      unit = row.map { Double($0) / norm }
      var metric = row.map { _ in row.map { _ in 0.0 } }
      for (i, column) in feedback.order.enumerated() {
        for (j, other) in feedback.order.enumerated() {
          metric[column][other] = Double(feedback.metric[i * feedback.stride + j])
        }
      }
      self.metric = metric
    }

    func cost(_ errors: [Double]) -> Double {
      let along = zip(errors, unit).reduce(0) { $0 + $1.0 * $1.1 }
      let across = zip(errors, unit).map { $0 - along * $1 }
      return zip(across, metric).reduce(0) { sum, line in
        sum + line.0 * zip(line.1, across).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  @Test(
    "a row that was rounded before is found again, to the bit", arguments: InstructionSet.supported)
  func again(instructions: InstructionSet) throws {
    let matrix = Self.matrix(2_000, 20)
    let feedback = try #require(ErrorFeedback(matrix, instructions: instructions))
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
    let alike = Matrix(rows: 1_000, columns: 2, copying: [Float](repeating: 0.3, count: 2_000))
    #expect(ErrorFeedback(alike) == nil)
    var values = (0..<2_000).map { Float($0 * $0 % 1_009) - 500 }
    values[6] = .nan
    values[9] = .infinity
    let feedback = try #require(
      ErrorFeedback(Matrix(rows: 1_000, columns: 2, copying: values)))
    let (bytes, _) = Self.encode([0.5, -1], feedback)
    #expect(bytes[0] > 0 && bytes[1] <= -121)
  }
}
