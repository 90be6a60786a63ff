import Foundation

/// Writes a safetensors header: the tensors' data follow one another in the order in which they are
/// added.
struct SafetensorsHeaderBuilder {
  private var members: [String]
  private var offset = 0

  init(metadata: [String: String]) {
    let pairs = metadata.sorted { $0.key < $1.key }
      .map { Self.quote($0.key) + ":" + Self.quote($0.value) }
    members = ["\"__metadata__\":{" + pairs.joined(separator: ",") + "}"]
  }

  /// Adds a tensor.
  mutating func add(_ name: String, _ type: SafetensorsHeader.ElementType, _ shape: [Int]) {
    let end = offset + shape.reduce(type.size, *)
    let extents = shape.map(String.init).joined(separator: ",")
    members.append(
      "\(Self.quote(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(extents)],"
        + "\"data_offsets\":[\(offset),\(end)]}")
    offset = end
  }

  /// The header with its length before it.
  var bytes: [UInt8] { SafetensorsHeader.bytes("{" + members.joined(separator: ",") + "}") }

  private static func quote(_ string: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // A String always encodes; the fallback keeps the file valid all the same.
    return (try? encoder.encode(string)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
