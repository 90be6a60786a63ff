/// What a byte of ASCII is to a tokenizer.
private enum ByteRole: UInt8 {
  case other
  case whiteSpace
  case lineEnd
  case connector
  case wordPart
  case beyondASCII
  case nul
}

/// Eight bytes at a time: the upper bit of each byte is room to compute in.
private enum Bytes {
  static let high: UInt64 = 0x8080_8080_8080_8080
  static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The upper bit of each byte that is a letter of ASCII.
  @inline(__always)
  static func letters(_ word: UInt64) -> UInt64 {
    let folded = (word & ~high) | (ones &* 0x20)
    let fromA = folded &+ ones &* (0x80 - 0x61)
    let beyondZ = folded &+ ones &* (0x80 - 0x7b)
    return fromA & ~beyondZ & ~word & high
  }

  /// The upper bit of each byte that is a digit.
  @inline(__always)
  static func digits(_ word: UInt64) -> UInt64 {
    let low = word & ~high
    let from0 = low &+ ones &* (0x80 - 0x30)
    let beyond9 = low &+ ones &* (0x80 - 0x3a)
    return from0 & ~beyond9 & ~word & high
  }

  /// The upper bit of each byte above the space and below 80 hexadecimal.
  @inline(__always)
  static func visible(_ word: UInt64) -> UInt64 {
    ((word & ~high) &+ ones &* (0x80 - 0x21)) & ~word & high
  }

  /// How many bytes come before the first with its upper bit set.
  @inline(__always)
  static func length(before marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }
}

extension TextScanner {
  @inline(__always)
  private static func role(of byte: UInt8) -> ByteRole {
    switch byte {
    case 0x20, 0x09, 0x0b, 0x0c: .whiteSpace
    case 0x0a, 0x0d: .lineEnd
    case 0x27, 0x2d: .connector
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: .wordPart
    case 0x80...: .beyondASCII
    case 0: .nul
    default: .other
    }
  }

  @inline(__always)
  private static func load(_ block: UnsafePointer<UInt8>, _ position: Int) -> UInt64 {
    UInt64(littleEndian: unsafe UnsafeRawPointer(block + position).loadUnaligned(as: UInt64.self))
  }

  /// Words of ASCII letters and digits; all else is left to `scanSlowly`.
  @inline(__always)
  mutating func scanWords<Sink: TokenSink & ~Copyable>(
    _ block: UnsafePointer<UInt8>, from start: Int, to end: Int, into sink: inout Sink
  ) throws {
    var position = start
    while position < end {
      let word = unsafe Self.load(block, position)
      let letters = Bytes.letters(word)
      var stops = ~(letters | Bytes.digits(word)) & Bytes.high
      // A letter's mark, moved down two places, is the bit that makes it lower case.
      let lower = word | letters &>> 2
      var length = Bytes.length(before: stops)
      if length == 0 {
        position = try unsafe takeSeparator(in: block, at: position, to: end, into: &sink)
        continue
      }
      if stops == 0 {
        unsafe UnsafeMutableRawPointer(bytes).storeBytes(of: lower.littleEndian, as: UInt64.self)
        repeat {
          if position &+ length >= end || length > CorpusReport.longestToken { break }
          let word = unsafe Self.load(block, position &+ length)
          let letters = Bytes.letters(word)
          stops = ~(letters | Bytes.digits(word)) & Bytes.high
          unsafe UnsafeMutableRawPointer(bytes + length).storeBytes(
            of: (word | letters &>> 2).littleEndian, as: UInt64.self)
          length &+= Bytes.length(before: stops)
        } while stops == 0
      }
      let next = position &+ length
      guard next < end, length <= CorpusReport.longestToken,
        unsafe isEnd(of: block, at: next, end)
      else {
        position = try unsafe scanSlowly(block, from: position, to: end, into: &sink)
        continue
      }
      if length <= 8 {
        try sink.take(key: lowBytes(lower, length), count: length)
      } else {
        try unsafe sink.take(bytes, count: length)
      }
      lineIsBlank = false
      position = unsafe next &+ (block[next] == 0x20 ? 1 : 0)
    }
  }

  /// Whether a word surely ends before the byte at `position`.
  @inline(__always)
  private func isEnd(of block: UnsafePointer<UInt8>, at position: Int, _ end: Int) -> Bool {
    let byte = unsafe block[position]
    if byte == 0x20 { return true }
    switch Self.role(of: byte) {
    case .beyondASCII, .wordPart: return false
    case .connector:
      guard position &+ 1 < end else { return false }
      let role = unsafe Self.role(of: block[position &+ 1])
      return role != .beyondASCII && role != .wordPart
    default: return true
    }
  }

  /// Takes one byte that is no part of a word; returns what to look at next.
  @inline(__always)
  private mutating func takeSeparator<Sink: TokenSink & ~Copyable>(
    in block: UnsafePointer<UInt8>, at position: Int, to end: Int, into sink: inout Sink
  ) throws -> Int {
    switch unsafe Self.role(of: block[position]) {
    case .whiteSpace: break
    case .lineEnd: try unsafe endLine(in: block, at: position, into: &sink)
    case .nul:
      report.nulBytes += 1
      lineIsBlank = false
    case .beyondASCII: return try unsafe scanSlowly(block, from: position, to: end, into: &sink)
    default: lineIsBlank = false
    }
    return position &+ 1
  }

  /// Runs of visible ASCII; all else is left to `scanSlowly`.
  @inline(__always)
  mutating func scanWhitespace<Sink: TokenSink & ~Copyable>(
    _ block: UnsafePointer<UInt8>, from start: Int, to end: Int, into sink: inout Sink
  ) throws {
    var position = start
    while position < end {
      let word = unsafe Self.load(block, position)
      var stops = ~Bytes.visible(word) & Bytes.high
      var length = Bytes.length(before: stops)
      while stops == 0 && position &+ length < end && length <= CorpusReport.longestToken {
        stops = unsafe ~Bytes.visible(Self.load(block, position &+ length)) & Bytes.high
        length &+= Bytes.length(before: stops)
      }
      let next = position &+ length
      guard next < end, length <= CorpusReport.longestToken else {
        position = try unsafe scanSlowly(block, from: position, to: end, into: &sink)
        continue
      }
      let role = unsafe Self.role(of: block[next])
      guard role == .whiteSpace || role == .lineEnd else {
        position = try unsafe scanSlowly(block, from: position, to: end, into: &sink)
        continue
      }
      if length > 0 {
        lineIsBlank = false
        if length <= 8 {
          try sink.take(key: lowBytes(word, length), count: length)
        } else {
          try unsafe sink.take(block + position, count: length)
        }
      }
      if role == .lineEnd { try unsafe endLine(in: block, at: next, into: &sink) }
      position = next &+ 1
    }
  }
}
