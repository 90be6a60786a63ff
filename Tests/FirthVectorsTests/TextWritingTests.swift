import FirthFiles
import FirthNumerics
import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Numbers written as text")
struct TextWritingTests {
  static func text(_ value: Float, _ decimals: Int?) -> String {
    var bytes: [UInt8] = []
    TextFloat.append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("decimals are those of printf", arguments: [0, 1, 2, 6, 12, 13, 17])
  func decimals(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<5000 {
      let value: Float =
        switch Int.random(in: 0..<3, using: &random) {
        case 0: Float(bitPattern: .random(in: 0...UInt32.max, using: &random))
        case 1: .random(in: -10...10, using: &random)
        default: Float(Int.random(in: -4000...4000, using: &random)) / 64
        }
      guard value.isFinite else { continue }
      #expect(Self.text(value, count) == String(format: "%.\(count)f", Double(value)))
    }
  }

  @Test("the fewest digits read back to the same number", arguments: 0..<4)
  func shortest(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let value = Float(bitPattern: .random(in: 0...UInt32.max, using: &random))
      guard value.isFinite else { continue }
      let text = Self.text(value, nil)
      #expect(Float(text)?.bitPattern == value.bitPattern)
      #expect(text == value.description)
    }
  }

  @Test("numbers without an exponent are written as the standard library does", arguments: 0..<4)
  func plain(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // From 1e-5 to 1e8: also those just beyond where exponents begin.
    let range = Float(1e-5).bitPattern...Float(1e8).bitPattern
    for _ in 0..<100_000 {
      var bits = UInt32.random(in: range, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bits &= ~0xFFFF  // Few bits: decimals that end.
      case 1: bits &= ~0x7F_FFFF  // Powers of two, whose lower neighbour is nearer.
      case 2: bits = (Float(Int.random(in: 0...99_999, using: &random)) / 1000).bitPattern
      default: break
      }
      let value = Float(bitPattern: bits | UInt32.random(in: 0...1, using: &random) << 31)
      #expect(Self.text(value, nil) == value.description)
    }
    let edges: [Float] = [
      0, -0.0, 1, 10, 0.1, 1e-4, (1e-4 as Float).nextDown, 0x1p24, (0x1p24 as Float).nextDown,
      9_999_999, 0.000999999, 0.99999994, 5e-5, .infinity, -.infinity, .nan,
      .leastNonzeroMagnitude,
    ]
    for value in edges { #expect(Self.text(value, nil) == value.description) }
  }

  @Test("text that is made in several parts keeps the rows' order; a full disk stops it")
  func parts() throws {
    // More numbers than a machine of up to seven cores makes into text at once.
    let (rows, columns) = (60_000, 50)
    let made = Embeddings(
      vocabulary: Vocabulary(words: (0..<rows).map { "w\($0)" }),
      vectors: Matrix(
        rows: rows, columns: columns, copying: (0..<rows * columns).map { Float($0) / 512 }))
    try withFolder { folder in
      try made.write(to: folder + "/a.glove", format: .gloveText)
      let read = try Embeddings(contentsOf: folder + "/a.glove")
      #expect(read.vocabulary.bytes == made.vocabulary.bytes)
      #expect(bits(read.vectors) == bits(made.vectors))
    }
    #expect(throws: FileError.diskFull(path: "/dev/full")) {
      try made.write(to: "/dev/full", format: .gloveText)
    }
  }
}
