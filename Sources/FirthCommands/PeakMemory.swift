internal import Foundation

/// The most memory that this process has held since a moment.
enum PeakMemory {
  /// Forgets the peak so far.
  static func reset() {
    #if os(Linux)
      try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    #endif
  }

  /// The peak in bytes; nil where the system does not say.
  static var bytes: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.split(whereSeparator: \.isWhitespace)[1]) }.map { $0 * 1024 }
  }
}

/// The time that this process has taken.
struct TimeUsed {
  private let start = Date()
  private let startCPU = Self.cpu

  /// Seconds of wall time since it was made.
  var wall: Double { Date().timeIntervalSince(start) }

  /// Seconds of all cores since it was made.
  var cpuSeconds: Double { Self.cpu - startCPU }

  private static var cpu: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
