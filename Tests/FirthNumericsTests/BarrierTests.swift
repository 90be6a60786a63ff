import FirthNumerics
import Foundation
import Synchronization
import Testing

@Suite("The barrier")
struct BarrierTests {
  @Test("nobody passes before all have come", arguments: [1, 2, 3, 8])
  func meets(threads: Int) {
    let barrier = Barrier(count: threads)
    let arrivals = Atomic<Int>(0)
    let early = Atomic<Int>(0)
    let rounds = 200
    Workers.run(threads) { thread in
      for round in 1...rounds {
        arrivals.add(1, ordering: .relaxed)
        barrier.wait(thread: thread)
        if arrivals.load(ordering: .relaxed) < round * threads {
          early.add(1, ordering: .relaxed)
        }
      }
    }
    let (came, passed) = (arrivals.load(ordering: .relaxed), early.load(ordering: .relaxed))
    #expect(came == rounds * threads)
    #expect(passed == 0)
  }

  @Test("who waits long sleeps, and is woken")
  func sleeps() {
    let barrier = Barrier(count: 2)
    Workers.run(2) { thread in
      for round in 0..<4 {
        if thread == round % 2 { Thread.sleep(forTimeInterval: 0.05) }
        barrier.wait(thread: thread)
      }
    }
    #expect((1...4).contains(barrier.sleeps))
  }
}
