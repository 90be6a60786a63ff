import Foundation
import Synchronization

/// A place where threads wait until all of them have come.
///
/// Made for waits of microseconds: a thread spins for a while before it lets others run.
public final class Barrier: Sendable {
  private let count: Int
  private let waiting = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  /// A barrier for that many threads.
  public init(count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
  }

  /// Waits for the others; what they wrote before can then be read.
  public func wait() {
    let current = round.load(ordering: .acquiring)
    if waiting.add(1, ordering: .acquiringAndReleasing).newValue == count {
      waiting.store(0, ordering: .relaxed)
      round.store(current &+ 1, ordering: .releasing)
      return
    }
    var turns = 0
    while round.load(ordering: .acquiring) == current {
      turns &+= 1
      if turns > 2_000 { sched_yield() }
    }
  }
}
