import FirthKernels

#if arch(x86_64)
  import FirthKernelsV3
  import FirthKernelsV4
#endif

/// The kernels of one instruction set: one table of functions, picked once.
///
/// A block is `m` inputs against `6 · tiles` targets, all pairs at once: each row that comes from
/// memory serves the whole block, where word2vec.c goes pair by pair. A quad is two or four inputs
/// against any number of targets. Both sides use the values from before the update, as word2vec.c
/// does within a pair. What the parameters mean stands with the functions in `FirthKernels`.
///
/// A class, so that a call hands over one address and not a copy of the table.
@safe
public final class Kernels: Sendable {
  /// The addresses of rows.
  public typealias Rows = UnsafePointer<UnsafeMutablePointer<Float>>
  /// Values to read.
  public typealias Values = UnsafePointer<Float>
  /// Cells of a co-occurrence matrix.
  public typealias Cells = UnsafePointer<UInt64>
  /// Values to write.
  public typealias Room = UnsafeMutablePointer<Float>

  /// The instruction set.
  public let set: InstructionSet

  /// `dots(inputs, m, targets, tiles, start, end, dots)`: a block's dot products.
  @unsafe public let dots: @Sendable (Rows, Int, Rows, Int, Int, Int, Room) -> Void
  /// `gradients(parts, partCount, partStride, m, tiles, labels, weights, isPerPair, rate,
  /// gradients)`: a block's gradients from its dot products; returns the loss.
  @unsafe public let gradients:
    @Sendable (Values, Int, Int, Int, Int, Values, Values, Bool, Float, Room) -> Float
  /// `update(changes, m, held, targets, count, gradients, start, end, stride, scratch, upcoming,
  /// upcomingCount)`: moves a block's rows.
  @unsafe public let update:
    @Sendable (Rows, Int, Values?, Rows, Int, Values, Int, Int, Int, Room, Rows, Int) -> Void

  /// `quadDots(inputs, m, targets, count, start, end, dots)`: a quad's dot products.
  @unsafe public let quadDots: @Sendable (Rows, Int, Rows, Int, Int, Int, Room) -> Void
  /// `quadGradients(parts, partCount, partStride, count, labels, weights, times, rate, gradients)`:
  /// a quad's gradients from its dot products; returns the loss.
  @unsafe public let quadGradients:
    @Sendable (Values, Int, Int, Int, Values, Values, Values, Float, Room) -> Float
  /// `quadUpdate(inputs, m, targets, count, gradients, start, end, upcoming, upcomingCount)`: moves
  /// a quad's rows.
  @unsafe public let quadUpdate:
    @Sendable (Rows, Int, Rows, Int, Values, Int, Int, Rows, Int) -> Void

  /// `hiddenRow(rows, count, start, end, hidden, change)`: the mean of rows.
  @unsafe public let hiddenRow: @Sendable (Rows, Int, Int, Int, Room, Room) -> Void
  /// `addHiddenChange(rows, count, start, end, change, factor)`: the way back.
  @unsafe public let addHiddenChange: @Sendable (Rows, Int, Int, Int, Values, Float) -> Void

  /// `cellWeights(cells, count, exponent, limit, weights)`: how much GloVe's cells count.
  @unsafe public let cellWeights: @Sendable (Cells, Int, Float, Float, Room) -> Void
  /// `adaGradCells(cells, weights, count, rows, columns, stride, dimensions, rate, biasFactor,
  /// bound)`:
  /// GloVe's steps; returns the loss and the largest gradient met.
  @unsafe public let adaGradCells:
    @Sendable (Cells, Values, Int, Room, Room, Int, Int, Float, Float, Float) -> (
      loss: Double, largest: Float
    )

  /// The targets of a tile: blocks take their targets in multiples of it.
  public static let tile = 6
  /// The places of a tile's labels and weights, where they are the same for every input.
  public static let pattern = 16

  /// The floats of one tile's dot products, gradients, or labels and weights per pair.
  public static func tileSize(inputs: Int) -> Int { FirthKernels.blockTileSize(inputs) }

  /// The most inputs of a quad.
  public static let quad = 4

  /// The floats of a quad's dot products, gradients, labels or weights.
  public static func quadSize(targets: Int) -> Int { FirthKernels.quadSize(targets) }

  /// The kernels compiled for an instruction set.
  ///
  /// - Precondition: this machine runs it.
  public init(_ set: InstructionSet) {
    precondition(
      InstructionSet.supported.contains(set), "this machine does not run \(set.rawValue)")
    self.set = set
    #if arch(x86_64)
      switch set {
      case .v2:
        unsafe dots = FirthKernels.blockDots
        unsafe gradients = FirthKernels.blockGradients
        unsafe update = FirthKernels.blockUpdate
        unsafe quadDots = FirthKernels.quadDots
        unsafe quadGradients = FirthKernels.quadGradients
        unsafe quadUpdate = FirthKernels.quadUpdate
        unsafe hiddenRow = FirthKernels.hiddenRow
        unsafe addHiddenChange = FirthKernels.addHiddenChange
        unsafe cellWeights = FirthKernels.cellWeights
        unsafe adaGradCells = FirthKernels.adaGradCells
      case .v3:
        unsafe dots = FirthKernelsV3.blockDots
        unsafe gradients = FirthKernelsV3.blockGradients
        unsafe update = FirthKernelsV3.blockUpdate
        unsafe quadDots = FirthKernelsV3.quadDots
        unsafe quadGradients = FirthKernelsV3.quadGradients
        unsafe quadUpdate = FirthKernelsV3.quadUpdate
        unsafe hiddenRow = FirthKernelsV3.hiddenRow
        unsafe addHiddenChange = FirthKernelsV3.addHiddenChange
        unsafe cellWeights = FirthKernelsV3.cellWeights
        unsafe adaGradCells = FirthKernelsV3.adaGradCells
      case .v4:
        unsafe dots = FirthKernelsV4.blockDots
        unsafe gradients = FirthKernelsV4.blockGradients
        unsafe update = FirthKernelsV4.blockUpdate
        unsafe quadDots = FirthKernelsV4.quadDots
        unsafe quadGradients = FirthKernelsV4.quadGradients
        unsafe quadUpdate = FirthKernelsV4.quadUpdate
        unsafe hiddenRow = FirthKernelsV4.hiddenRow
        unsafe addHiddenChange = FirthKernelsV4.addHiddenChange
        unsafe cellWeights = FirthKernelsV4.cellWeights
        unsafe adaGradCells = FirthKernelsV4.adaGradCells
      }
    #else
      unsafe dots = FirthKernels.blockDots
      unsafe gradients = FirthKernels.blockGradients
      unsafe update = FirthKernels.blockUpdate
      unsafe quadDots = FirthKernels.quadDots
      unsafe quadGradients = FirthKernels.quadGradients
      unsafe quadUpdate = FirthKernels.quadUpdate
      unsafe hiddenRow = FirthKernels.hiddenRow
      unsafe addHiddenChange = FirthKernels.addHiddenChange
      unsafe cellWeights = FirthKernels.cellWeights
      unsafe adaGradCells = FirthKernels.adaGradCells
    #endif
  }
}
