import CPUFeatures

/// Distinct words with their counts, by order of first sight: open addressing over a byte arena.
///
/// A slot holds a word's first 8 bytes, so that short words, most of any text, are found without a
/// look at the arena.
@safe
struct WordTable: ~Copyable {
  private struct Slot {
    var key: UInt64
    /// The hash's upper bits and in the lower 13 the length: a token has at most 8191 bytes.
    var tag: UInt32
    var id: UInt32
  }

  /// Where a word starts in the arena and how often it was counted: side by side, since both are
  /// looked at for every token and are seldom in the cache.
  private struct Word {
    var start: Int
    var count: UInt64
  }

  /// The number of distinct words.
  private(set) var count = 0
  private var slots: UnsafeMutablePointer<Slot>
  private var slotCount: Int
  /// By id, and one more: where the arena ends.
  private var words: UnsafeMutablePointer<Word>
  private var wordCapacity: Int
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity: Int
  /// The most bytes that the table may take.
  private let limit: Int

  private static let slotCapacity = 1 << 12
  private static let arenaCapacity = 1 << 14
  private static let free = UInt32.max
  private static let lengthBits: UInt32 = 13
  private static let lengthMask: UInt32 = (1 << lengthBits) - 1
  /// The most bytes of a word.
  static let longestWord = Int(lengthMask)
  /// Room behind the last word, so that it can be compared 8 bytes at a time.
  private static let padding = 8

  /// The growth that would break the limit; all in bytes.
  struct OutOfMemory: Error {
    let needed: Int
  }

  /// An empty table that may grow to `limit` bytes.
  init(limit: Int = .max) {
    self.limit = limit
    slotCount = Self.slotCapacity
    wordCapacity = Self.slotCapacity / 2
    arenaCapacity = Self.arenaCapacity
    unsafe slots = .allocate(capacity: slotCount)
    unsafe slots.initialize(repeating: Slot(key: 0, tag: 0, id: Self.free), count: slotCount)
    unsafe words = .allocate(capacity: wordCapacity + 1)
    unsafe words.initialize(to: Word(start: 0, count: 0))
    unsafe arena = .allocate(capacity: arenaCapacity)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe words.deallocate()
    unsafe arena.deallocate()
  }

  /// The bytes that the table takes.
  var memory: Int {
    slotCount * MemoryLayout<Slot>.stride + wordCapacity * MemoryLayout<Word>.stride
      + arenaCapacity
  }

  /// The bytes of all words.
  var wordBytes: Int { unsafe words[count].start }

  /// The most bytes that a table takes on its way to so many words, of so many bytes together.
  static func memory(words: Int, bytes: Int) -> Int {
    var (slots, capacity, arena) = (Self.slotCapacity, Self.slotCapacity / 2, Self.arenaCapacity)
    while slots <= words * 2 { slots *= 2 }
    while capacity < words { capacity *= 2 }
    while arena < bytes + Self.padding { arena *= 2 }
    let final =
      slots * MemoryLayout<Slot>.stride + capacity * MemoryLayout<Word>.stride + arena
    // While an array grows, its old half lives on.
    return final + final / 2
  }

  /// How often a word was counted.
  func count(of id: Int) -> UInt64 { unsafe words[id].count }

  /// Calls `body` with a word's bytes.
  func withBytes<Result>(of id: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = unsafe words[id].start
    let end = unsafe words[id + 1].start
    return unsafe body(UnsafeBufferPointer(start: arena + start, count: end - start))
  }

