import FirthNumerics

/// One thread's share of a deterministic run: its columns of every block.
@safe
final class SlicedWorker {
  private let team: SlicedTeam
  private let run: Word2VecRun
  private let kernels: Kernels
  private let number: Int
  private let slices: Range<Int>
  private let stream: BlockStream
  /// The block at work and the one after it, whose rows are on their way into the cache.
  private var current: Block
  private var next: Block
  private let gradients: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>
  private var turn = 0

  init(_ team: SlicedTeam, number: Int) {
    self.team = team
    self.number = number
    run = team.run
    kernels = team.run.kernels
    slices = team.slicing.slices(of: number)
    stream = BlockStream(team.run)
    current = Block(team.run, pane: number)
    next = Block(team.run, pane: number)
    unsafe gradients = Scratch.allocate(team.partSize)
    unsafe scratch = Scratch.allocate(current.inputCapacity * run.inputs.stride)
  }

  deinit {
    unsafe gradients.deallocate()
    unsafe scratch.deallocate()
  }

  /// Trains chunk after chunk, together with the other threads.
  func work() {
    var place = 0
    while let chunk = run.chunk(place) {
      do { try stream.begin(chunk) } catch {
        run.fail(error)
        team.stop(before: place)
      }
      guard team.agrees(on: place) else { return }
      let (loss, pairs) = train(Float(run.rate(of: chunk)))
      if number == 0 {
        do {
          try run.enter(chunk, loss: loss, pairs: pairs, tokens: stream.tokens)
        } catch { run.fail(error) }
      }
      // All threads have the same loss, so all of them stop here.
      guard loss.isFinite else { return }
      place += 1
    }
  }

  /// Trains the blocks of the chunk that the stream is at.
  private func train(_ rate: Float) -> (loss: Double, pairs: Double) {
    let (start, end) = (
      team.slicing.column(of: slices.lowerBound), team.slicing.column(of: slices.upperBound)
    )
    var loss = 0.0
    var pairs = 0.0
    var hasNext = stream.next(into: next)
    while hasNext {
      swap(&current, &next)
      current.gather(kernels, start, end)
      for slice in slices {
        unsafe current.dots(
          kernels, team.slicing.column(of: slice), team.slicing.column(of: slice + 1),
          into: team.part(turn: turn, slice: slice))
      }
      hasNext = stream.next(into: next)
      team.barrier.wait()
      let blockLoss = unsafe current.gradients(
        kernels, rate: rate, of: team.part(turn: turn, slice: 0), count: team.slicing.slices,
        apart: team.partSize, into: gradients)
      unsafe current.update(kernels, gradients, start, end, scratch: scratch, next: next)
      loss += Double(blockLoss)
      pairs += current.pairs
      turn = 1 - turn
    }
    return (loss, pairs)
  }
}
