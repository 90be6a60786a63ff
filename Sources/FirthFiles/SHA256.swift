/// SHA-256 of a stream of bytes, after FIPS 180-4 §6.2.
///
/// Ours because Linux's Foundation has none and swift-crypto, the usual answer, brings BoringSSL:
/// it would double the time a user waits for the build. It names corpora; it guards no secret.
package struct SHA256: Sendable {
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// The bytes since the last whole block.
  private var rest: [UInt8] = []
  private var length: UInt64 = 0

  private static let blockSize = 64

  /// The hash of no bytes yet.
  package init() {}

  /// Appends bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(Self.blockSize - rest.count, bytes.count)
      unsafe rest.append(contentsOf: bytes[..<start])
      guard rest.count == Self.blockSize else { return }
      unsafe rest.withUnsafeBytes { unsafe compress($0) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = start + (bytes.count - start) / Self.blockSize * Self.blockSize
    unsafe compress(UnsafeRawBufferPointer(rebasing: bytes[start..<whole]))
    unsafe rest.append(contentsOf: bytes[whole...])
  }

  /// The hash of all bytes so far, as 64 hexadecimal digits in lower case.
  package func hexadecimal() -> String {
    var copy = self
    let bits = copy.length &* 8
    let zeros = (2 * Self.blockSize - 9 - copy.rest.count) % Self.blockSize
    let padding =
      [0x80] + [UInt8](repeating: 0, count: zeros)
      + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    unsafe padding.withUnsafeBytes { unsafe copy.update($0) }
    return (0..<8).map { index in
      let digits = String(copy.state[index], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Compresses whole blocks.
  private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    guard unsafe !blocks.isEmpty else { return }
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      guard let w = schedule.baseAddress else { return }
      unsafe Self.constants.withUnsafeBufferPointer { constants in
        guard let k = constants.baseAddress else { return }
        for offset in stride(from: 0, to: blocks.count, by: Self.blockSize) {
          unsafe Self.expand(blocks, at: offset, into: w)
          state &+= unsafe Self.rounds(state, w, k)
        }
      }
    }
  }

  /// The message schedule: the block's 16 words and 48 mixed from them, 0...63.
  @inline(__always)
  private static func expand(
    _ blocks: UnsafeRawBufferPointer, at offset: Int, into w: UnsafeMutablePointer<UInt32>
  ) {
    for t in 0..<16 {
      unsafe w[t] = UInt32(
        bigEndian: blocks.loadUnaligned(fromByteOffset: offset + 4 * t, as: UInt32.self))
    }
    for t in 16..<64 {
      let x = unsafe w[t - 15]
      let y = unsafe w[t - 2]
      let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
      let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
      unsafe w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }
  }

  /// The 64 rounds; eight at a time, so that the working variables change names, not places.
  @inline(__always)
  private static func rounds(
    _ state: SIMD8<UInt32>, _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>
  ) -> SIMD8<UInt32> {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in stride(from: 0, to: 64, by: 8) {
      unsafe round(a, b, c, &d, e, f, g, &h, w[t] &+ k[t])
      unsafe round(h, a, b, &c, d, e, f, &g, w[t + 1] &+ k[t + 1])
      unsafe round(g, h, a, &b, c, d, e, &f, w[t + 2] &+ k[t + 2])
      unsafe round(f, g, h, &a, b, c, d, &e, w[t + 3] &+ k[t + 3])
      unsafe round(e, f, g, &h, a, b, c, &d, w[t + 4] &+ k[t + 4])
      unsafe round(d, e, f, &g, h, a, b, &c, w[t + 5] &+ k[t + 5])
      unsafe round(c, d, e, &f, g, h, a, &b, w[t + 6] &+ k[t + 6])
      unsafe round(b, c, d, &e, f, g, h, &a, w[t + 7] &+ k[t + 7])
    }
    return [a, b, c, d, e, f, g, h]
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ word: UInt32
  ) {
    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let choice = g ^ (e & (f ^ g))
    let t1 = h &+ sum1 &+ choice &+ word
    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let majority = (a & b) | (c & (a | b))
    d = d &+ t1
    h = t1 &+ sum0 &+ majority
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ by: UInt32) -> UInt32 { (x &>> by) | (x &<< (32 - by)) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (§4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
