import FirthNumerics

/// The negative samples of a chunk's blocks, one block after the other.
///
/// Drawn a block ahead: a draw reads a random entry of the table, and waiting for it took a tenth of
/// one thread's time on 68,000 words.
@safe
final class SampleStream {
  /// The samples of one block.
  let count: Int
  /// The samples of the block at hand.
  let words: UnsafeMutablePointer<UInt32>
  private let table: AliasTable
  private var random = RandomSource(0)
  /// What draws the samples of the block after it.
  private let bits: UnsafeMutablePointer<UInt64>

  init(_ sampling: NegativeSampling) {
    count = sampling.samples
    table = sampling.table
    unsafe words = .allocate(capacity: count)
    unsafe bits = .allocate(capacity: count)
    unsafe bits.initialize(repeating: 0, count: count)
  }

  deinit {
    unsafe words.deallocate()
    unsafe bits.deallocate()
  }

  /// Starts the samples of a chunk.
  func begin(_ random: RandomSource) {
    self.random = random
    advance()
  }

  /// Goes to the next block's samples.
  func advance() {
    for i in 0..<count {
      unsafe words[i] = table.draw(bits[i])
      let next = random.next()
      unsafe bits[i] = next
      table.prefetch(next)
    }
  }
}
