import FirthTestSupport
import FirthText
import FirthVectors
import Foundation
import Testing

@Suite("Close spellings")
struct SuggestionsTests {
  /// The whole table of optimal string alignment, without bands or filters.
  static func slowDistance(_ a: [Character], _ b: [Character]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { table[i][0] = i }
    for j in 0...b.count { table[0][j] = j }
    for i in stride(from: 1, through: a.count, by: 1) {
      for j in stride(from: 1, through: b.count, by: 1) {
        let change = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, change)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  @Test("the bounded distance is the whole table's", arguments: 0..<10)
  func agrees(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func word() -> String {
      let length = Int.random(in: 0...9, using: &random)
      return String((0..<length).map { _ in "abcé日".randomElement(using: &random) ?? "a" })
    }
    for _ in 0..<2000 {
      let (first, second) = (word(), word())
      var spelling = Spelling(first)
      let slow = Self.slowDistance(Array(first), Array(second))
      let expected = slow <= (first.count > 3 ? 2 : 1) ? slow : nil
      #expect(spelling.distance(to: Array(second.utf8).span) == expected, "\(first) \(second)")
    }
  }

  @Test(
    "case differences come first, then the closer, then the more frequent",
    arguments: [
      ("KING", ["king", "kings", "ring"]), ("kign", ["king", "kings", "ring"]),
      ("Kinggs", ["kings", "king", "King2"]), ("király", ["Király"]), ("xyzzy", []), ("qi", []),
    ])
  func order(word: String, expected: [String]) {
    let vocabulary = Vocabulary(words: ["the", "kings", "ring", "king", "Király", "queen", "King2"])
    #expect(Suggestions(vocabulary).closest(to: word, maximumCount: expected.count) == expected)
    if expected.isEmpty { #expect(Suggestions(vocabulary).closest(to: word).isEmpty) }
  }

  @Test("a word of broken UTF-8 or of no letters harms nothing")
  func odd() {
    let vocabulary = Vocabulary(
      bytes: [0xFF, 0xE3, 0x81, 0x61], offsets: [0, 1, 3, 3, 4], counts: nil)
    #expect(Suggestions(vocabulary).closest(to: "b") == ["\u{FFFD}", "", "a"])
  }

  /// Nanoseconds that this thread has run.
  static func threadTime() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test("a million words take less than a fifth of a second")
  func fast() {
    var random = SeededGenerator(seed: 1)
    let words = (0..<1_000_000).map { _ in
      String(UInt64.random(in: 0..<1 << 40, using: &random), radix: 26)
    }
    let suggestions = Suggestions(Vocabulary(words: words))
    _ = suggestions.closest(to: "a")
    // The thread's own time, the best of three: other tests run beside this one.
    let milliseconds = (0..<3).map { _ in
      let start = Self.threadTime()
      _ = suggestions.closest(to: "3fk2p0ab")
      return (Self.threadTime() - start) / 1_000_000
    }
    #expect((milliseconds.min() ?? .max) < 200)
  }
}
