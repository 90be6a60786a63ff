/// Random numbers for training: xoshiro256++ (Blackman and Vigna 2019), one stream per key.
///
/// A stream depends on nothing but its key (seed, epoch, chunk …), so the same work draws the same
/// numbers whichever thread does it.
public struct RandomSource: RandomNumberGenerator, Sendable {
  @usableFromInline var s0, s1, s2, s3: UInt64

  /// The stream of a key; keys that differ in any place give unrelated streams.
  public init(_ key: UInt64...) {
    // SplitMix64 (Steele, Lea and Flood 2014) spreads the key over the state, as the authors of
    // xoshiro advise.
    var mixed: UInt64 = 0
    for part in key { mixed = Self.splitMix(mixed ^ part &* 0xD1B5_4A32_D192_ED03) }
    var state: [UInt64] = []
    for _ in 0..<4 {
      mixed &+= 0x9E37_79B9_7F4A_7C15
      state.append(Self.splitMix(mixed))
    }
    (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3])
  }

  private static func splitMix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = (sum << 23 | sum >> 41) &+ s0
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = s3 << 45 | s3 >> 19
    return result
  }

  /// A whole number below `bound`, by multiplication; the bias is below `bound` / 2^32.
  @inlinable
  public mutating func below(_ bound: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: ((next() >> 32) &* UInt64(bound)) >> 32)
  }

  /// A number in [0, 1) with 24 random bits.
  @inlinable
  public mutating func uniform() -> Float {
    Float(next() >> 40) * (1 / 16_777_216)
  }
}
