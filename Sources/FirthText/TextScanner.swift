/// Cuts a text that comes in blocks into tokens and sentences.
///
/// Two paths: the fast one (`TextScanner+ASCII`) takes tokens of ASCII that lie whole in a block,
/// eight bytes at a time; everything else goes byte by byte through a state machine that may stop
/// anywhere, so that the result does not depend on where blocks end.
@safe
struct TextScanner: ~Copyable {
  /// The bytes that may be read behind a block's end.
  static let padding = 16

  let tokenizer: Tokenizer
  let boundary: SentenceBoundary
  /// What was replaced or dropped; the other counts are not the scanner's.
  var report = CorpusReport()
  /// Where the block begins in the file's text.
  var offset = 0
  /// Whether the line so far holds only white space.
  var lineIsBlank = true
  /// A token's bytes in lower case, with padding behind.
  let bytes: UnsafeMutablePointer<UInt8>

  private let characters = CharacterTable()
  private var file = ""
  private var previousByte: UInt8 = 0

  // The UTF-8 sequence that is being read.
  private var missing = 0
  private var value: UInt32 = 0
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xbf
  private var sequenceStart = 0

  // The token that is being read.
  private var isOpen = false
  private var isLong = false
  private var connector: UInt32 = 0
  private var tokenStart = 0
  private var byteCount = 0
  private var needsNormalization = false
  private var endsCombining = false
  /// The token's scalars as they stand in the text.
  private let scalars: UnsafeMutablePointer<UInt32>
  private var scalarCount = 0

  /// A token of 1 KiB grows at most threefold by replacement or normalisation, and by half more
  /// by lower-casing.
  private static let bytesCapacity = 5 * CorpusReport.longestToken
  private static let replacement: UInt32 = 0xfffd
  private static let byteOrderMark: UInt32 = 0xfeff

  init(tokenizer: Tokenizer, boundary: SentenceBoundary) {
    self.tokenizer = tokenizer
    self.boundary = boundary
    unsafe bytes = .allocate(capacity: Self.bytesCapacity + Self.padding)
    unsafe bytes.initialize(repeating: 0, count: Self.bytesCapacity + Self.padding)
    unsafe scalars = .allocate(capacity: CorpusReport.longestToken + 1)
  }

  deinit {
    unsafe bytes.deallocate()
    unsafe scalars.deallocate()
  }

  /// Starts the text of a file.
  mutating func start(file: String) {
    self.file = file
    offset = 0
    previousByte = 0
    lineIsBlank = true
  }

  /// Scans a block; `padding` bytes behind it must be readable.
  mutating func scan<Sink: TokenSink & ~Copyable>(
    _ block: UnsafePointer<UInt8>, count: Int, into sink: inout Sink
  ) throws {
    guard count > 0 else { return }
    // A token or sequence that began in the block before goes on here.
    var position = 0
    if isOpen || missing > 0 || offset == 0 {
      position = try unsafe scanSlowly(block, from: 0, to: count, into: &sink)
    }
    switch tokenizer {
    case .words: try unsafe scanWords(block, from: position, to: count, into: &sink)
    case .whitespace: try unsafe scanWhitespace(block, from: position, to: count, into: &sink)
    }
    unsafe previousByte = block[count - 1]
    offset += count
  }

  /// Ends the text of a file.
  mutating func end<Sink: TokenSink & ~Copyable>(into sink: inout Sink) throws {
    if missing > 0 { try replaceMalformed(from: sequenceStart, to: offset, into: &sink) }
    if isOpen { try close(into: &sink) }
    report.textBytes += offset
    if boundary != .none { try sink.endSentence() }
  }

