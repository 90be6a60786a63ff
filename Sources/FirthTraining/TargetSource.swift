import FirthNumerics

/// What an objective trains centre words on: negative samples and the word itself, or the nodes of the
/// word's path.
///
/// One of a stream of blocks, held as a constant: to look into a case of an enumeration is to retain
/// what is in it, which waits for all that the last block's update wrote.
protocol TargetSource {
  /// Goes to the start of a chunk.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - pass: What it is of.
  ///   - random: What the chunk's samples derive from.
  func begin(_ chunk: Chunk, of pass: Pass, _ random: RandomSource)
  /// Takes the targets of a chunk's next block.
  ///
  /// - Parameters:
  ///   - targets: What takes them.
  ///   - words: The centre words.
  ///   - count: Their number.
  func fill(_ targets: BlockTargets, _ words: UnsafePointer<UInt32>, _ count: Int)
}

extension Word2VecRun.Objective {
  /// Where the targets of a stream of blocks come from.
  var source: any TargetSource {
    switch self {
    case .negativeSampling(let sampling): SampleStream(sampling)
    case .hierarchicalSoftmax(let tree): tree
    }
  }
}
