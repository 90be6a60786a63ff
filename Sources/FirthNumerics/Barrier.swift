import Foundation
import Synchronization

/// A place where threads wait until all of them have come.
///
/// Made for waits of microseconds: a thread spins for a while, and sleeps when that was in vain, as
/// when another program runs on the late thread's core. Each thread writes to a cache line of its own,
/// which the others read: where cores are far apart, a line that several write to takes the way twice.
///
/// Unchecked: nothing but atomic values lies behind the pointer.
@safe
public final class Barrier: @unchecked Sendable {
  private let count: Int
  /// How often each thread has come, `spacing` apart.
  private let rounds: UnsafeMutablePointer<Atomic<Int>>
  private let asleep = Atomic<Int>(0)
  private let allSleeps = Atomic<Int>(0)
  private let condition = NSCondition()

  /// Two cache lines: processors fetch them in pairs.
  private static let spacing = 16
  /// The looks at a round before a thread sleeps: some 100 µs, since to sleep and be woken takes
  /// longer than most waits.
  private static let patience = 200_000

  /// A barrier for that many threads.
  public init(count: Int) {
    precondition(count >= 1, "\(count) threads")
    self.count = count
    unsafe rounds = .allocate(capacity: count * Self.spacing)
    for i in 0..<(count * Self.spacing) { unsafe (rounds + i).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe rounds.deinitialize(count: count * Self.spacing)
    unsafe rounds.deallocate()
  }

  /// How often a thread has gone to sleep: a sign that cores are taken by others.
  public var sleeps: Int { allSleeps.load(ordering: .relaxed) }

  /// Waits for the others; what they wrote before can then be read.
  ///
  /// - Parameter thread: The thread's number, from 0: no two have the same.
  public func wait(thread: Int) {
    let own = unsafe rounds + thread &* Self.spacing
    let round = unsafe own.pointee.load(ordering: .relaxed) &+ 1
    // In one order with a sleeper's steps: it sees the new round, or is seen.
    unsafe own.pointee.store(round, ordering: .sequentiallyConsistent)
    if asleep.load(ordering: .sequentiallyConsistent) > 0 {
      condition.lock()
      condition.broadcast()
      condition.unlock()
    }
    for other in 0..<count where other != thread {
      unsafe wait(until: rounds + other &* Self.spacing, round)
    }
  }

  /// Waits until another thread has come as often.
  private func wait(until other: UnsafeMutablePointer<Atomic<Int>>, _ round: Int) {
    for _ in 0..<Self.patience {
      if unsafe other.pointee.load(ordering: .acquiring) >= round { return }
    }
    allSleeps.add(1, ordering: .relaxed)
    condition.lock()
    asleep.add(1, ordering: .sequentiallyConsistent)
    while unsafe other.pointee.load(ordering: .sequentiallyConsistent) < round {
      condition.wait()
    }
    asleep.subtract(1, ordering: .relaxed)
    condition.unlock()
  }
}
