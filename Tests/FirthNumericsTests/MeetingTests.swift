import FirthNumerics
import Foundation
import Synchronization
import Testing

@Suite("The meeting of threads")
struct MeetingTests {
  @Test("nobody passes before all have come", arguments: [1, 2, 3, 8])
  func meets(threads: Int) {
    let meeting = Meeting(threads: threads)
    let arrivals = Atomic<Int>(0)
    let early = Atomic<Int>(0)
    let rounds = 200
    Workers.run(threads) { thread in
      for round in 1...rounds {
        arrivals.add(1, ordering: .relaxed)
        meeting.wait(thread: thread)
        if arrivals.load(ordering: .relaxed) < round * threads {
          early.add(1, ordering: .relaxed)
        }
      }
    }
    let (came, passed) = (arrivals.load(ordering: .relaxed), early.load(ordering: .relaxed))
    #expect(came == rounds * threads)
    #expect(passed == 0)
  }

  @Test("everyone gets what the others tell, round after round", arguments: [1, 2, 3, 8])
  func exchanges(threads: Int) {
    let most = 100
    let meeting = Meeting(threads: threads, floats: most)
    let wrong = Atomic<Int>(0)
    @Sendable func told(_ thread: Int, _ round: Int, _ place: Int) -> Float {
      Float(1_000 * round + 10 * place + thread)
    }
    Workers.run(threads) { thread in
      var parts = [Float](repeating: -1, count: threads * most)
      for round in 0..<300 {
        let count = round % (most + 1)
        for place in 0..<count { parts[thread * most + place] = told(thread, round, place) }
        unsafe parts.withUnsafeMutableBufferPointer { parts in
          guard let base = parts.baseAddress else { return }
          unsafe meeting.tell(thread: thread, base + thread * most, count: count)
          unsafe meeting.hear(thread: thread, base, count: count, apart: most)
        }
        for other in 0..<threads {
          for place in 0..<count where parts[other * most + place] != told(other, round, place) {
            wrong.add(1, ordering: .relaxed)
          }
        }
        if round % 7 == 0 { meeting.wait(thread: thread) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  @Test("who waits long sleeps, and goes on")
  func sleeps() {
    let meeting = Meeting(threads: 2)
    Workers.run(2) { thread in
      for round in 0..<4 {
        if thread == round % 2 { Thread.sleep(forTimeInterval: 0.05) }
        meeting.wait(thread: thread)
      }
    }
    #expect((1...4).contains(meeting.sleeps))
  }
}
