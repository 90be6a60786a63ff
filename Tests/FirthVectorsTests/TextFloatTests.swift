import FirthTestSupport
import FirthVectors
import Testing

@Suite("Numbers in text")
struct TextFloatTests {
  @Test("the fast path agrees with the standard library", arguments: 0..<8)
  func agrees(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let value = Float(bitPattern: .random(in: 0 ... .max, using: &random))
      var text = "\(value)"
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text = "\(Double(value))"
      case 1: text = "\(Float.random(in: -1...1, using: &random))"
      case 2:
        // The middle between two floats, where rounding twice goes wrong.
        text =
          "\(Double(value.magnitude) + Double(value.ulp) / 2)"
          + "\(Int.random(in: 0...9, using: &random))"
      default: break
      }
      #expect(
        TextFloat.parse(Array(text.utf8).span)?.bitPattern == Float(text)?.bitPattern
          || Float(text)?.isNaN == true, "\(text)")
    }
  }

  @Test(
    "what is no decimal number is nil",
    arguments: [
      "", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1 ", " 1", "1,5", "--1", "nan(1)",
    ])
  func refused(text: String) {
    #expect(TextFloat.parse(Array(text.utf8).span) == nil)
  }

  @Test(
    "odd spellings are read",
    arguments: [
      ("1.", 1), (".5", 0.5), ("+2", 2), ("-0", 0), ("inf", .infinity), ("-inf", -.infinity),
      ("1e-45", .leastNonzeroMagnitude),
      ("0.000000000000000000000000000000000000000000001", .leastNonzeroMagnitude),
      ("16777217", 16_777_216), ("123456789012345678901234567890", 1.2345679e29),
    ] as [(String, Float)])
  func accepted(text: String, value: Float) {
    #expect(TextFloat.parse(Array(text.utf8).span) == value)
  }
}
