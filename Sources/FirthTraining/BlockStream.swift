import FirthNumerics
import FirthText

/// Turns a chunk of the corpus into blocks: reads the ids, thins each sentence out, draws each
/// centre word's reach and the negative samples.
///
/// All random numbers come from one source a chunk, so a chunk gives the same blocks on any thread.
@safe
final class BlockStream {
  private let run: Word2VecRun
  private let pass: Pass
  private let ids: UnsafeMutableBufferPointer<UInt32>
  private let kept: UnsafeMutablePointer<UInt32>
  private var random = RandomSource(0)
  /// The ids of the chunk, and the place of the next sentence among them.
  private var count = 0
  private var position = 0
  /// The kept words of the sentence at work, and the place of the next centre word among them.
  private var length = 0
  private var centre = 0
  /// The tokens met so far in this chunk.
  private(set) var tokens = 0

  init(_ run: Word2VecRun, _ pass: Pass) {
    self.run = run
    self.pass = pass
    unsafe ids = .allocate(capacity: Pass.chunkSize)
    unsafe kept = .allocate(capacity: Pass.chunkSize)
  }

  deinit {
    unsafe ids.deallocate()
    unsafe kept.deallocate()
  }

  /// Goes to the start of a chunk.
  ///
  /// - Throws: `FileError` from reading the encoded corpus.
  func begin(_ chunk: Chunk) throws {
    count = chunk.range.count
    try unsafe pass.corpus.read(
      chunk.range, into: UnsafeMutableBufferPointer(rebasing: ids[..<count]))
    random = RandomSource(run.model.seed, pass.isTraining ? 1 : 2, UInt64(chunk.number))
    (position, length, centre, tokens) = (0, 0, 0, 0)
  }

  /// Prepares the chunk's next block; false, and a block without rows, at the chunk's end.
  func next(into block: Block) -> Bool {
    block.clear()
    let window = run.model.window
    while block.centreCount < block.centreCapacity {
      if centre >= length, !nextSentence() { break }
      let reach =
        run.model.windowWeighting == .uniform
        ? window : window &- Int(random.below(UInt32(truncatingIfNeeded: window)))
      unsafe block.add(kept, length, centre: centre, reach: reach)
      centre &+= 1
    }
    guard block.centreCount > 0 else { return false }
    switch run.objective {
    case .negativeSampling(let sampling):
      unsafe sampling.fill(block.targets, block.centres, block.centreCount, &random)
    case .hierarchicalSoftmax(let tree):
      unsafe tree.fill(block.targets, block.centres[0])
    }
    block.fetchTargets()
    return true
  }

  /// Thins out the next sentence of which two words at least are left; false if there is none.
  private func nextSentence() -> Bool {
    unsafe run.subsampling.thresholds.withUnsafeBufferPointer { thresholds in
      while position < count {
        var end = position
        var length = 0
        while end < count, unsafe ids[end] != EncodedCorpus.boundary {
          let id = unsafe ids[end]
          unsafe kept[length] = id
          let draw = UInt32(truncatingIfNeeded: random.next() >> 32)
          length &+= unsafe draw <= thresholds[Int(id)] ? 1 : 0
          end &+= 1
        }
        tokens += end - position
        position = end + 1
        if length > 1 {
          self.length = length
          centre = 0
          return true
        }
      }
      return false
    }
  }
}
