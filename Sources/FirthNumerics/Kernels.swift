import FirthKernels

#if arch(x86_64)
  import FirthKernelsV3
  import FirthKernelsV4
#endif

/// The kernels of one instruction set: one table of functions, picked once.
@safe
public struct Kernels: Sendable {
  /// The addresses of rows.
  public typealias Rows = UnsafePointer<UnsafeMutablePointer<Float>>

  /// `negativeSamplingBlock(inputs, m, targets, tiles, weights, stride, rate, scratch, upcoming, n)`:
  /// one block of skip-gram with negative sampling; returns the loss.
  @unsafe public let negativeSamplingBlock:
    @Sendable (
      Rows, Int, Rows, Int, UnsafePointer<Float>?, Int, Float, UnsafeMutablePointer<Float>, Rows,
      Int
    ) -> Float

  /// The targets of a tile: blocks take their targets in multiples of it.
  public static let tile = 6

  /// Allocates what `negativeSamplingBlock` needs as scratch; the caller deallocates it.
  @unsafe public static func allocateBlockScratch(
    inputs: Int, tiles: Int, stride: Int
  ) -> UnsafeMutablePointer<Float> {
    let count = FirthKernels.blockScratch(inputs, tiles, stride)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    let scratch = unsafe memory.initializeMemory(as: Float.self, repeating: 0, count: count)
    unsafe FirthKernels.prepareBlockScratch(scratch)
    return unsafe scratch
  }

  /// The kernels compiled for an instruction set.
  ///
  /// - Precondition: this machine runs it.
  public init(_ set: InstructionSet) {
    precondition(
      InstructionSet.supported.contains(set), "this machine does not run \(set.rawValue)")
    #if arch(x86_64)
      switch set {
      case .v2: unsafe negativeSamplingBlock = FirthKernels.negativeSamplingBlock
      case .v3: unsafe negativeSamplingBlock = FirthKernelsV3.negativeSamplingBlock
      case .v4: unsafe negativeSamplingBlock = FirthKernelsV4.negativeSamplingBlock
      }
    #else
      unsafe negativeSamplingBlock = FirthKernels.negativeSamplingBlock
    #endif
  }
}
