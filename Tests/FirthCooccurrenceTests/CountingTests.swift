import FirthCooccurrence
import FirthFiles
import FirthTestSupport
import FirthText
import Foundation
import Testing

@Suite("Counting pairs")
struct CountingTests {
  static let windows: [ContextWindow] = ContextWindow.Side.allCases.flatMap { side in
    ContextWindow.Weighting.allCases.flatMap { weighting in
      [1, 2, 5, 15, 22, 23, 40, 1_000].map {
        ContextWindow(size: $0, side: side, weighting: weighting)
      }
    }
  }

  @Test("every cell is the reference's", arguments: windows)
  func reference(window: ContextWindow) throws {
    for longest in [1, 2, 30, Int.max] {
      let text = SampleText(tokens: 1_500, words: 60, longest: longest, seed: 7)
      let reference = CellReference(text.sentences, window)
      guard !reference.cells.isEmpty else {
        #expect(throws: CooccurrenceError.noPairs) {
          try CooccurrenceMatrix(counting: text.encoded(), window: window)
        }
        continue
      }
      let matrix = try CooccurrenceMatrix(counting: text.encoded(), window: window)
      #expect(reference.difference(from: try matrix.allCells()) < 2e-7)
      #expect(try matrix.cellCount() == reference.cells.count)
    }
  }

  @Test("windows up to 22 are exact: sums are whole multiples of the weights")
  func exactness() throws {
    let text = SampleText(tokens: 3_000, words: 20, longest: .max, seed: 1)
    let window = ContextWindow(size: 15)
    let matrix = try CooccurrenceMatrix(counting: text.encoded(), window: window)
    #expect(matrix.unit == 360_360)
    #expect(CellReference(text.sentences, window).difference(from: try matrix.allCells()) < 1e-12)
  }

  @Test("threads and memory change nothing, to the bit", arguments: ContextWindow.Side.allCases)
  func independence(side: ContextWindow.Side) throws {
    // More than a piece holds at the least memory, so that runs spill and merge.
    let text = SampleText(tokens: 400_000, words: 3_000, longest: 200, seed: 3)
    let corpus = try text.encoded()
    let window = ContextWindow(size: 10, side: side)
    let whole = try CooccurrenceMatrix(counting: corpus, window: window, threads: 1)
    let expected = try whole.stored()
    for threads in [1, 2, 3, 8] {
      let least = try #require(Self.leastMemory(corpus, window, threads: threads))
      for memory in [least, least + 500_000, 1_000_000_000] {
        let matrix = try CooccurrenceMatrix(
          counting: corpus, window: window, threads: threads, memory: memory)
        #expect(try matrix.stored() == expected, "\(threads) threads, \(memory) bytes")
      }
    }
  }

  /// What a refusal says would do.
  static func leastMemory(_ corpus: EncodedCorpus, _ window: ContextWindow, threads: Int) -> Int? {
    do {
      _ = try CooccurrenceMatrix(counting: corpus, window: window, threads: threads, memory: 1)
    } catch CooccurrenceError.memory(let needed, _) {
      return needed
    } catch {}
    return nil
  }

  @Test("too little memory is refused, and what the refusal asks for is enough")
  func memory() throws {
    let corpus = try SampleText(tokens: 100_000, words: 500, longest: 50, seed: 2).encoded()
    let least = try #require(Self.leastMemory(corpus, ContextWindow(), threads: 2))
    #expect(throws: CooccurrenceError.memory(needed: least, limit: least - 1)) {
      try CooccurrenceMatrix(counting: corpus, threads: 2, memory: least - 1)
    }
    #expect(try CooccurrenceMatrix(counting: corpus, threads: 2, memory: least).storedCells > 0)
  }

  @Test("a stopped counting ends with an error")
  func stopping() throws {
    let corpus = try SampleText(tokens: 400_000, words: 3_000, longest: .max, seed: 3).encoded()
    let flag = StopFlag()
    flag.raise()
    // The flag is looked at a few times a second: fast machines may be done before.
    let window = ContextWindow(size: 1_000)
    #expect(throws: CooccurrenceError.stopped) {
      try CooccurrenceMatrix(counting: corpus, window: window, threads: 1, stop: flag)
    }
  }

  @Test("windows that make no sense are refused", arguments: [-1, 0, 1_001])
  func window(size: Int) throws {
    let corpus = try SampleText(tokens: 10, words: 3, longest: .max, seed: 3).encoded()
    #expect(throws: CooccurrenceError.window(size)) {
      try CooccurrenceMatrix(counting: corpus, window: ContextWindow(size: size))
    }
  }

  @Test(
    "the counts are those of Stanford's cooccur",
    .enabled(if: SharedData.folder != nil, "needs the shared data"))
  func stanford() throws {
    let corpus = try EncodedCorpus(
      encoding: Corpus(paths: [SharedData.corpus("text8-first-3MB.txt.gz")]),
      tokenizer: .whitespace, boundary: .none, minimumCount: 10)
    let matrix = try CooccurrenceMatrix(counting: corpus, window: ContextWindow(size: 10))
    let records = try text(
      ofFile: SharedData.vectors("glove-c/cooccurrence.bin.gz"), block: 1 << 20)
    let cells = try matrix.allCells()
    #expect(cells.count == records.count / 16)
    var worst = 0.0
    for start in stride(from: 0, to: records.count, by: 16) {
      func number<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type) -> T {
        (0..<MemoryLayout<T>.size).reduce(0) {
          $0 | T(truncatingIfNeeded: records[start + offset + $1]) << T(8 * $1)
        }
      }
      let place = CellReference.Place(
        row: Int(number(0, Int32.self)) - 1, column: Int(number(4, Int32.self)) - 1)
      let value = Double(bitPattern: number(8, UInt64.self))
      worst = max(worst, abs((cells[place] ?? 0) / value - 1))
    }
    #expect(worst < 1e-12)
  }
}
