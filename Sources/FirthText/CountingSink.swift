import FirthFiles

/// Counts tokens, and keeps their ids where there is a file for them.
///
/// Words wait in a small batch while their slots of the table come into the cache: the table of a
/// large vocabulary does not fit there, and waiting for one word at a time would take most of the
/// time.
@safe
struct CountingSink: TokenSink, ~Copyable {
  /// A word of 1...32 bytes, or the end of a sentence (`count` 0).
  private struct Waiting {
    var bytes: SIMD4<UInt64>
    var hash: UInt64
    var count: Int

    static let capacity = MemoryLayout<SIMD4<UInt64>>.size
  }

  var words: WordTable
  var tokens = 0
  private(set) var sentences = 0
  private var sentenceIsEmpty = true
  private var writer: IDWriter
  private let batch: UnsafeMutablePointer<Waiting>
  private var waiting = 0

  private static let batchSize = 16

  init(limit: Int, file: TemporaryFile?) {
    words = WordTable(limit: limit)
    writer = IDWriter(file)
    unsafe batch = .allocate(capacity: Self.batchSize)
  }

  deinit { unsafe batch.deallocate() }

  /// The number of ids written.
  var ids: Int { writer.count }

  @inline(__always)
  mutating func take(key: UInt64, count: Int) throws {
    let hash = WordTable.hash(key: key, count: count)
    words.prefetch(hash)
    try wait(Waiting(bytes: [key, 0, 0, 0], hash: hash, count: count))
    sentenceIsEmpty = false
  }

  @inline(__always)
  mutating func take(_ start: UnsafePointer<UInt8>, count: Int) throws {
    sentenceIsEmpty = false
    let bytes = unsafe UnsafeRawPointer(start)
    let hash = unsafe WordTable.hash(bytes, count: count)
    if count <= Waiting.capacity {
      words.prefetch(hash)
      var copy = SIMD4<UInt64>()
      unsafe withUnsafeMutableBytes(of: &copy) {
        unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: count))
      }
      try wait(Waiting(bytes: copy, hash: hash, count: count))
    } else {
      try drain()
      try keep(unsafe words.add(bytes, count: count, hash: hash))
    }
  }

  mutating func endSentence() throws {
    if sentenceIsEmpty { return }
    sentenceIsEmpty = true
    sentences += 1
    try wait(Waiting(bytes: SIMD4(), hash: 0, count: 0))
  }

  /// Takes the end of the corpus.
  mutating func finish() throws {
    try drain()
    if !sentenceIsEmpty {
      sentenceIsEmpty = true
      sentences += 1
    }
    try writer.flush()
  }

  @inline(__always)
  private mutating func wait(_ word: Waiting) throws {
    unsafe (batch + waiting).initialize(to: word)
    waiting &+= 1
    if waiting == Self.batchSize { try drain() }
  }

  private mutating func drain() throws {
    for index in 0..<waiting {
      let word = unsafe batch + index
      let (count, hash) = unsafe (word.pointee.count, word.pointee.hash)
      if count == 0 {
        try writer.append(EncodedCorpus.boundary)
      } else if count <= 8 {
        try keep(unsafe words.add(key: word.pointee.bytes[0], count: count, hash: hash))
      } else {
        try keep(unsafe words.add(UnsafeRawPointer(word), count: count, hash: hash))
      }
    }
    waiting = 0
  }

  @inline(__always)
  private mutating func keep(_ id: UInt32) throws {
    tokens &+= 1
    try writer.append(id)
  }
}
