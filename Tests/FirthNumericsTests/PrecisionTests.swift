import FirthNumerics
import Testing

@Suite("Numbers of fewer bits")
struct PrecisionTests {
  /// Encodes a row and reads it again.
  static func roundTrip(_ values: [Float], _ precision: Precision) -> [Float] {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: values.count * precision.size + 1, alignment: 64)
    defer { unsafe bytes.deallocate() }
    // One byte off: files need not align their data.
    let row = unsafe bytes + 1
    let scale = unsafe values.withUnsafeBufferPointer {
      unsafe precision.encode($0, into: row)
    }
    return unsafe [Float](unsafeUninitializedCapacity: values.count) { read, count in
      unsafe read.initialize(repeating: 0)
      count = values.count
      unsafe precision.decode(
        row, scale: scale, into: UnsafeMutableBufferPointer(rebasing: read[..<count]))
    }
  }

  @Test("the error is about half a step at most", arguments: Precision.allCases, [1, 8, 33, 300])
  func error(precision: Precision, count: Int) {
    let values = (0..<count).map { Float(($0 * 7919) % 1000) / 500 - 1 }
    let largest = values.map(abs).max() ?? 0
    for (value, read) in zip(values, Self.roundTrip(values, precision)) {
      let step: Float =
        switch precision {
        case .f32: 0
        case .f16: max(abs(value) / 2048, 0x1p-25)
        case .bf16: abs(value) / 256
        case .i8: largest / 254 * 1.03
        }
      #expect(abs(value - read) <= step, "\(value) became \(read)")
    }
  }

  @Test(
    "numbers at the edges become what they must",
    arguments: [
      (.f16, 65504, 65504), (.f16, 65536, .infinity), (.f16, -1e-8, -0.0), (.f16, 6e-8, 0x1p-24),
      (.f16, 2049, 2048), (.f16, 2051, 2052), (.f16, -.infinity, -.infinity),
      (.bf16, 257, 256), (.bf16, 259, 260), (.bf16, .greatestFiniteMagnitude, .infinity),
      (.bf16, -.infinity, -.infinity), (.bf16, -0.0, -0.0), (.i8, 3, 3), (.i8, -0.0, 0),
      (.i8, .leastNonzeroMagnitude, 0), (.i8, .greatestFiniteMagnitude, .greatestFiniteMagnitude),
    ] as [(Precision, Float, Float)])
  func edges(precision: Precision, value: Float, expected: Float) {
    let read = Self.roundTrip([value], precision)[0]
    // A scale is rounded, and with it the number.
    let tolerance = precision == .i8 && expected.isFinite ? abs(expected).ulp * 64 : 0
    #expect(read == expected || abs(read - expected) <= tolerance, "\(value) became \(read)")
    #expect(read.sign == expected.sign)
  }

  @Test("of the scales near a 127th of the largest number the best is taken")
  func scale() {
    var (sum, plainSum): (Float, Float) = (0, 0)
    for seed in UInt64(0)..<20 {
      var random = RandomSource(seed, 5, 0)
      let values = (0..<300).map { _ in
        (0..<12).reduce(Float(-6)) { sum, _ in sum + random.uniform() }
      }
      func error(_ read: [Float]) -> Float {
        zip(values, read).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      let scale = (values.map(abs).max() ?? 0) / 127
      let plain = error(values.map { ($0 / scale).rounded(.toNearestOrEven) * scale })
      let read = Self.roundTrip(values, .i8)
      #expect(error(read) <= plain * 1.0001)
      (sum, plainSum) = (sum + error(read), plainSum + plain)
      // What has been rounded is kept as it is.
      for (value, again) in zip(read, Self.roundTrip(read, .i8)) {
        #expect(abs(value - again) <= abs(value) * 1e-5)
      }
    }
    #expect(sum < 0.97 * plainSum)
  }

  @Test("a NaN stays one", arguments: [.f16, .bf16, .i8] as [Precision])
  func notANumber(precision: Precision) {
    let narrow = Float(bitPattern: 0x7F80_0001)
    #expect(Self.roundTrip([narrow], precision)[0].isNaN)
    #expect(Self.roundTrip([1, .nan, 2], precision)[1].isNaN)
  }

  @Test("a row of whole numbers with an infinity is no row")
  func infinite() {
    #expect(Self.roundTrip([1, .infinity], .i8).allSatisfy { $0.isNaN })
  }
}
