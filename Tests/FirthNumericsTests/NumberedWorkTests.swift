import FirthNumerics
import Synchronization
import Testing

@Suite("Numbered work")
struct NumberedWorkTests {
  private struct Broken: Error, Equatable {
    let part: Int
  }

  @Test("each part is done once", arguments: [(0, 1), (1, 3), (1_000, 1), (1_000, 4)])
  func doesAll(count: Int, threads: Int) throws {
    let done = Mutex<[Int]>([])
    let workers = Atomic<Int>(0)
    try NumberedWork.run(
      count, threads: threads,
      makeWorker: {
        workers.add(1, ordering: .relaxed)
        return { part in done.withLock { $0.append(part) } }
      })
    let parts = done.withLock { $0.sorted() }
    #expect(parts == Array(0..<count))
    let made = workers.load(ordering: .relaxed)
    #expect(made == threads, "each thread has one worker")
  }

  @Test("no part is begun after one has failed, and its error is thrown")
  func fails() {
    let last = Atomic<Int>(0)
    #expect(throws: Broken(part: 5)) {
      try NumberedWork.run(
        1_000, threads: 1,
        makeWorker: {
          { part in
            last.store(part, ordering: .relaxed)
            if part == 5 { throw Broken(part: part) }
          }
        })
    }
    let part = last.load(ordering: .relaxed)
    #expect(part == 5)
  }

  @Test("what a tick throws ends the work", .timeLimit(.minutes(1)))
  func ticks() {
    // The work would never end by itself.
    #expect(throws: Broken(part: -1)) {
      try NumberedWork.run(
        .max, threads: 2, tick: { _ in throw Broken(part: -1) }, makeWorker: { { _ in } })
    }
  }
}
