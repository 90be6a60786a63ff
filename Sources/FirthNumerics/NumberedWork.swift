import Synchronization

/// Work in numbered parts that several threads take one after the other, until one of them fails.
public final class NumberedWork: Sendable {
  private let count: Int
  private let next = Atomic<Int>(0)
  private let failure = Mutex<(any Error)?>(nil)

  private init(count: Int) { self.count = count }

  /// Runs all parts and waits for them; no part is begun once one has failed.
  ///
  /// - Parameters:
  ///   - count: The number of parts, from 0 on.
  ///   - threads: The number of threads, at least 1.
  ///   - tick: Called now and then on the calling thread with the part of the work that is taken,
  ///     0 … 1; what it throws ends the work.
  ///   - makeWorker: Called once on each thread for what it does with the number of a part.
  /// - Throws: The first error of `tick` or of a worker.
  public static func run(
    _ count: Int, threads: Int, tick: (_ fraction: Double) throws -> Void = { _ in },
    makeWorker: @escaping @Sendable () -> (_ part: Int) throws -> Void
  ) throws {
    let work = NumberedWork(count: count)
    Workers.run(
      threads,
      tick: {
        do { try tick(work.fraction) } catch { work.fail(error) }
      },
      work: { _ in
        let worker = makeWorker()
        while let part = work.take() {
          do { try worker(part) } catch { work.fail(error) }
        }
      })
    if let error = work.failure.withLock({ $0 }) { throw error }
  }

  /// The next part; nil behind the last, or once one has failed.
  private func take() -> Int? {
    guard failure.withLock({ $0 == nil }) else { return nil }
    let number = next.add(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }

  private var fraction: Double {
    Double(min(next.load(ordering: .relaxed), count)) / Double(max(count, 1))
  }

  /// Notes why the work cannot go on; the first reason counts.
  private func fail(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }
}
