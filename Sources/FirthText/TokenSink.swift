/// What takes the tokens of a text, one after another.
protocol TokenSink: ~Copyable {
  /// Takes a token of at most 8 bytes: `key` holds them, the first lowest, the rest zero.
  mutating func take(key: UInt64, count: Int) throws

  /// Takes a token of more than 8 bytes; `count` rounded up to 8 may be read from `start`.
  mutating func take(_ start: UnsafePointer<UInt8>, count: Int) throws

  /// Takes the end of a sentence, which may be empty.
  mutating func endSentence() throws
}

/// The first `count` (0...8) bytes of a little-endian word, the rest zero.
@inline(__always)
func lowBytes(_ word: UInt64, _ count: Int) -> UInt64 {
  count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
}
