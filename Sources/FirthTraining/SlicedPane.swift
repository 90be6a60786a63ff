import FirthNumerics

/// The columns of a deterministic run that one thread owns, and the blocks that it walks there.
///
/// Unchecked: one thread works on it at a time; a meeting parts those that do in turn.
@safe
final class SlicedPane: @unchecked Sendable {
  private let slicing: Slicing
  private let slices: Range<Int>
  private let columns: Range<Int>
  private let kernels: Kernels
  private let isTraining: Bool
  private let stream: BlockStream
  /// Two blocks that take turns: while one is at work, the rows of the other are on their way into
  /// the cache.
  ///
  /// Constants, and the turn a flag: blocks that changed places would be retained and released at each
  /// step, which took an eighth of the time.
  private let blocks: (Block, Block)
  private var isSecondAtWork = true
  private var hasNext = false
  /// Whether the block that comes next is still to be prepared.
  private var isNextDue = false
  /// The most floats of a block's dot products.
  let partSize: Int
  /// Room for the dot products of two slices.
  private let addends: UnsafeMutablePointer<Float>
  private let gradients: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>

  init(_ run: Word2VecRun, _ pass: Pass, _ slicing: Slicing, number: Int) {
    self.slicing = slicing
    slices = slicing.slices(of: number)
    columns = slicing.columns(of: number)
    kernels = run.kernels
    isTraining = pass.isTraining
    stream = BlockStream(run, pass)
    blocks = (Block(run, pane: number), Block(run, pane: number))
    partSize = blocks.0.gradientCapacity
    unsafe addends = Scratch.allocate(2 * partSize)
    unsafe gradients = Scratch.allocate(partSize)
    unsafe scratch = Scratch.allocate(blocks.0.partCapacity * run.inputs.stride)
  }

  deinit {
    unsafe addends.deallocate()
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
    isNextDue = true
    prepare()
  }

  /// Prepares the block that comes next, if it is not yet: between `advance` and `finish`, where the
  /// other threads' shares are still on their way.
  func prepare() {
    guard isNextDue else { return }
    if isSecondAtWork {
      hasNext = stream.next(into: blocks.0)
    } else {
      hasNext = stream.next(into: blocks.1)
    }
    isNextDue = false
  }

  /// Goes to the chunk's next inputs, the next part of a block or the first of the one after it, and
  /// writes these columns' share of their dot products.
  ///
  /// - Parameter part: Room for `partSize` floats.
  /// - Returns: The floats written; nil at the chunk's end.
  func advance(part: UnsafeMutablePointer<Float>) -> Int? {
    let isInBlock = isSecondAtWork ? blocks.1.advance() : blocks.0.advance()
    if !isInBlock {
      guard hasNext else { return nil }
      isSecondAtWork.toggle()
      isNextDue = true
      if isSecondAtWork { start(blocks.1) } else { start(blocks.0) }
    }
    return unsafe isSecondAtWork
      ? dots(of: blocks.1, slices, into: part, addends)
      : dots(of: blocks.0, slices, into: part, addends)
  }

  /// Adds up all threads' shares of the dot products, and moves these columns.
  ///
  /// - Parameters:
  ///   - parts: The shares, `partSize` apart.
  ///   - rate: The learning rate.
  /// - Returns: The loss of the inputs at work, and their pairs.
  func finish(parts: UnsafeMutablePointer<Float>, rate: Float) -> (loss: Double, pairs: Double) {
    if isSecondAtWork {
      unsafe move(blocks.1, then: blocks.0, parts, rate)
    } else {
      unsafe move(blocks.0, then: blocks.1, parts, rate)
    }
  }

  private func start(_ block: Block) {
    block.gather(kernels, columns.lowerBound, columns.upperBound)
    _ = block.advance()
  }

  /// Writes the sum of slices' dot products: that of their first half plus that of their second, as
  /// whoever owns more or less of them adds them up; returns their number.
  private func dots(
    of block: Block, _ slices: Range<Int>, into sum: UnsafeMutablePointer<Float>,
    _ addends: UnsafeMutablePointer<Float>
  ) -> Int {
    guard slices.count > 1 else {
      unsafe block.dots(
        kernels, slicing.column(of: slices.lowerBound), slicing.column(of: slices.upperBound),
        into: sum)
      return block.gradientCount
    }
    let middle = (slices.lowerBound &+ slices.upperBound) / 2
    _ = unsafe dots(of: block, slices.lowerBound..<middle, into: sum, addends)
    let count = unsafe dots(
      of: block, middle..<slices.upperBound, into: addends, addends + partSize)
    for i in 0..<count { unsafe sum[i] += addends[i] }
    return count
  }

  private func move(
    _ block: Block, then next: Block, _ parts: UnsafeMutablePointer<Float>, _ rate: Float
  ) -> (loss: Double, pairs: Double) {
    let loss = unsafe block.gradients(
      kernels, rate: rate, of: parts, count: slicing.threads, apart: partSize, into: gradients)
    if isTraining {
      unsafe block.update(
        kernels, gradients, columns.lowerBound, columns.upperBound, scratch: scratch, next: next)
    }
    return (Double(loss), block.pairs)
  }
}
