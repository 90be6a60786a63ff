public import CPUFeatures

/// Draws indices with given probabilities, each draw in constant time: Walker's alias method, built
/// as in Vose, "A linear algorithm for generating random numbers with a given distribution" (1991).
///
/// 8 bytes an index, so the table of a usual vocabulary stays in the cache; word2vec.c's table of
/// 10^8 entries takes 400 MB and a cache miss a draw.
public struct AliasTable: Sendable {
  /// The low half is the threshold out of 2^32 below which the index itself is drawn, the high half
  /// the index that is drawn otherwise.
  @usableFromInline let entries: [UInt64]

  /// The number of indices.
  public var count: Int { entries.count }

  /// A table that draws `i` with a probability proportional to `weights[i]`.
  ///
  /// - Precondition: there are weights, fewer than 2^32, none negative and their sum positive.
  public init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(total > 0 && total.isFinite && weights.count < 1 << 32)
    let scale = Double(weights.count) / total
    var share = weights.map { $0 * scale }
    var small: [Int] = []
    var large: [Int] = []
    for i in share.indices { if share[i] < 1 { small.append(i) } else { large.append(i) } }
    var entries = (0..<weights.count).map { UInt64($0) << 32 | 0xFFFF_FFFF }
    while let poor = small.popLast(), let rich = large.popLast() {
      entries[poor] = UInt64(rich) << 32 | UInt64(min(share[poor] * 4_294_967_296, 4_294_967_295))
      share[rich] -= 1 - share[poor]
      if share[rich] < 1 { small.append(rich) } else { large.append(rich) }
    }
    self.entries = entries
  }

  /// The index that 64 random bits draw.
  @inlinable
  public func draw(_ bits: UInt64) -> UInt32 {
    let place = self.place(of: bits)
    let entry = unsafe entries.withUnsafeBufferPointer { unsafe $0[place] }
    let isOwn = UInt32(truncatingIfNeeded: bits) < UInt32(truncatingIfNeeded: entry)
    return isOwn ? UInt32(truncatingIfNeeded: place) : UInt32(truncatingIfNeeded: entry >> 32)
  }

  /// Asks for the entry that random bits will need to draw an index.
  @inlinable
  public func prefetch(_ bits: UInt64) {
    unsafe entries.withUnsafeBufferPointer {
      if let base = $0.baseAddress { unsafe firth_prefetch_read(base + place(of: bits)) }
    }
  }

  @inlinable
  func place(of bits: UInt64) -> Int {
    Int(((bits >> 32) &* UInt64(entries.count)) >> 32)
  }
}
