import Synchronization

/// A flag by which one thread asks another to stop.
public final class StopFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A flag that is not raised.
  public init() {}

  /// Raises the flag.
  public func raise() { flag.store(true, ordering: .releasing) }

  /// Whether the flag is raised.
  public var isRaised: Bool { flag.load(ordering: .acquiring) }
}
