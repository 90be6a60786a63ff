import FirthNumerics
import Synchronization

/// What the threads of a deterministic run share: each of them owns some columns of all rows.
///
/// A step of training needs a row's columns together only in the dot products. So each thread
/// keeps to its own columns and walks the same blocks in the same order as all others; for each
/// block the threads meet once, to add up their parts of its dot products. The steps are those of
/// one thread, one after the other: nothing is lost or late, as it may be in Hogwild.
///
/// Unchecked: the barrier keeps the writing and the reading of `parts` apart.
@safe
final class SlicedTeam: @unchecked Sendable {
  let run: Word2VecRun
  let slicing: Slicing
  let barrier: Barrier
  /// The floats of one slice's dot products.
  let partSize: Int
  /// Two blocks' dot products in turn: a thread may be at the next block while another still reads.
  private let parts: UnsafeMutablePointer<Float>
  /// The number of the first chunk that is not to be trained.
  private let end = Atomic<Int>(.max)

  init(_ run: Word2VecRun, _ slicing: Slicing) {
    self.run = run
    self.slicing = slicing
    barrier = Barrier(count: slicing.threads)
    partSize = Block(run).gradientCapacity
    unsafe parts = Scratch.allocate(2 * slicing.slices * partSize)
  }

  deinit { unsafe parts.deallocate() }

  /// Where a block's dot products of a slice stand.
  ///
  /// - Parameters:
  ///   - turn: 0 and 1 in turn.
  ///   - slice: The slice.
  /// - Returns: The first of `partSize` floats.
  func part(turn: Int, slice: Int) -> UnsafeMutablePointer<Float> {
    unsafe parts + (turn &* slicing.slices &+ slice) &* partSize
  }

  /// Asks all threads to train no chunk from this one on.
  ///
  /// To be called before the meeting at that chunk's start, so that all threads agree.
  func stop(before chunk: Int) { end.min(chunk, ordering: .acquiringAndReleasing) }

  /// Meets the others at a chunk's start; whether the chunk is to be trained.
  func agrees(on chunk: Int) -> Bool {
    barrier.wait()
    return chunk < end.load(ordering: .acquiring)
  }
}
