/// The text of a file: its bytes as they are, or inflated when they begin with gzip's magic.
///
/// The name plays no part. A gzip file may hold many members, extra header fields (dictzip) and
/// zero bytes as padding after a member, which tapes leave; anything else after a member is damage.
@safe
package struct TextInput: ~Copyable {
  private enum State {
    case unopened
    case plain
    case insideMember
    case betweenMembers
  }

  private var stored: StoredInput
  private var inflater: Inflater?
  private var state = State.unopened
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// The bytes of `buffer` that are read and not yet used.
  private var pending = 0..<0

  private static let bufferSize = 1 << 17

  /// Opens a file; "-" is standard input.
  ///
  /// - Throws: `InputError.file`.
  package init(_ path: String, stop: StopFlag = StopFlag()) throws(InputError) {
    stored = try StoredInput(path, stop: stop)
    unsafe buffer = .allocate(capacity: Self.bufferSize)
  }

  /// The number of stored bytes read so far.
  package var storedBytes: Int { stored.offset }

  /// The SHA-256 of the stored bytes read so far, in hexadecimal.
  package func sha256() -> String { stored.sha256() }

  /// Fills `output` with the next text; 0 bytes only at its end.
  ///
  /// - Throws: `InputError`.
  package mutating func read(
    into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(InputError) -> Int {
    if state == .unopened { try open() }
    return try state == .plain ? unsafe readPlain(into: output) : unsafe inflate(into: output)
  }

  /// Looks at the first bytes and decides how to read the rest.
  private mutating func open() throws(InputError) {
    try need(FileSignature.length)
    let start = unsafe Array(buffer[pending].prefix(FileSignature.length))
    if FileSignature.isGzip(start) {
      inflater = Inflater()
      guard inflater != nil else {
        throw .file(.unreadable(path: stored.path, reason: "there is no memory to inflate it"))
      }
      state = .insideMember
    } else if FileSignature.isDamagedGzip(start) {
      throw .damaged(offset: 0, problem: "the first two bytes should be gzip's magic, 1f 8b")
    } else if let other = FileSignature.unsupported(start) {
      throw .unsupported(format: other.format, remedy: other.remedy)
    } else {
      state = .plain
    }
  }

  private mutating func readPlain(
    into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(InputError) -> Int {
    guard !pending.isEmpty else {
      return try unsafe stored.read(into: UnsafeMutableRawBufferPointer(output))
    }
    let count = min(pending.count, output.count)
    let next = pending.lowerBound + count
    _ = unsafe output.update(fromContentsOf: buffer[pending.lowerBound..<next])
    pending = next..<pending.upperBound
    return count
  }

  private mutating func inflate(
    into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(InputError) -> Int {
    var produced = 0
    while produced < output.count {
      try need(1)
      if state == .betweenMembers {
        guard try startNextMember() else { break }
      } else {
        let rest = unsafe UnsafeMutableBufferPointer(rebasing: output[produced...])
        produced += try unsafe inflateMember(into: rest)
      }
    }
    return produced
  }

  /// One step inside a member; returns the number of bytes produced.
  private mutating func inflateMember(
    into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(InputError) -> Int {
    guard let inflater else { return 0 }
    let input = unsafe UnsafeMutableBufferPointer(rebasing: buffer[pending])
    let step = unsafe inflater.step(from: input, to: output)
    pending = pending.lowerBound + step.consumed..<pending.upperBound
    switch step.outcome {
    case .progress: break
    case .memberEnd: state = .betweenMembers
    case .needsInput:
      throw .damaged(
        offset: stored.offset, problem: "the file ends inside a gzip member: it was cut short")
    case .damaged(let message):
      throw .damaged(offset: position, problem: Self.sentence(for: message))
    }
    return step.produced
  }

  /// Finds the start of the next member; false at the end of the file.
  private mutating func startNextMember() throws(InputError) -> Bool {
    while true {
      try need(2)
      guard let first = pending.first else { return false }
      if unsafe buffer[first] == 0 {
        pending = first + 1..<pending.upperBound
        continue
      }
      guard pending.count >= 2, unsafe FileSignature.isGzip(Array(buffer[first..<first + 2])) else {
        throw .damaged(
          offset: position, problem: "bytes follow the last gzip member that are no gzip")
      }
      inflater?.startMember()
      state = .insideMember
      return true
    }
  }

  /// The place in the file of the next byte to use.
  private var position: Int { stored.offset - pending.count }

  /// Reads until at least `count` bytes are pending or the file ends.
  private mutating func need(_ count: Int) throws(InputError) {
    guard pending.count < count else { return }
    _ = unsafe buffer.update(fromContentsOf: Array(buffer[pending]))
    pending = 0..<pending.count
    while pending.count < count {
      let rest = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[pending.upperBound...])
      let read = try unsafe stored.read(into: rest)
      if read == 0 { return }
      pending = 0..<pending.upperBound + read
    }
  }

  private static func sentence(for message: String) -> String {
    switch message {
    case "incorrect data check": "the text does not match its checksum (CRC-32)"
    case "incorrect length check": "the text does not have the length that the member states"
    default: "the gzip data are damaged (\(message))"
    }
  }

  deinit { unsafe buffer.deallocate() }
}
