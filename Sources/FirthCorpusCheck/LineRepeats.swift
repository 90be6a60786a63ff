/// Finds lines that occurred before, by their hashes, in bounded memory.
///
/// When there are more lines than fit, only those whose hash ends in zeros are followed, and each of
/// them stands for as many as were cut off for one.
struct LineRepeats {
  private var seen: Set<UInt64> = []
  private var mask: UInt64 = 0
  private let most: Int

  /// Remembers at most so many lines.
  init(most: Int = 1 << 22) { self.most = most }

  /// How many lines a line that is followed stands for.
  var factor: Int { Int(mask) + 1 }

  /// Whether a line, given by its hash, is followed and occurred before.
  mutating func isRepeated(_ hash: UInt64) -> Bool {
    guard hash & mask == 0 else { return false }
    if !seen.insert(hash).inserted { return true }
    if seen.count >= most {
      mask = mask << 1 | 1
      seen = seen.filter { [mask] in $0 & mask == 0 }
    }
    return false
  }
}
