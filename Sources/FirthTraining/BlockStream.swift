import FirthNumerics
import FirthText

/// Turns a chunk of the corpus into blocks: reads the ids, thins the sentences out, draws each
/// centre word's reach and the negative samples.
///
/// All random numbers come from sources of the chunk, so it gives the same blocks on any thread.
///
/// The centre words of one block lie far apart: each of a few cursors walks through its own part of
/// the chunk, whose pieces come from as many parts of the corpus. Neighbours would share most of
/// their context words, whose rows would then move by several gradients that do not know of one
/// another: CBOW of wiki8 (window 8, 25 samples) loses ten points of the analogies that way, and
/// diverges at rates that are otherwise the best; and words of one article still share their topic,
/// which costs one to three points more.
@safe
final class BlockStream {
  private let run: Word2VecRun
  private let pass: Pass
  private let ids: UnsafeMutableBufferPointer<UInt32>
  /// The kept words of all sentences, one after the other.
  private let kept: UnsafeMutablePointer<UInt32>
  /// The end of each sentence among the kept words.
  private let ends: UnsafeMutablePointer<Int>
  private let cursors: UnsafeMutableBufferPointer<Cursor>
  private let source: any TargetSource
  private var random = RandomSource(0)
  /// The tokens of this chunk.
  private(set) var tokens = 0

  /// A walk through a part of the kept words.
  private struct Cursor {
    /// The next centre word, and the one behind the last.
    var place = 0
    var end = 0
    /// The number of the sentence at `place` or before it.
    var sentence = 0
    /// Whether no centre word has come yet.
    var isFresh = true
  }

  init(_ run: Word2VecRun, _ pass: Pass) {
    self.run = run
    self.pass = pass
    // A boundary behind each piece.
    let capacity = Pass.chunkSize + run.model.centresOfBlock
    unsafe ids = .allocate(capacity: capacity)
    unsafe kept = .allocate(capacity: capacity)
    unsafe ends = .allocate(capacity: capacity)
    unsafe cursors = .allocate(capacity: run.model.centresOfBlock)
    unsafe cursors.initialize(repeating: Cursor())
    source = run.objective.source
  }

  deinit {
    unsafe ids.deallocate()
    unsafe kept.deallocate()
    unsafe ends.deallocate()
    unsafe cursors.deallocate()
  }

  /// Goes to the start of a chunk.
  ///
  /// - Throws: `FileError` from reading the encoded corpus.
  func begin(_ chunk: Chunk) throws {
    var length = 0
    for range in chunk.ranges {
      try unsafe pass.corpus.read(
        range, into: UnsafeMutableBufferPointer(rebasing: ids[length...]))
      length += range.count
      unsafe ids[length] = EncodedCorpus.boundary
      length += 1
    }
    let (seed, number) = (run.model.seed, UInt64(chunk.number))
    let kind: UInt64 = pass.isTraining ? 1 : 2
    random = RandomSource(seed, kind, number)
    source.begin(chunk, of: pass, RandomSource(seed, kind, number, 1))
    let count = unsafe thin(UnsafeBufferPointer(rebasing: ids[..<length]))
    for i in unsafe cursors.indices {
      let parts = unsafe cursors.count
      var cursor = Cursor(place: count &* i / parts, end: count &* (i &+ 1) / parts)
      while cursor.place < cursor.end, unsafe ends[cursor.sentence] <= cursor.place {
        cursor.sentence &+= 1
      }
      unsafe cursors[i] = cursor
    }
  }

  /// Prepares the chunk's next block; false, and a block without rows, at the chunk's end.
  func next(into block: Block) -> Bool {
    block.clear()
    let window = run.model.window
    for i in unsafe cursors.indices {
      var cursor = unsafe cursors[i]
      guard cursor.place < cursor.end else { continue }
      if unsafe ends[cursor.sentence] <= cursor.place { cursor.sentence &+= 1 }
      let start = unsafe cursor.sentence == 0 ? 0 : ends[cursor.sentence &- 1]
      let reach =
        run.model.windowWeighting == .uniform
        ? window : window &- Int(random.below(UInt32(truncatingIfNeeded: window)))
      unsafe block.add(
        kept + start, ends[cursor.sentence] &- start, centre: cursor.place &- start, reach: reach,
        isFresh: cursor.isFresh)
      cursor.place &+= 1
      cursor.isFresh = false
      unsafe cursors[i] = cursor
    }
    guard block.centreCount > 0 else { return false }
    unsafe source.fill(block.targets, block.centres, block.centreCount)
    block.fetchTargets()
    return true
  }

  /// Thins the sentences out, and drops those of which less than two words are left.
  ///
  /// - Parameter ids: The ids, a boundary last.
  /// - Returns: The number of kept words.
  private func thin(_ ids: UnsafeBufferPointer<UInt32>) -> Int {
    unsafe run.subsampling.thresholds.withUnsafeBufferPointer { thresholds in
      var (count, start, sentences) = (0, 0, 0)
      tokens = 0
      var position = 0
      while position < ids.count {
        let id = unsafe ids[position]
        position &+= 1
        guard id == EncodedCorpus.boundary else {
          tokens &+= 1
          unsafe kept[count] = id
          let draw = UInt32(truncatingIfNeeded: random.next() >> 32)
          count &+= unsafe draw <= thresholds[Int(id)] ? 1 : 0
          continue
        }
        if count &- start > 1 {
          unsafe ends[sentences] = count
          sentences &+= 1
          start = count
        } else {
          count = start
        }
      }
      return count
    }
  }
}
