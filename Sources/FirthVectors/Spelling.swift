/// A word to which many others are compared, case folded, by a bounded edit distance.
package struct Spelling {
  private let letters: [UInt32]
  private let letterSet: UInt64
  private let limit: Int
  /// The letters of the word that is compared; only the first `count` mean something.
  private var candidate: [UInt32]
  private var count = 0
  private let folded = Self.folded
  private var rows: [[Int]]

  package init(_ word: String) {
    letters = word.unicodeScalars.map { Self.fold($0.value) }
    letterSet = letters.reduce(0) { $0 | Self.bit($1) }
    limit = letters.count > 3 ? 2 : 1
    candidate = [UInt32](repeating: 0, count: letters.count + limit)
    rows = [[Int]](repeating: [Int](repeating: 0, count: letters.count + limit + 1), count: 3)
  }

  /// How many edits turn a word into this one; nil when they are more than the limit.
  package mutating func distance(to word: Span<UInt8>) -> Int? {
    guard word.count + limit >= letters.count, word.count <= 4 * (letters.count + limit),
      let candidateSet = decode(word), count + limit >= letters.count
    else { return nil }
    // An edit takes away one kind of letter at most, and brings one.
    guard (letterSet & ~candidateSet).nonzeroBitCount <= limit,
      (candidateSet & ~letterSet).nonzeroBitCount <= limit
    else { return nil }
    return boundedDistance()
  }

  /// Optimal string alignment (Damerau–Levenshtein in which no part is edited twice), in the band
  /// of the table that can stay within the limit.
  private mutating func boundedDistance() -> Int? {
    let (n, m) = (letters.count, count)
    for column in 0...m { rows[0][column] = column }
    for row in stride(from: 1, through: n, by: 1) {
      let (now, last, beforeLast) = (row % 3, (row + 2) % 3, (row + 1) % 3)
      let band = max(1, row - limit)...max(1, min(m, row + limit))
      var least = limit + 1
      rows[now][band.lowerBound - 1] = band.lowerBound == 1 ? row : limit + 1
      for column in band where column <= m {
        let isEqual = letters[row - 1] == candidate[column - 1]
        // Above the band's right end, the last row holds nothing of this word.
        let above = column == row + limit ? limit + 1 : rows[last][column] + 1
        var best = min(
          rows[last][column - 1] + (isEqual ? 0 : 1), rows[now][column - 1] + 1, above)
        if row > 1, column > 1, letters[row - 1] == candidate[column - 2],
          letters[row - 2] == candidate[column - 1]
        {
          best = min(best, rows[beforeLast][column - 2] + 1)
        }
        rows[now][column] = best
        least = min(least, best)
      }
      guard least <= limit || band.lowerBound == 1 else { return nil }
    }
    let distance = rows[n % 3][m]
    return distance <= limit ? distance : nil
  }

  /// Decodes a word into `candidate`; returns its set of letters, nil when it is too long.
  private mutating func decode(_ word: Span<UInt8>) -> UInt64? {
    count = 0
    var set: UInt64 = 0
    var index = 0
    while index < word.count {
      guard count < candidate.count else { return nil }
      let lead = word[index]
      index += 1
      var scalar = UInt32(lead)
      if lead >= 0xC0 {
        let more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1
        scalar &= 0x3F >> UInt32(more)
        for _ in 0..<more where index < word.count && word[index] & 0xC0 == 0x80 {
          scalar = scalar << 6 | UInt32(word[index] & 0x3F)
          index += 1
        }
      }
      let letter = scalar < UInt32(folded.count) ? folded[Int(scalar)] : scalar
      candidate[count] = letter
      count += 1
      set |= Self.bit(letter)
    }
    return set
  }

  private static func bit(_ letter: UInt32) -> UInt64 { 1 << UInt64(letter & 63) }

  private static func fold(_ scalar: UInt32) -> UInt32 {
    scalar < UInt32(folded.count) ? folded[Int(scalar)] : scalar
  }

  /// The lower case of the scalars of the alphabets that have cases, where it is one scalar.
  private static let folded: [UInt32] = (0..<0x2000).map { value in
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return UInt32(value) }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first?.value ?? UInt32(value) : UInt32(value)
  }
}
