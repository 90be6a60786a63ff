import Foundation

/// Fixed blocks of text that go from the reading thread to the consumer and back.
@safe
final class BlockQueue: Sendable {
  /// A block; it belongs to one side at a time.
  @safe
  struct Block: @unchecked Sendable {
    fileprivate let memory: UnsafeMutablePointer<UInt8>
    var count = 0
    var storedBytes = 0

    /// The room for text.
    var buffer: UnsafeMutableBufferPointer<UInt8> {
      unsafe UnsafeMutableBufferPointer(start: memory, count: BlockQueue.blockSize)
    }

    /// The text.
    var base: UnsafePointer<UInt8> { unsafe UnsafePointer(memory) }
  }

  /// What the reading thread says.
  enum Item: Sendable {
    case block(Block)
    case fileStart(String)
    case fileEnd(CorpusReport.File)
    case failed(any Error)
  }

  /// Blocks that lie in a core's second-level cache on their way from one thread to the other.
  private static let blockSize = 1 << 18
  private static let blockCount = 4
  /// Bounds what many empty files leave in the queue.
  private static let longestQueue = 64

  // Everything below is guarded by `condition`.
  private let condition = NSCondition()
  private nonisolated(unsafe) var free: [Block]
  private nonisolated(unsafe) var items: [Item] = []
  private nonisolated(unsafe) var isFinished = false
  private nonisolated(unsafe) var isStopped = false
  private nonisolated(unsafe) let memory: UnsafeMutablePointer<UInt8>

  init() {
    let stride = Self.blockSize + TextScanner.padding
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: stride * Self.blockCount)
    unsafe memory.initialize(repeating: 0, count: stride * Self.blockCount)
    unsafe self.memory = unsafe memory
    unsafe free = (0..<Self.blockCount).map { unsafe Block(memory: memory + $0 * stride) }
  }

  deinit { unsafe memory.deallocate() }

  // MARK: The reading thread

  /// A block to fill; nil when the consumer stopped.
  func freeBlock() -> Block? {
    condition.lock()
    defer { condition.unlock() }
    while unsafe free.isEmpty && !isStopped { condition.wait() }
    return unsafe isStopped ? nil : free.removeLast()
  }

  /// Hands an item on; false when the consumer stopped.
  func put(_ item: Item) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while unsafe items.count >= Self.longestQueue && !isStopped { condition.wait() }
    if unsafe isStopped { return false }
    unsafe items.append(item)
    condition.broadcast()
    return true
  }

  /// Says that nothing follows; the reading thread's last act.
  func finish() {
    condition.lock()
    unsafe isFinished = true
    condition.broadcast()
    condition.unlock()
  }

  // MARK: The consumer

  /// The next item, in order; nil at the end.
  func next() -> Item? {
    condition.lock()
    defer { condition.unlock() }
    while unsafe items.isEmpty && !isFinished { condition.wait() }
    guard unsafe !items.isEmpty else { return nil }
    condition.broadcast()
    return unsafe items.removeFirst()
  }

  /// Gives a block back.
  func recycle(_ block: Block) {
    condition.lock()
    unsafe free.append(block)
    condition.broadcast()
    condition.unlock()
  }

  /// Makes the reading thread end at its next step.
  func stop() {
    condition.lock()
    unsafe isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  /// Waits for `finish`.
  func waitForFinish() {
    condition.lock()
    while unsafe !isFinished { condition.wait() }
    condition.unlock()
  }
}
