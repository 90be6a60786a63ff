/// Finds tags, entities and wiki brackets in a stream of bytes.
struct MarkupScanner {
  /// What ended at a byte.
  enum Finding {
    case markup
    case reservedWord
  }

  private enum State {
    case text
    /// Behind "<".
    case tag
    /// Behind "&".
    case entity
    /// Behind one "[" or "{".
    case bracket(UInt8)
  }

  /// Where what is being read began.
  private(set) var line = 0
  private(set) var byte = 0
  private var state = State.text
  private var content: [UInt8] = []

  /// No tag of prose is longer.
  private static let longestTag = 512
  private static let longestEntity = 10
  private static let reserved: Set<String> = ["unk", "s", "/s", "pad"]

  /// Whether a byte can begin markup: all others are passed over while none is open.
  @inline(__always)
  static func begins(with byte: UInt8) -> Bool {
    byte == 0x3c || byte == 0x26 || byte == 0x5b || byte == 0x7b
  }

  /// Whether something is being read.
  var isOpen: Bool {
    if case .text = state { false } else { true }
  }

  /// Takes a byte; a finding began at `line` and `byte`.
  mutating func take(_ value: UInt8, line: Int, byte: Int) -> Finding? {
    switch state {
    case .text: break
    case .tag:
      if value == 0x3e, !content.isEmpty {
        state = .text
        return Self.reserved.contains(String(decoding: content, as: UTF8.self))
          ? .reservedWord : .markup
      }
      let isFirst = content.isEmpty
      let mayBegin = Self.isLetter(value) || value == 0x2f || value == 0x21 || value == 0x3f
      if value != 0x0a, value != 0x3c, content.count < Self.longestTag, !isFirst || mayBegin {
        content.append(value)
        return nil
      }
      state = .text
    case .entity:
      if value == 0x3b, content.count > 1, content != [0x23] {
        state = .text
        return .markup
      }
      let isHash = value == 0x23 && content.isEmpty
      if content.count < Self.longestEntity, Self.isLetter(value) || Self.isDigit(value) || isHash {
        content.append(value)
        return nil
      }
      state = .text
    case .bracket(let first):
      state = .text
      if value == first { return .markup }
    }
    begin(value, line: line, byte: byte)
    return nil
  }

  private mutating func begin(_ value: UInt8, line: Int, byte: Int) {
    guard Self.begins(with: value) else { return }
    (self.line, self.byte) = (line, byte)
    content.removeAll(keepingCapacity: true)
    state = value == 0x3c ? .tag : value == 0x26 ? .entity : .bracket(value)
  }

  /// Forgets what is open.
  mutating func reset() { state = .text }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
