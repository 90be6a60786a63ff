import FirthNumerics

/// The negative samples of a chunk's blocks, one block after the other.
///
/// Drawn a block ahead: a draw reads a random entry of the table, and waiting for it took a tenth of
/// one thread's time on 68,000 words.
@safe
final class SampleStream: TargetSource {
  private let sampling: NegativeSampling
  /// The distribution that the chunk's samples come from.
  private var turn = Turn.whole
  /// The samples of the block at hand.
  private let samples: UnsafeMutablePointer<UInt32>
  private var random = RandomSource(0)
  /// What draws the samples of the block after it.
  private let bits: UnsafeMutablePointer<UInt64>

  private enum Turn { case whole, even, odd }

  /// The chunks of a pass from which on words take turns: with fewer, some would have a turn more than
  /// others, which counts.
  private static let leastChunks = 100

  init(_ sampling: NegativeSampling) {
    self.sampling = sampling
    unsafe samples = .allocate(capacity: sampling.samples)
    unsafe bits = .allocate(capacity: sampling.samples)
    unsafe bits.initialize(repeating: 0, count: sampling.samples)
  }

  deinit {
    unsafe samples.deallocate()
    unsafe bits.deallocate()
  }

  func begin(_ chunk: Chunk, of pass: Pass, _ random: RandomSource) {
    turn =
      pass.isTraining && pass.count >= Self.leastChunks
      ? chunk.number.isMultiple(of: 2) ? .even : .odd : .whole
    self.random = random
    advance()
  }

  func fill(_ targets: BlockTargets, _ words: UnsafePointer<UInt32>, _ count: Int) {
    advance()
    unsafe targets.take(words, count, samples: samples, sampling.samples)
  }

  /// Goes to the next block's samples.
  private func advance() {
    switch turn {
    case .whole: draw(from: sampling.whole)
    case .even: draw(from: sampling.turns.even)
    case .odd: draw(from: sampling.turns.odd)
    }
  }

  /// Inlined, so that the table is not retained: all threads would write its count of references.
  @inline(__always)
  private func draw(from table: AliasTable) {
    for i in 0..<sampling.samples {
      unsafe samples[i] = table.draw(bits[i])
      let next = random.next()
      unsafe bits[i] = next
      table.prefetch(next)
    }
  }
}