  /// Scans byte by byte until no token is open; returns where it stopped.
  @inline(never)
  mutating func scanSlowly<Sink: TokenSink & ~Copyable>(
    _ block: UnsafePointer<UInt8>, from start: Int, to end: Int, into sink: inout Sink
  ) throws -> Int {
    var position = start
    repeat {
      let byte = unsafe block[position]
      if missing == 0 {
        if byte < 0x80 {
          try take(UInt32(byte), from: offset + position, to: offset + position + 1, into: &sink)
          if byte == 0x0a || byte == 0x0d {
            let previous = position > 0 ? unsafe block[position - 1] : previousByte
            try endLine(byte, after: previous, into: &sink)
          }
        } else {
          try startSequence(byte, at: offset + position, into: &sink)
        }
        position += 1
      } else if byte >= lowest && byte <= highest {
        (lowest, highest) = (0x80, 0xbf)
        value = value << 6 | UInt32(byte & 0x3f)
        missing -= 1
        position += 1
        if missing == 0 {
          try take(value, from: sequenceStart, to: offset + position, into: &sink)
        }
      } else {
        // What was read so far is malformed (a maximal subpart); this byte begins something new.
        try replaceMalformed(from: sequenceStart, to: offset + position, into: &sink)
      }
    } while position < end && (isOpen || missing > 0)
    return position
  }

  /// Begins a sequence of several bytes (Unicode table 3-7).
  private mutating func startSequence<Sink: TokenSink & ~Copyable>(
    _ byte: UInt8, at place: Int, into sink: inout Sink
  ) throws {
    sequenceStart = place
    switch byte {
    case 0xc2...0xdf: (missing, value) = (1, UInt32(byte & 0x1f))
    case 0xe0...0xef:
      (missing, value) = (2, UInt32(byte & 0x0f))
      if byte == 0xe0 { lowest = 0xa0 }
      if byte == 0xed { highest = 0x9f }
    case 0xf0...0xf4:
      (missing, value) = (3, UInt32(byte & 0x07))
      if byte == 0xf0 { lowest = 0x90 }
      if byte == 0xf4 { highest = 0x8f }
    default: try replaceMalformed(from: place, to: place + 1, into: &sink)
    }
  }

  private mutating func replaceMalformed<Sink: TokenSink & ~Copyable>(
    from start: Int, to end: Int, into sink: inout Sink
  ) throws {
    missing = 0
    (lowest, highest) = (0x80, 0xbf)
    if report.malformedSequences == 0 {
      report.firstMalformed = CorpusReport.Place(file: file, offset: start)
    }
    report.malformedSequences += 1
    try take(Self.replacement, from: start, to: end, into: &sink)
  }

  /// Takes the scalar that stands at `start..<end` of the text.
  private mutating func take<Sink: TokenSink & ~Copyable>(
    _ scalar: UInt32, from start: Int, to end: Int, into sink: inout Sink
  ) throws {
    if start == 0 && scalar == Self.byteOrderMark { return }
    if scalar == 0 { report.nulBytes += 1 }
    let entry = characters[scalar]
    if !entry.isWhiteSpace { lineIsBlank = false }
    if tokenizer == .whitespace {
      if entry.isWhiteSpace {
        if isOpen { try close(into: &sink) }
      } else {
        extend(from: start, to: end)
        if !isLong { append(scalar) }
      }
      return
    }
    switch entry.role {
    case .base:
      extend(from: start, to: end)
      if isLong { return }
      if connector != 0 {
        append(connector)
        unsafe scalars[scalarCount] = connector
        scalarCount += 1
        connector = 0
        endsCombining = false
      }
      append(scalar, entry)
    case .mark:
      guard isOpen else { return }
      if connector != 0 { return try close(into: &sink) }
      extend(from: start, to: end)
      if !isLong { append(scalar, entry) }
    case .invisible: return
    case .apostrophe, .hyphen:
      guard isOpen else { return }
      if connector != 0 { return try close(into: &sink) }
      connector = entry.role == .apostrophe ? 0x27 : 0x2d
    case .separator:
      if isOpen { try close(into: &sink) }
    }
  }

