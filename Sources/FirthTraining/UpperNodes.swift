import FirthNumerics
import Synchronization

/// A thread's own copies of the nodes nearest the root of a Huffman tree.
///
/// These nodes are on nearly every path, so threads that shared their rows would wait for one
/// another's cache lines all the time: two took longer than one where a line took half a
/// microsecond from core to core. With copies hierarchical softmax of wiki8 takes 15.5 s an epoch
/// instead of 19.5 to 26 (two cores). What the rows stand at is the mean of all threads' copies, as
/// each was at the end of its last chunk; a thread goes on from there. The mean, as a chunk has
/// enough paths through each of these nodes to bring its row to where it rests: the sum of the
/// changes would overshoot, with more threads the further.
@safe
package final class UpperNodes {
  private let run: Word2VecRun
  private let first: Int
  private let floats: Int
  private let stride: Int
  private let copies: UnsafeMutablePointer<Float>
  /// The copies as they went into the mean.
  private let given: UnsafeMutablePointer<Float>

  /// Copies of the rows as they stand; nil if there is no tree or no other thread.
  package init?(_ run: Word2VecRun) {
    guard case .hierarchicalSoftmax(let tree) = run.objective, run.threads > 1 else { return nil }
    self.run = run
    first = tree.upper
    stride = run.outputs.stride
    // There is one node less than there are words.
    floats = (run.outputs.rows - 1 - first) * stride
    unsafe copies = Scratch.allocate(floats)
    unsafe given = Scratch.allocate(floats)
    for node in first..<(run.outputs.rows - 1) {
      unsafe (copies + (node - first) * stride).update(from: run.outputs.row(node), count: stride)
    }
    unsafe given.update(from: copies, count: floats)
  }

  deinit {
    unsafe copies.deallocate()
    unsafe given.deallocate()
  }

  /// The copy of a node's row; nil for the nodes further down.
  package func row(_ node: Int) -> UnsafeMutablePointer<Float>? {
    unsafe node >= first ? copies + (node &- first) &* stride : nil
  }

  /// Brings the copies into the mean, and takes it over.
  package func exchange() {
    run.exchange.withLock { _ in
      let share = 1 / Float(run.threads)
      for start in Swift.stride(from: 0, to: floats, by: stride) {
        let shared = unsafe run.outputs.row(first + start / stride)
        let (copy, given) = unsafe (copies + start, given + start)
        for i in 0..<stride {
          let mean = unsafe shared[i] + (copy[i] - given[i]) * share
          unsafe given[i] = copy[i]
          unsafe shared[i] = mean
          unsafe copy[i] = mean
        }
      }
    }
  }
}
