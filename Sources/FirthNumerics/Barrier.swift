import Foundation
import Synchronization

/// A place where threads wait until all of them have come.
///
/// Made for waits of microseconds: a thread spins for a while, and sleeps when that was in vain, as
/// when another program runs on the late thread's core.
public final class Barrier: Sendable {
  private let count: Int
  private let waiting = Atomic<Int>(0)
  private let round = Atomic<Int>(0)
  private let asleep = Atomic<Int>(0)
  private let allSleeps = Atomic<Int>(0)
  private let condition = NSCondition()

  /// The looks at the round before a thread sleeps: some 100 µs, since to sleep and be woken takes
  /// longer than most waits.
  private static let patience = 200_000

  /// A barrier for that many threads.
  public init(count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
  }

  /// How often a thread has gone to sleep: a sign that cores are taken by others.
  public var sleeps: Int { allSleeps.load(ordering: .relaxed) }

  /// Waits for the others; what they wrote before can then be read.
  public func wait() {
    let current = round.load(ordering: .acquiring)
    if waiting.add(1, ordering: .acquiringAndReleasing).newValue == count {
      waiting.store(0, ordering: .relaxed)
      // In one order with a sleeper's steps: it sees the new round, or is seen.
      round.store(current &+ 1, ordering: .sequentiallyConsistent)
      if asleep.load(ordering: .sequentiallyConsistent) > 0 {
        condition.lock()
        condition.broadcast()
        condition.unlock()
      }
      return
    }
    for _ in 0..<Self.patience {
      if round.load(ordering: .acquiring) != current { return }
    }
    allSleeps.add(1, ordering: .relaxed)
    condition.lock()
    asleep.add(1, ordering: .sequentiallyConsistent)
    while round.load(ordering: .sequentiallyConsistent) == current { condition.wait() }
    asleep.subtract(1, ordering: .relaxed)
    condition.unlock()
  }
}
