import FirthNumerics
import Foundation
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
  @Test("each number's work runs once, and all have ended at the end", arguments: [1, 2, 7, 50])
  func runsAll(count: Int) {
    let done = Mutex<[Int]>([])
    Workers.run(count) { worker in
      Thread.sleep(forTimeInterval: 0.001 * Double(worker % 3))
      done.withLock { $0.append(worker) }
    }
    let workers = done.withLock { $0.sorted() }
    #expect(workers == Array(0..<count))
  }

  @Test("ticks come while the work goes on", .timeLimit(.minutes(1)))
  func ticks() {
    let ticks = Atomic<Int>(0)
    // The work itself waits for three ticks, so that the test depends on no clock.
    Workers.run(
      2, every: 0.001, tick: { ticks.add(1, ordering: .relaxed) },
      work: { _ in
        while ticks.load(ordering: .relaxed) < 3 { Thread.sleep(forTimeInterval: 0.0005) }
      })
    let count = ticks.load(ordering: .relaxed)
    #expect(count >= 3)
  }

  @Test("there is a core at least")
  func cores() {
    #expect(Workers.cores >= 1)
  }
}