  /// Opens a token or makes it longer in the text.
  private mutating func extend(from start: Int, to end: Int) {
    if !isOpen {
      isOpen = true
      tokenStart = start
    }
    if end - tokenStart > CorpusReport.longestToken { isLong = true }
  }

  private mutating func append(_ scalar: UInt32, _ entry: CharacterTable.Entry) {
    if entry.needsNormalization || (entry.isCombining && endsCombining) {
      needsNormalization = true
    }
    endsCombining = entry.isCombining
    unsafe scalars[scalarCount] = scalar
    scalarCount += 1
    append(entry.lower)
  }

  /// Appends a scalar to the token's bytes in UTF-8.
  private mutating func append(_ scalar: UInt32) {
    func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
    let next = unsafe bytes + byteCount
    if scalar < 0x80 {
      unsafe next[0] = byte(scalar)
      byteCount += 1
    } else if scalar < 0x800 {
      unsafe next[0] = byte(0xc0 | scalar >> 6)
      unsafe next[1] = byte(0x80 | scalar & 0x3f)
      byteCount += 2
    } else if scalar < 0x10000 {
      unsafe next[0] = byte(0xe0 | scalar >> 12)
      unsafe next[1] = byte(0x80 | scalar >> 6 & 0x3f)
      unsafe next[2] = byte(0x80 | scalar & 0x3f)
      byteCount += 3
    } else {
      unsafe next[0] = byte(0xf0 | scalar >> 18)
      unsafe next[1] = byte(0x80 | scalar >> 12 & 0x3f)
      unsafe next[2] = byte(0x80 | scalar >> 6 & 0x3f)
      unsafe next[3] = byte(0x80 | scalar & 0x3f)
      byteCount += 4
    }
  }

  /// Ends the open token and hands it on.
  private mutating func close<Sink: TokenSink & ~Copyable>(into sink: inout Sink) throws {
    if isLong {
      if report.longTokensDropped == 0 {
        report.firstLongToken = CorpusReport.Place(file: file, offset: tokenStart)
      }
      report.longTokensDropped += 1
    } else {
      if needsNormalization { normalize() }
      if byteCount <= 8 {
        let word = unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
        try sink.take(key: lowBytes(UInt64(littleEndian: word), byteCount), count: byteCount)
      } else {
        try unsafe sink.take(bytes, count: byteCount)
      }
    }
    (isOpen, isLong, needsNormalization, endsCombining) = (false, false, false, false)
    (byteCount, scalarCount, connector) = (0, 0, 0)
  }

  /// Replaces the token's bytes by its full form.
  @inline(never)
  private mutating func normalize() {
    var word = String.UnicodeScalarView()
    for index in 0..<scalarCount {
      word.append(unsafe Unicode.Scalar(scalars[index]) ?? "\u{fffd}")
    }
    byteCount = 0
    for byte in WordForm.normalized(String(word)).utf8.prefix(Self.bytesCapacity) {
      unsafe bytes[byteCount] = byte
      byteCount += 1
    }
  }

  /// Takes LF or CR; a LF after a CR belongs to the same line end.
  @inline(__always)
  mutating func endLine<Sink: TokenSink & ~Copyable>(
    _ byte: UInt8, after previous: UInt8, into sink: inout Sink
  ) throws {
    switch boundary {
    case .line: try sink.endSentence()
    case .blankLine:
      if byte == 0x0a && previous == 0x0d { return }
      if lineIsBlank { try sink.endSentence() }
      lineIsBlank = true
    case .none: break
    }
  }

  /// Takes a line end of the block, on the fast path.
  @inline(__always)
  mutating func endLine<Sink: TokenSink & ~Copyable>(
    in block: UnsafePointer<UInt8>, at position: Int, into sink: inout Sink
  ) throws {
    let previous = position > 0 ? unsafe block[position &- 1] : previousByte
    try unsafe endLine(block[position], after: previous, into: &sink)
  }
}
