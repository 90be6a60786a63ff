import Foundation
import Synchronization

/// Where threads meet again and again, and tell each other some floats.
///
/// Made for waits of a microsecond. What a thread tells lies in cache lines that only it writes, and
/// each line says itself of which round it is: so a line is on its way once, where a flag beside it
/// would have to come first. With cores far apart that way takes half a microsecond.
///
/// A thread spins for a while, and sleeps when that was in vain, as when another program runs on the
/// late thread's core.
///
/// Unchecked: a line is written only when all have read what it said two rounds ago.
@safe
public final class Meeting: @unchecked Sendable {
  private let threads: Int
  /// The cache lines of a thread's telling.
  private let lines: Int
  /// Two tellings of each thread, which take turns: one may be at the next round while another
  /// still reads.
  private let memory: UnsafeMutableRawPointer
  /// How often each thread has come, `spacing` apart.
  private let rounds: UnsafeMutablePointer<UInt32>
  private let asleep = Atomic<Int>(0)
  private let allSleeps = Atomic<Int>(0)
  private let condition = NSCondition()

  private static let line = 64
  /// What a line tells: all but the number of its round.
  private static let floatsOfLine = 15
  /// Two cache lines: processors fetch them in pairs.
  private static let spacing = 32
  /// The looks at the others' lines before a thread sleeps: many, since to sleep and be woken takes
  /// longer than most waits.
  private static let patience = 30_000
  /// The seconds after which a sleeper looks by itself.
  private static let nap = 0.001

  /// A meeting of that many threads.
  ///
  /// - Parameters:
  ///   - threads: The number of threads.
  ///   - floats: The most floats that each tells.
  public init(threads: Int, floats: Int = 0) {
    precondition(threads >= 1, "\(threads) threads")
    self.threads = threads
    // An even number: the next thread's lines are no neighbours.
    lines = (max(floats, 1) + Self.floatsOfLine - 1) / Self.floatsOfLine + 1 & ~1
    let size = 2 * threads * lines * Self.line
    unsafe memory = .allocate(byteCount: size, alignment: 2 * Self.line)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    unsafe rounds = .allocate(capacity: threads * Self.spacing)
    unsafe rounds.initialize(repeating: 0, count: threads * Self.spacing)
    for line in 0..<(2 * threads * lines) { unsafe number(line).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe memory.deallocate()
    unsafe rounds.deallocate()
  }

  /// How often a thread has gone to sleep: a sign that cores are taken by others.
  public var sleeps: Int { allSleeps.load(ordering: .relaxed) }

  /// Waits for the others; what they wrote before can then be read.
  ///
  /// - Parameter thread: The thread's number, from 0: no two have the same.
  public func wait(thread: Int) {
    let round = nextRound(of: thread)
    let own = place(thread, round)
    unsafe number(own).pointee.store(round, ordering: .releasing)
    wakeSleepers()
    for other in 0..<threads where other != thread { wait(for: place(other, round), 1, round) }
  }

  /// Tells the others some floats, which `hear` then must wait for.
  ///
  /// What a thread does in between is done while the lines are on their way.
  ///
  /// - Parameters:
  ///   - thread: The thread's number, from 0: no two have the same.
  ///   - floats: The floats.
  ///   - count: Their number, the same for all threads.
  @unsafe
  public func tell(thread: Int, _ floats: UnsafePointer<Float>, count: Int) {
    let used = used(by: count)
    precondition(used <= lines)
    let round = nextRound(of: thread)
    let own = place(thread, round)
    for line in 0..<used {
      let first = line &* Self.floatsOfLine
      let bytes = 4 &* min(count &- first, Self.floatsOfLine)
      unsafe start(own &+ line).copyMemory(from: floats + first, byteCount: bytes)
      unsafe number(own &+ line).pointee.store(round, ordering: .releasing)
    }
    wakeSleepers()
  }

  /// Waits for what the others tell in the round of this thread's last `tell`, and takes it.
  ///
  /// - Parameters:
  ///   - thread: The thread's number, from 0: no two have the same.
  ///   - parts: Room for the floats of all threads; this one's place stays as it is.
  ///   - count: The number of each thread's floats.
  ///   - apart: The floats from those of one thread to those of the next.
  @unsafe
  public func hear(
    thread: Int, _ parts: UnsafeMutablePointer<Float>, count: Int, apart: Int
  ) {
    let used = used(by: count)
    let round = unsafe rounds[thread &* Self.spacing]
    for other in 0..<threads where other != thread {
      let place = place(other, round)
      wait(for: place, used, round)
      for line in 0..<used {
        let first = line &* Self.floatsOfLine
        let bytes = 4 &* min(count &- first, Self.floatsOfLine)
        unsafe UnsafeMutableRawPointer(parts + (other &* apart &+ first)).copyMemory(
          from: start(place &+ line), byteCount: bytes)
      }
    }
  }

  /// The lines that floats take: one at least, which says that the thread has come.
  private func used(by count: Int) -> Int {
    max((count &+ Self.floatsOfLine &- 1) / Self.floatsOfLine, 1)
  }

  private func nextRound(of thread: Int) -> UInt32 {
    unsafe rounds[thread &* Self.spacing] &+= 1
    return unsafe rounds[thread &* Self.spacing]
  }

  /// The first line of what a thread tells in a round.
  private func place(_ thread: Int, _ round: UInt32) -> Int {
    (Int(round & 1) &* threads &+ thread) &* lines
  }

  private func start(_ line: Int) -> UnsafeMutableRawPointer { unsafe memory + line &* Self.line }

  /// The number of the round of which a line is.
  private func number(_ line: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe (start(line) + 4 &* Self.floatsOfLine).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Wakes whoever is seen to sleep.
  ///
  /// Who went to sleep a moment ago may be overlooked, and looks by itself after a while: to see
  /// everyone, this core would have to wait at each round until all that it wrote has arrived.
  private func wakeSleepers() {
    guard asleep.load(ordering: .relaxed) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until lines are of a round.
  private func wait(for place: Int, _ count: Int, _ round: UInt32) {
    for _ in 0..<Self.patience { if isThere(place, count, round) { return } }
    allSleeps.add(1, ordering: .relaxed)
    condition.lock()
    asleep.add(1, ordering: .relaxed)
    while !isThere(place, count, round) {
      _ = condition.wait(until: Date(timeIntervalSinceNow: Self.nap))
    }
    asleep.subtract(1, ordering: .relaxed)
    condition.unlock()
  }

  /// Whether lines are of a round; looks at all of them, so that they come at once.
  @inline(__always)
  private func isThere(_ place: Int, _ count: Int, _ round: UInt32) -> Bool {
    var difference: UInt32 = 0
    for line in 0..<count {
      unsafe difference |= number(place &+ line).pointee.load(ordering: .acquiring) ^ round
    }
    return difference == 0
  }
}
