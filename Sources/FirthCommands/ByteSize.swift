internal import ArgumentParser

/// A number of bytes as people write it: `500MB`, `2GiB`, `1.5G`, `1000000`.
package struct ByteSize: Equatable, Sendable {
  package let bytes: Int

  /// The most that is taken for a size: 1 PiB.
  private static let largest = Double(1 << 50)

  package init?(_ text: String) {
    let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let number = Double(digits), let factor = Self.factors[unit] else { return nil }
    let size = (number * factor).rounded()
    guard size >= 1, size <= Self.largest else { return nil }
    bytes = Int(size)
  }

  private static let factors: [String: Double] = [
    "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12,
    "tb": 1e12, "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
  ]

  /// A size for a message, in a form that the program reads, rounded up.
  package static func text(_ bytes: Int) -> String {
    for (unit, factor) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000)]
    where bytes >= 10 * factor || (bytes >= factor && unit == "KB") {
      return "\((bytes + factor - 1) / factor)\(unit)"
    }
    return "\(bytes)B"
  }
}

extension ByteSize: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
