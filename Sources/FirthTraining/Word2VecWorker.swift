import FirthNumerics

/// One thread's share of a run without order (Hogwild): takes a chunk, and hands its blocks to the
/// kernels one by one.
@safe
final class Word2VecWorker {
  private let run: Word2VecRun
  private let pass: Pass
  private let stream: BlockStream
  private let upperNodes: UpperNodes?
  /// Two blocks that take turns: while one is at work, the rows of the other are on their way into
  /// the cache.
  private let blocks: (Block, Block)
  private let kernels: Kernels
  private let stride: Int
  private let isTraining: Bool
  private let gradients: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>
  private var rate: Float = 0
  private var result = ChunkResult()

  init(_ run: Word2VecRun, _ pass: Pass) {
    self.run = run
    self.pass = pass
    stream = BlockStream(run, pass)
    upperNodes = pass.isTraining ? UpperNodes(run) : nil
    blocks = (Block(run, upperNodes: upperNodes), Block(run, upperNodes: upperNodes))
    kernels = run.kernels
    stride = run.inputs.stride
    isTraining = pass.isTraining
    unsafe gradients = Scratch.allocate(blocks.0.gradientCapacity)
    unsafe scratch = Scratch.allocate(blocks.0.partCapacity * run.inputs.stride)
  }

  deinit {
    unsafe gradients.deallocate()
    unsafe scratch.deallocate()
  }

  /// Trains one chunk, or only measures its loss.
  ///
  /// - Throws: `TrainingError.diverged`, or `FileError` from reading the encoded corpus.
  func work(on chunk: Chunk) throws {
    try stream.begin(chunk)
    rate = Float(run.rate(of: chunk))
    result = ChunkResult()
    _ = stream.next(into: blocks.0)
    while train(blocks.0, then: blocks.1), train(blocks.1, then: blocks.0) {}
    upperNodes?.exchange()
    try run.enter(
      chunk, of: pass, loss: result.loss, pairs: result.pairs, tokens: stream.tokens)
  }

  /// Prepares the block that comes next, and trains one; false if it was the chunk's last.
  private func train(_ block: Block, then next: Block) -> Bool {
    let hasNext = stream.next(into: next)
    block.gather(kernels, 0, stride)
    while block.advance() {
      unsafe block.dots(kernels, 0, stride, into: gradients)
      let loss = unsafe block.gradients(
        kernels, rate: rate, of: gradients, count: 1, apart: 0, into: gradients)
      if isTraining {
        unsafe block.update(kernels, gradients, 0, stride, scratch: scratch, next: next)
      }
      result.add((Double(loss), block.pairs))
    }
    return hasNext
  }
}

/// Memory that the kernels write to and nobody reads later.
enum Scratch {
  /// Allocates floats at the start of a cache line.
  @unsafe
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 16) * 4, alignment: 64)
    return unsafe memory.initializeMemory(as: Float.self, repeating: 0, count: max(count, 16))
  }
}
