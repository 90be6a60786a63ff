import Foundation

/// Runs the same work on several threads and waits for all of them.
public enum Workers {
  /// Runs `work(0)` … `work(count − 1)`, each on a thread of its own.
  ///
  /// - Parameters:
  ///   - count: The number of threads, at least 1.
  ///   - interval: The seconds between two calls of `tick`.
  ///   - tick: Called on the calling thread while the work goes on; never after it has ended.
  ///   - work: What a thread does, given its number.
  public static func run(
    _ count: Int, every interval: Double = 0.2, tick: () -> Void = {},
    work: @escaping @Sendable (Int) -> Void
  ) {
    precondition(count >= 1, "\(count) threads")
    let group = DispatchGroup()
    for worker in 0..<count {
      group.enter()
      let thread = Thread {
        work(worker)
        group.leave()
      }
      thread.name = "firth-worker-\(worker)"
      thread.start()
    }
    while group.wait(timeout: .now() + interval) == .timedOut { tick() }
  }

  /// The number of cores that this process may use.
  public static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
}
