internal import Firth
internal import Foundation
internal import Synchronization

/// Ctrl-C, or a request to end: the first raises a flag, so that training can come to a good end, the
/// second ends the program at once.
final class Interruption: Sendable {
  let flag = StopFlag()
  private let received = Atomic<Int32>(0)
  // Dispatch sources are safe to use from any thread, but not declared so.
  private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

  init(_ note: @escaping @Sendable () -> Void) {
    unsafe sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [flag, unowned self] in
        let isFirst = received.exchange(number, ordering: .relaxed) == 0
        guard isFirst, source.data == 1 else { _exit(128 + number) }
        flag.raise()
        note()
      }
      return source
    }
    for source in unsafe sources { source.resume() }
  }

  /// What a run that was stopped ends with.
  func error(_ reason: any Error) -> InterruptionError {
    let number = received.load(ordering: .relaxed)
    return InterruptionError(
      status: number == SIGTERM ? .terminated : .interrupted, description: "\(reason)")
  }

  deinit {
    for source in unsafe sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
}

/// A run that was asked to stop.
struct InterruptionError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String
}
