import FirthNumerics
import Synchronization

/// The threads of a deterministic run, each of which owns some columns of all rows.
///
/// A step of training needs a row's columns together only in the dot products. So each thread
/// keeps to its own columns and walks the same blocks in the same order as all others; for each
/// part of a block the threads meet once, to add up their shares of its dot products. The steps are
/// those of one thread, one after the other: nothing is lost or late, as it may be in Hogwild.
///
/// So many meetings take longer than the work itself where another program has one of the cores:
/// when threads had to sleep in a chunk, the first trains the next few alone, all columns of them.
///
/// Unchecked: each thread has its own pane and its own of `parts`; the first has all where the others
/// wait.
@safe
final class SlicedTeam: @unchecked Sendable {
  private let run: Word2VecRun
  private let pass: Pass
  private let slicing: Slicing
  private let panes: [SlicedPane]
  private let meeting: Meeting
  /// The number of the first chunk.
  private let start: Int
  /// For each thread all threads' shares of a block's dot products.
  private let parts: UnsafeMutablePointer<Float>
  private let partSize: Int
  /// The number of the first chunk that is not to be trained.
  private let end = Atomic<Int>(.max)
  /// The number of the first chunk that the threads train together again.
  private let reunion = Atomic<Int>(0)

  /// The sleeps of a chunk that the threads go on together after: other programs' moments.
  private static let tolerance = 4
  /// The most chunks that the first thread trains alone before another try.
  private static let longestRetreat = 64

  init(_ run: Word2VecRun, _ pass: Pass, _ slicing: Slicing) {
    self.run = run
    self.pass = pass
    self.slicing = slicing
    start = pass.position
    panes = (0..<slicing.threads).map { SlicedPane(run, pass, slicing, number: $0) }
    partSize = panes[0].partSize
    meeting = Meeting(threads: slicing.threads, floats: partSize)
    unsafe parts = Scratch.allocate(slicing.threads * slicing.threads * partSize)
  }

  deinit { unsafe parts.deallocate() }

  /// What one of the threads does: trains chunk after chunk, or only measures their loss.
  func work(thread: Int) {
    let isFirst = thread == 0
    var retreat = 1
    var place = start
    while let chunk = pass.chunk(place) {
      // The first thread speaks for all: the others may look at another moment.
      if isFirst, pass.take() == nil { stop(before: place) }
      meeting.wait(thread: thread)
      guard place < end.load(ordering: .acquiring) else { return }
      let isTogether = place >= reunion.load(ordering: .acquiring)
      let mine = isTogether ? [panes[thread]] : isFirst ? panes : []
      begin(chunk, mine)
      // Whoever could not read its ids must not be waited for.
      meeting.wait(thread: thread)
      if run.hasFailed { return }
      let sleeps = meeting.sleeps
      let rate = Float(run.rate(of: chunk))
      var result = ChunkResult()
      if isTogether {
        result = train(together: mine[0], thread, rate: rate)
      } else if isFirst {
        result = train(alone: mine, rate: rate)
      }
      if isFirst {
        if isTogether, meeting.sleeps - sleeps > Self.tolerance {
          // Seen by the others after the next meeting, before which none of them asks.
          reunion.store(place + 1 + retreat, ordering: .releasing)
          retreat = min(2 * retreat, Self.longestRetreat)
        } else if isTogether {
          retreat = 1
        }
        enter(chunk, result)
      }
      place += 1
    }
  }

  /// Makes all threads end before a chunk whose meeting is still to come.
  private func stop(before chunk: Int) { end.min(chunk, ordering: .acquiringAndReleasing) }

  private func begin(_ chunk: Chunk, _ panes: [SlicedPane]) {
    do {
      for pane in panes { try pane.begin(chunk) }
    } catch {
      run.fail(error)
    }
  }

  /// Trains a chunk's columns of one pane, while the other threads train theirs.
  private func train(together pane: SlicedPane, _ thread: Int, rate: Float) -> ChunkResult {
    var result = ChunkResult()
    let parts = unsafe self.parts + thread &* slicing.threads &* partSize
    while let count = unsafe pane.advance(part: parts + thread &* partSize) {
      unsafe meeting.tell(thread: thread, parts + thread &* partSize, count: count)
      pane.prepare()
      unsafe meeting.hear(thread: thread, parts, count: count, apart: partSize)
      unsafe result.add(pane.finish(parts: parts, rate: rate))
    }
    return result
  }

  /// Trains a chunk's columns of all panes in turn.
  private func train(alone panes: [SlicedPane], rate: Float) -> ChunkResult {
    var result = ChunkResult()
    while true {
      for (number, pane) in panes.enumerated() {
        guard unsafe pane.advance(part: parts + number * partSize) != nil else { return result }
        pane.prepare()
      }
      for (number, pane) in panes.enumerated() {
        let block = unsafe pane.finish(parts: parts, rate: rate)
        if number == 0 { result.add(block) }
      }
    }
  }

  private func enter(_ chunk: Chunk, _ result: ChunkResult) {
    do {
      try run.enter(
        chunk, of: pass, loss: result.loss, pairs: result.pairs, tokens: panes[0].tokens)
    } catch {
      run.fail(error)
      // It must not be taken: the next meeting ends the work.
      stop(before: chunk.number + 1)
    }
  }
}

/// What the blocks of a chunk add up to.
struct ChunkResult {
  var loss = 0.0
  var pairs = 0.0

  mutating func add(_ block: (loss: Double, pairs: Double)) {
    loss += block.loss
    pairs += block.pairs
  }
}
