import Synchronization

/// A flag by which one thread asks another to stop.
package final class StopFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A flag that is not raised.
  package init() {}

  /// Raises the flag.
  package func raise() { flag.store(true, ordering: .releasing) }

  /// Whether the flag is raised.
  package var isRaised: Bool { flag.load(ordering: .acquiring) }
}
