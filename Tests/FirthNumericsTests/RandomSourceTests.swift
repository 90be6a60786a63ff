import FirthNumerics
import Testing

@Suite("Random numbers")
struct RandomSourceTests {
  static func stream(_ random: RandomSource, _ count: Int = 100) -> [UInt64] {
    var random = random
    return (0..<count).map { _ in random.next() }
  }

  @Test("the same key gives the same stream")
  func repeats() {
    #expect(Self.stream(RandomSource(1, 2, 3)) == Self.stream(RandomSource(1, 2, 3)))
    #expect(Self.stream(RandomSource(.max)) == Self.stream(RandomSource(.max)))
  }

  @Test("keys that differ in any place give streams without a number in common")
  func differs() {
    let streams = [
      RandomSource(), RandomSource(0), RandomSource(1), RandomSource(2), RandomSource(.max),
      RandomSource(0, 0), RandomSource(1, 0), RandomSource(0, 1), RandomSource(1, 1),
      RandomSource(1, 2), RandomSource(2, 1), RandomSource(1, 2, 3), RandomSource(3, 2, 1),
      RandomSource(1, 1, 0), RandomSource(1, 0, 1), RandomSource(1 << 63), RandomSource(1, 1 << 63),
    ]
    let numbers = streams.flatMap { Self.stream($0) }
    #expect(Set(numbers).count == numbers.count)
  }

  @Test(
    "below(_:) stays below its bound and is uniform",
    arguments: [1, 2, 3, 5, 64, 100, 1_000] as [UInt32], [UInt64(1), 2, 3])
  func below(bound: UInt32, seed: UInt64) {
    var random = RandomSource(seed, UInt64(bound))
    let draws = 1_000 * Int(bound)
    var counts = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<draws { counts[Int(random.below(bound))] += 1 }
    // Six standard deviations of a count with the mean 1,000.
    #expect(counts.allSatisfy { abs($0 - 1_000) < 190 })
  }

  @Test("below(_:) reaches both ends of a large bound")
  func largeBound() {
    var random = RandomSource(4)
    let draws = (0..<1_000).map { _ in random.below(.max) }
    #expect((draws.min() ?? 0) < 1 << 25)
    #expect((draws.max() ?? 0) > .max - 1 << 25)
  }

  @Test("uniform() lies in 0 ..< 1 with the mean and variance of its kind", arguments: [1, 2, 3])
  func uniform(seed: UInt64) {
    var random = RandomSource(seed)
    let draws = (0..<100_000).map { _ in Double(random.uniform()) }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 100_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(abs(mean - 0.5) < 0.005)
    #expect(abs(variance - 1.0 / 12) < 0.002)
  }

  @Test("every bit is set half of the time", arguments: [1, 2])
  func bits(seed: UInt64) {
    let numbers = Self.stream(RandomSource(seed), 10_000)
    for bit in 0..<64 {
      let count = numbers.reduce(0) { $0 + Int($1 >> bit & 1) }
      #expect(abs(count - 5_000) < 300, "bit \(bit)")
    }
  }
}
