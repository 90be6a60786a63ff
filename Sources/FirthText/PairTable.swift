/// Pairs of words with what stands between them, and how often each was seen: open addressing in a
/// bounded array.
struct PairTable {
  /// Two words with what stands between them.
  struct Pair: Hashable {
    let first: UInt32
    let second: UInt32
    /// The number of the connectors between; 0 for none.
    let between: UInt32
  }

  /// The number of pairs.
  private(set) var count = 0
  /// Each slot: first, second, between, count.
  private var slots: [SIMD4<UInt32>]
  private let largest: Int

  private static let free = UInt32.max
  private static let slotBytes = MemoryLayout<SIMD4<UInt32>>.stride
  private static let smallest = 1 << 12
  /// The least memory that a table takes, in bytes.
  static let leastMemory = smallest * slotBytes * 3 / 2

  /// A table that takes at most so many bytes.
  init(memory: Int) {
    var largest = Self.smallest
    // While a table grows, its old half lives on.
    while largest * 2 * Self.slotBytes * 3 / 2 <= memory { largest *= 2 }
    self.largest = largest
    slots = Self.empty(Self.smallest)
  }

  private static func empty(_ count: Int) -> [SIMD4<UInt32>] {
    [SIMD4<UInt32>](repeating: [free, 0, 0, 0], count: count)
  }

  /// Spreads a pair over 64 bits.
  @inline(__always)
  static func hash(_ pair: Pair) -> UInt64 {
    let key = UInt64(pair.first) << 32 | UInt64(pair.second)
    let mixed = (key ^ UInt64(pair.between) &* 0x9e37_79b9_7f4a_7c15)
      .multipliedFullWidth(by: 0xbb67_ae85_84ca_a73b)
    return mixed.high ^ mixed.low
  }

  /// Counts a pair; false when there is no room for it.
  @inline(__always)
  mutating func add(_ pair: Pair, hash: UInt64) -> Bool {
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[index].x != Self.free {
      let slot = slots[index]
      if slot.x == pair.first, slot.y == pair.second, slot.z == pair.between {
        if slot.w < .max { slots[index].w += 1 }
        return true
      }
      index = (index + 1) & (slots.count - 1)
    }
    if count * 4 >= slots.count * 3 {
      guard slots.count < largest else { return false }
      grow()
      return add(pair, hash: hash)
    }
    slots[index] = [pair.first, pair.second, pair.between, 1]
    count += 1
    return true
  }

  private mutating func grow() {
    var larger = Self.empty(slots.count * 2)
    for slot in slots where slot.x != Self.free {
      let pair = Pair(first: slot.x, second: slot.y, between: slot.z)
      var index = Int(truncatingIfNeeded: Self.hash(pair)) & (larger.count - 1)
      while larger[index].x != Self.free { index = (index + 1) & (larger.count - 1) }
      larger[index] = slot
    }
    slots = larger
  }

  /// Calls with every pair and its count.
  func forEach(_ body: (Pair, Int) -> Void) {
    for slot in slots where slot.x != Self.free {
      body(Pair(first: slot.x, second: slot.y, between: slot.z), Int(slot.w))
    }
  }

  /// Forgets all pairs.
  mutating func clear() {
    count = 0
    for index in slots.indices { slots[index].x = Self.free }
  }
}
