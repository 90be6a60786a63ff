/// Bytes that a native file keeps beside the vectors, such as what undoes a change of them.
package struct AttachedBytes: Sendable {
  /// The tensor's name; begins with `undo.`.
  package let name: String
  private let content: @Sendable () -> [UInt8]

  /// The bytes; of a file's, a copy.
  package var bytes: [UInt8] { content() }

  /// Bytes in memory.
  package init(name: String, bytes: [UInt8]) {
    precondition(name.hasPrefix(Self.prefix), "\(name) is no name that readers look for")
    self.name = name
    content = { bytes }
  }

  /// Bytes that stay in a file until they are asked for.
  init(name: String, in file: FileBytes, _ range: Range<Int>) {
    self.name = name
    content = { file[range] }
  }

  /// How the tensors' names begin.
  package static let prefix = "undo."
}
