import FirthNumerics
import Testing

/// The kernels of a search beside plain loops in Double, in every instruction set.
@Suite("Kernels of a search")
struct SearchKernelTests {
  /// Memory that ends where a row may be read no further, at an odd address, with a NaN before it.
  @safe
  final class Rows {
    let base: UnsafeMutableRawPointer
    let start: UnsafeMutableRawPointer
    let stride: Int

    init(_ rows: [[Float]], _ precision: Precision, gap: Int) {
      let size = precision.size
      stride = (rows[0].count + gap) * size
      let bytes = (rows.count - 1) * stride + rows[0].count * size
      unsafe base = .allocate(byteCount: bytes + 1, alignment: 64)
      // Every byte set: a NaN in each of the float types, between rows too.
      unsafe base.initializeMemory(as: UInt8.self, repeating: 0xFF, count: bytes + 1)
      unsafe start = base + 1
      for (row, values) in rows.enumerated() {
        unsafe values.withUnsafeBufferPointer {
          _ = unsafe precision.encode($0, into: start + row * stride)
        }
      }
    }

    deinit { unsafe base.deallocate() }
  }

  static func values(_ count: Int, _ random: inout RandomSource) -> [Float] {
    (0..<count).map { _ in random.uniform() * 2 - 1 }
  }

  @Test(
    "dot products and decoding", arguments: InstructionSet.supported, Precision.allCases)
  func products(set: InstructionSet, precision: Precision) {
    let kernels = SearchKernels(set, precision)
    var random = RandomSource(3)
    for columns in [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50, 300] {
      for count in [1, 7, 8, 9, 20] {
        let rows = (0..<count).map { _ in Self.values(columns, &random) }
        let memory = Rows(rows, precision, gap: count % 3)
        let query = Self.values(columns, &random)
        var products = [Float](repeating: 9, count: count)
        unsafe kernels.products(memory.start, memory.stride, count, columns, query, &products)
        for row in 0..<count {
          var kept = [Float](repeating: 0, count: columns)
          unsafe kept.withUnsafeMutableBufferPointer {
            unsafe precision.decode(memory.start + row * memory.stride, scale: 1, into: $0)
          }
          var decoded = [Float](repeating: 9, count: columns + 1)
          unsafe kernels.decode(memory.start + row * memory.stride, columns, &decoded)
          #expect(decoded == kept + [9], "\(columns) columns")
          let expected = zip(kept, query).reduce(0) { $0 + Double($1.0) * Double($1.1) }
          let size = zip(kept, query).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
          #expect(
            abs(Double(products[row]) - expected) <= size * 1e-6,
            "row \(row) of \(count) × \(columns)")
        }
      }
    }
  }

  @Test("every half-precision number", arguments: InstructionSet.supported)
  func halves(set: InstructionSet) {
    let bits = (0...UInt16.max).map { $0 }
    var floats = [Float](repeating: 0, count: bits.count)
    unsafe bits.withUnsafeBytes {
      unsafe SearchKernels(set, .f16).decode($0.baseAddress!, bits.count, &floats)
    }
    for (bits, float) in zip(bits, floats) {
      let expected = Float(Float16(bitPattern: bits))
      #expect(
        expected.isNaN ? float.isNaN : float.bitPattern == expected.bitPattern, "\(bits)")
    }
  }

  @Test("scores", arguments: InstructionSet.supported, [1, 5, 16, 100])
  func scores(set: InstructionSet, count: Int) {
    let kernels = SearchKernels(set, .f32)
    var random = RandomSource(4)
    let columns = (0..<3).map { _ in Self.values(count, &random) + [Float](repeating: 7, count: 16)
    }
    var factors = Self.values(count, &random).map(abs) + [Float](repeating: 7, count: 16)
    factors[count / 2] = .nan
    let (a, b, c) = (columns[0], columns[1], columns[2])
    var scores = [Float](repeating: 0, count: count + 16)
    func check(_ expected: (Int) -> Float) {
      for row in 0..<count {
        if row == count / 2 {
          #expect(scores[row].isNaN)
        } else {
          #expect(abs(scores[row] - expected(row)) <= 1e-5 * max(1, abs(expected(row))))
        }
      }
    }
    unsafe a.withUnsafeBufferPointer { x in
      unsafe b.withUnsafeBufferPointer { y in
        unsafe c.withUnsafeBufferPointer { z in
          let addresses = unsafe [x.baseAddress!, y.baseAddress!, z.baseAddress!]
          unsafe kernels.sumScores(addresses, [0.5, -2, 1], 3, factors, count, &scores)
          check { factors[$0] * (0.5 * a[$0] - 2 * b[$0] + c[$0]) }
          unsafe kernels.quotientScores(addresses, 2, 3, 0.25, factors, count, &scores)
          check { row in
            let (p, q, r) = (a[row], b[row], c[row])
            let shifted = [p, q, r].map { ($0 * factors[row] + 1) / 2 }
            return shifted[0] * shifted[1] / (shifted[2] + 0.25)
          }
          unsafe kernels.directionScores(addresses, 0.3, 1.5, factors, count, &scores)
          check { row in
            let along = (b[row] - a[row]) * factors[row] - 0.3
            return along * 1.5 / (2 - 2 * c[row] * factors[row]).squareRoot()
          }
        }
      }
    }
  }

  @Test("places above a threshold", arguments: InstructionSet.supported, [0, 1, 15, 16, 40])
  func places(set: InstructionSet, count: Int) {
    let kernels = SearchKernels(set, .f32)
    var random = RandomSource(5)
    var values = Self.values(count, &random)
    if count > 2 { (values[0], values[count - 1]) = (.nan, .infinity) }
    for threshold in [-.infinity, 0, 0.9, .infinity] as [Float] {
      var places = [Int32](repeating: -1, count: count + 1)
      let found = unsafe kernels.placesAbove(values, count, threshold, &places)
      let expected = values.indices.filter { values[$0] > threshold }.map { Int32($0) }
      #expect(Array(places[..<found]) == expected)
    }
  }

  @Test("places in a band and above it", arguments: InstructionSet.supported, [0, 1, 15, 16, 40])
  func band(set: InstructionSet, count: Int) {
    let kernels = SearchKernels(set, .f32)
    var random = RandomSource(6)
    var values = Self.values(count, &random)
    if count > 2 { (values[0], values[count - 1]) = (.nan, .infinity) }
    for (low, high) in [(-0.5, 0.5), (0, 0), (-.infinity, .infinity), (-1, -0.9)]
      as [(Float, Float)]
    {
      var places = [Int32](repeating: -1, count: count + 1)
      var above = 7
      let found = unsafe kernels.placesBetween(values, count, low, high, &places, &above)
      let expected = values.indices.filter { values[$0] > low && values[$0] <= high }
      #expect(places[..<found].map(Int.init) == expected)
      #expect(above == 7 + values.count { $0 > high })
    }
  }
}
