import FirthNumerics

/// The columns of a deterministic run that one thread owns, and the blocks that it walks there.
///
/// Unchecked: one thread works on it at a time; a barrier parts those that do in turn.
@safe
final class SlicedPane: @unchecked Sendable {
  private let slicing: Slicing
  private let slices: Range<Int>
  private let columns: Range<Int>
  private let kernels: Kernels
  private let isTraining: Bool
  private let stream: BlockStream
  /// The block at work and the one after it, whose rows are on their way into the cache.
  private var current: Block
  private var next: Block
  private var hasNext = false
  /// The floats of one slice's dot products.
  let partSize: Int
  private let gradients: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>

  init(_ run: Word2VecRun, _ pass: Pass, _ slicing: Slicing, number: Int) {
    self.slicing = slicing
    slices = slicing.slices(of: number)
    columns = slicing.columns(of: number)
    kernels = run.kernels
    isTraining = pass.isTraining
    stream = BlockStream(run, pass)
    current = Block(run, pane: number)
    next = Block(run, pane: number)
    partSize = current.gradientCapacity
    unsafe gradients = Scratch.allocate(partSize)
    unsafe scratch = Scratch.allocate(current.partCapacity * run.inputs.stride)
  }

  deinit {
    unsafe gradients.deallocate()
    unsafe scratch.deallocate()
  }

  /// The tokens met so far in the chunk.
  var tokens: Int { stream.tokens }

  /// Goes to the start of a chunk.
  ///
  /// - Throws: `FileError` from reading the encoded corpus.
  func begin(_ chunk: Chunk) throws {
    try stream.begin(chunk)
    hasNext = stream.next(into: next)
  }

  /// Goes to the chunk's next inputs, the next part of a block or the first of the one after it, and
  /// writes the dot products of their slices.
  ///
  /// - Parameter parts: Where the dot products of the first of all slices go, those of the others
  ///   behind.
  /// - Returns: False at the chunk's end.
  func advance(parts: UnsafeMutablePointer<Float>) -> Bool {
    if !current.advance() {
      guard hasNext else { return false }
      swap(&current, &next)
      hasNext = stream.next(into: next)
      current.gather(kernels, columns.lowerBound, columns.upperBound)
      _ = current.advance()
    }
    for slice in slices {
      unsafe current.dots(
        kernels, slicing.column(of: slice), slicing.column(of: slice + 1),
        into: parts + slice &* partSize)
    }
    return true
  }

  /// Adds up the parts of the dot products, and moves these columns.
  ///
  /// - Returns: The loss of the inputs at work, and their pairs.
  func finish(parts: UnsafeMutablePointer<Float>, rate: Float) -> (loss: Double, pairs: Double) {
    let loss = unsafe current.gradients(
      kernels, rate: rate, of: parts, count: slicing.slices, apart: partSize, into: gradients)
    if isTraining {
      unsafe current.update(
        kernels, gradients, columns.lowerBound, columns.upperBound, scratch: scratch, next: next)
    }
    return (Double(loss), current.pairs)
  }
}
