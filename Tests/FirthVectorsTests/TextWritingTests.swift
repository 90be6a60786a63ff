import FirthTestSupport
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
      #expect(text.count <= value.description.count)
    }
  }
}