  /// The id of a word; nil when the table does not have it.
  func find(_ word: [UInt8]) -> UInt32? {
    guard word.count <= Int(Self.lengthMask) else { return nil }
    let padded = word + [UInt8](repeating: 0, count: Self.padding)
    return unsafe padded.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return nil }
      let key = unsafe lowBytes(start.loadUnaligned(as: UInt64.self), word.count)
      return word.count <= 8
        ? find(key: key, count: word.count) : unsafe find(start, count: word.count)
    }
  }

  /// The id of a word of at most 8 bytes.
  @inline(__always)
  func find(key: UInt64, count length: Int) -> UInt32? {
    find(key, length, Self.hash(key: key, count: length)) { _ in true }
  }

  /// The id of a word of more than 8 bytes; `length` rounded up to 8 is read.
  ///
  /// - Precondition: the word has at most 8191 bytes.
  @inline(__always)
  func find(_ word: UnsafeRawPointer, count length: Int) -> UInt32? {
    let key = unsafe word.loadUnaligned(as: UInt64.self)
    let hash = unsafe Self.hash(word, count: length)
    return find(key, length, hash) { id in unsafe isEqual(id, word, length) }
  }

  @inline(__always)
  private func find(
    _ key: UInt64, _ length: Int, _ hash: UInt64, isWord: (Int) -> Bool
  ) -> UInt32? {
    let tag = Self.tag(hash, length)
    var index = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
    while true {
      let slot = unsafe slots[index]
      if slot.id == Self.free { return nil }
      if slot.key == key, slot.tag == tag, isWord(Int(slot.id)) { return slot.id }
      index = (index &+ 1) & (slotCount &- 1)
    }
  }

  /// The id of a word, which is added with the count 0 when it is new.
  ///
  /// - Precondition: the word has at most 8191 bytes.
  mutating func insert(_ word: [UInt8]) throws(OutOfMemory) -> UInt32 {
    precondition(word.count <= Int(Self.lengthMask), "a word of \(word.count) bytes")
    if let id = find(word) { return id }
    let padded = word + [UInt8](repeating: 0, count: Self.padding)
    return try unsafe padded.withUnsafeBufferPointer { bytes throws(OutOfMemory) in
      guard let start = unsafe bytes.baseAddress.map({ unsafe UnsafeRawPointer($0) }) else {
        return Self.free
      }
      let key = unsafe lowBytes(start.loadUnaligned(as: UInt64.self), word.count)
      let hash = unsafe Self.hash(start, count: word.count, key: key)
      let id = try unsafe insert(
        start, word.count, key: key, tag: Self.tag(hash, word.count), hash: hash)
      unsafe words[Int(id)].count = 0
      return id
    }
  }

  /// Changes how often a word was counted.
  ///
  /// - Precondition: no word's count falls below 0.
  mutating func add(_ difference: Int, toCountOf id: Int) {
    unsafe words[id].count = UInt64(Int(words[id].count) + difference)
  }

  /// The hash of a word of any length, whose first 8 bytes `key` holds.
  private static func hash(_ word: UnsafeRawPointer, count length: Int, key: UInt64) -> UInt64 {
    length <= 8 ? hash(key: key, count: length) : unsafe hash(word, count: length)
  }

  /// The hash of a word of at most 8 bytes.
  @inline(__always)
  static func hash(key: UInt64, count length: Int) -> UInt64 {
    mix(key ^ (UInt64(truncatingIfNeeded: length) &* lengthFactor))
  }

  /// Fetches the slot of a hash into the cache, for an `add` that follows soon.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    unsafe firth_prefetch(slots + (Int(truncatingIfNeeded: hash) & (slotCount &- 1)))
  }

  /// Counts a word of at most 8 bytes, whose hash is known, and returns its id.
  @inline(__always)
  mutating func add(key: UInt64, count length: Int, hash: UInt64) throws(OutOfMemory) -> UInt32 {
    let tag = Self.tag(hash, length)
    var index = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
    while true {
      let slot = unsafe slots + index
      if unsafe slot.pointee.key == key && slot.pointee.tag == tag {
        let id = unsafe slot.pointee.id
        if id != Self.free {
          unsafe words[Int(truncatingIfNeeded: id)].count &+= 1
          return id
        }
      }
      if unsafe slot.pointee.id == Self.free { break }
      index = (index &+ 1) & (slotCount &- 1)
    }
    return try unsafe withUnsafeBytes(of: key.littleEndian) { bytes throws(OutOfMemory) in
      guard let start = bytes.baseAddress else { return Self.free }
      return try unsafe insert(start, length, key: key, tag: tag, hash: hash)
    }
  }

  /// The hash of a word of more than 8 bytes; `length` rounded up to 8 is read.
  @inline(__always)
  static func hash(_ word: UnsafeRawPointer, count length: Int) -> UInt64 {
    var hash = unsafe hash(key: word.loadUnaligned(as: UInt64.self), count: length)
    var position = 8
    while position < length {
      let part = unsafe word.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      hash = mix(hash ^ lowBytes(part, length &- position))
      position &+= 8
    }
    return hash
  }

  /// Counts a word of more than 8 bytes, whose hash is known, and returns its id; `length` rounded
  /// up to 8 is read.
  @inline(__always)
  mutating func add(
    _ raw: UnsafeRawPointer, count length: Int, hash: UInt64
  ) throws(OutOfMemory) -> UInt32 {
    let key = unsafe raw.loadUnaligned(as: UInt64.self)
    let tag = Self.tag(hash, length)
    var index = Int(truncatingIfNeeded: hash) & (slotCount &- 1)
    while true {
      let slot = unsafe slots + index
      let id = unsafe slot.pointee.id
      if id == Self.free { break }
      if unsafe slot.pointee.key == key && slot.pointee.tag == tag
        && isEqual(Int(truncatingIfNeeded: id), raw, length)
      {
        unsafe words[Int(truncatingIfNeeded: id)].count &+= 1
        return id
      }
      index = (index &+ 1) & (slotCount &- 1)
    }
    return try unsafe insert(raw, length, key: key, tag: tag, hash: hash)
  }

  /// Whether the stored word equals one of the same length (as the tag says) and first 8 bytes.
  @inline(__always)
  private func isEqual(_ id: Int, _ word: UnsafeRawPointer, _ length: Int) -> Bool {
    let stored = unsafe UnsafeRawPointer(arena + words[id].start)
    var position = 8
    while position < length {
      let left = unsafe stored.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let right = unsafe word.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      if lowBytes(left ^ right, length &- position) != 0 { return false }
      position &+= 8
    }
    return true
  }

  @inline(never)
  private mutating func insert(
    _ bytes: UnsafeRawPointer, _ length: Int, key: UInt64, tag: UInt32, hash: UInt64
  ) throws(OutOfMemory) -> UInt32 {
    try makeRoom(for: length)
    var index = Int(truncatingIfNeeded: hash) & (slotCount - 1)
    while unsafe slots[index].id != Self.free { index = (index + 1) & (slotCount - 1) }
    let id = UInt32(truncatingIfNeeded: count)
    unsafe slots[index] = Slot(key: key, tag: tag, id: id)
    let start = unsafe words[count].start
    unsafe UnsafeMutableRawPointer(arena + start).copyMemory(from: bytes, byteCount: length)
    count += 1
    unsafe words[count - 1].count = 1
    unsafe (words + count).initialize(to: Word(start: start + length, count: 0))
    return id
  }

  /// Grows what is too small for one more word.
  private mutating func makeRoom(for length: Int) throws(OutOfMemory) {
    guard count < Int(Self.free) - 1 else { throw OutOfMemory(needed: memory * 2) }
    if unsafe words[count].start + length + Self.padding > arenaCapacity {
      try reserve(arenaCapacity * 2)
      unsafe Self.grow(&arena, from: arenaCapacity, used: words[count].start)
      arenaCapacity *= 2
    }
    if count == wordCapacity {
      try reserve(wordCapacity * 2 * MemoryLayout<Word>.stride)
      unsafe Self.grow(&words, from: wordCapacity, used: count + 1, extra: 1)
      wordCapacity *= 2
    }
    if count * 2 >= slotCount {
      try reserve(slotCount * 2 * MemoryLayout<Slot>.stride)
      rehash()
    }
  }

  /// Refuses an array that would break the limit while the one that it replaces still lives.
  private func reserve(_ bytes: Int) throws(OutOfMemory) {
    guard memory + bytes <= limit else { throw OutOfMemory(needed: memory + bytes) }
  }

  private static func grow<Element>(
    _ array: inout UnsafeMutablePointer<Element>, from capacity: Int, used: Int, extra: Int = 0
  ) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2 + extra)
    unsafe larger.moveInitialize(from: array, count: used)
    unsafe array.deallocate()
    unsafe array = larger
  }

  private mutating func rehash() {
    let newCount = slotCount * 2
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: newCount)
    unsafe larger.initialize(repeating: Slot(key: 0, tag: 0, id: Self.free), count: newCount)
    for old in 0..<slotCount {
      let slot = unsafe slots[old]
      guard slot.id != Self.free else { continue }
      var index = Int(truncatingIfNeeded: hash(of: slot)) & (newCount - 1)
      while unsafe larger[index].id != Self.free { index = (index + 1) & (newCount - 1) }
      unsafe larger[index] = slot
    }
    unsafe slots.deallocate()
    unsafe slots = larger
    slotCount = newCount
  }

  private func hash(of slot: Slot) -> UInt64 {
    let length = Int(slot.tag & Self.lengthMask)
    if length <= 8 { return Self.hash(key: slot.key, count: length) }
    return unsafe Self.hash(arena + words[Int(slot.id)].start, count: length)
  }

  /// Two odd constants: the fractions of the golden ratio and of the square root of 3.
  private static let lengthFactor: UInt64 = 0x9e37_79b9_7f4a_7c15
  private static let mixFactor: UInt64 = 0xbb67_ae85_84ca_a73b

  /// Folds the 128-bit product, so that every bit of the input reaches every part of the hash.
  @inline(__always)
  private static func mix(_ x: UInt64) -> UInt64 {
    let product = (x ^ lengthFactor).multipliedFullWidth(by: mixFactor)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func tag(_ hash: UInt64, _ length: Int) -> UInt32 {
    (UInt32(truncatingIfNeeded: hash &>> 32) & ~lengthMask) | UInt32(truncatingIfNeeded: length)
  }
}
