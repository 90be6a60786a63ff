import FirthNumerics

/// One thread's share of a run without order (Hogwild): takes a chunk, and hands its blocks to the
/// kernels one by one.
@safe
final class Word2VecWorker {
  private let run: Word2VecRun
  private let pass: Pass
  private let stream: BlockStream
  /// The block at work and the one after it, whose rows are on their way into the cache.
  private var current: Block
  private var next: Block
  private let gradients: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>

  init(_ run: Word2VecRun, _ pass: Pass) {
    self.run = run
    self.pass = pass
    stream = BlockStream(run, pass)
    current = Block(run)
    next = Block(run)
    unsafe gradients = Scratch.allocate(current.gradientCapacity)
    unsafe scratch = Scratch.allocate(current.inputCapacity * run.inputs.stride)
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
    let rate = Float(run.rate(of: chunk))
    let (kernels, stride) = (run.kernels, run.inputs.stride)
    var loss = 0.0
    var pairs = 0.0
    var hasNext = stream.next(into: next)
    while hasNext {
      swap(&current, &next)
      hasNext = stream.next(into: next)
      current.gather(kernels, 0, stride)
      unsafe current.dots(kernels, 0, stride, into: gradients)
      let blockLoss = unsafe current.gradients(
        kernels, rate: rate, of: gradients, count: 1, apart: 0, into: gradients)
      if pass.isTraining {
        unsafe current.update(kernels, gradients, 0, stride, scratch: scratch, next: next)
      }
      loss += Double(blockLoss)
      pairs += current.pairs
    }
    try run.enter(chunk, of: pass, loss: loss, pairs: pairs, tokens: stream.tokens)
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
