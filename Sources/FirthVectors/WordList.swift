internal import FirthText

/// Words as they come from a file, kept one after another as a vocabulary wants them.
struct WordList {
  private var bytes: [UInt8] = []
  private var offsets = [0]

  init(capacity: Int) {
    offsets.reserveCapacity(capacity + 1)
  }

  mutating func append(_ word: Span<UInt8>) {
    for index in 0..<word.count { bytes.append(word[index]) }
    offsets.append(bytes.count)
  }

  var vocabulary: Vocabulary { Vocabulary(bytes: bytes, offsets: offsets, counts: nil) }
}
