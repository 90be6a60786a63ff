import FirthKernels

#if arch(x86_64)
  import FirthKernelsV3
  import FirthKernelsV4
#endif

/// The kernels of a search, of one instruction set and for rows of one precision.
///
/// What the parameters mean stands with the functions in `FirthKernels`.
@safe
public struct SearchKernels: Sendable {
  /// Values to read.
  public typealias Values = UnsafePointer<Float>
  /// Values to write.
  public typealias Room = UnsafeMutablePointer<Float>
  /// Values of several columns.
  public typealias Columns = UnsafePointer<UnsafePointer<Float>>

  /// `products(rows, stride, count, columns, query, products)`: one query's dot products with rows.
  @unsafe public let products: @Sendable (UnsafeRawPointer, Int, Int, Int, Values, Room) -> Void
  /// `decode(numbers, count, floats)`: numbers as floats, without their scale.
  @unsafe public let decode: @Sendable (UnsafeRawPointer, Int, Room) -> Void
  /// `sumScores(columns, weights, columnCount, factors, count, scores)`.
  @unsafe public let sumScores: @Sendable (Columns, Values, Int, Values, Int, Room) -> Void
  /// `quotientScores(columns, above, columnCount, epsilon, factors, count, scores)`.
  @unsafe public let quotientScores: @Sendable (Columns, Int, Int, Float, Values, Int, Room) -> Void
  /// `directionScores(columns, offset, scale, factors, count, scores)`.
  @unsafe public let directionScores: @Sendable (Columns, Float, Float, Values, Int, Room) -> Void
  /// `placesAbove(scores, count, threshold, places)`.
  @unsafe public let placesAbove: @Sendable (Values, Int, Float, UnsafeMutablePointer<Int32>) -> Int
  /// `placesBetween(scores, count, low, high, places, above)`.
  @unsafe public let placesBetween:
    @Sendable (
      Values, Int, Float, Float, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int>
    ) -> Int

  /// The kernels of the set that searches use.
  public static func preferred(_ precision: Precision) -> SearchKernels {
    switch precision {
    case .f32: float32
    case .f16: float16
    case .bf16: bfloat16
    case .i8: int8
    }
  }

  private static let float32 = SearchKernels(.preferred, .f32)
  private static let float16 = SearchKernels(.preferred, .f16)
  private static let bfloat16 = SearchKernels(.preferred, .bf16)
  private static let int8 = SearchKernels(.preferred, .i8)

  /// The kernels compiled for an instruction set.
  ///
  /// - Precondition: this machine runs it.
  public init(_ set: InstructionSet, _ precision: Precision) {
    precondition(
      InstructionSet.supported.contains(set), "this machine does not run \(set.rawValue)")
    #if arch(x86_64)
      switch set {
      case .v2:
        unsafe (products, decode) =
          switch precision {
          case .f32: unsafe (FirthKernels.rowProductsFloat32, FirthKernels.copyFloat32)
          case .f16: unsafe (FirthKernels.rowProductsFloat16, FirthKernels.decodeFloat16)
          case .bf16: unsafe (FirthKernels.rowProductsBfloat16, FirthKernels.decodeBfloat16)
          case .i8: unsafe (FirthKernels.rowProductsInt8, FirthKernels.decodeInt8)
          }
        unsafe sumScores = FirthKernels.sumScores
        unsafe quotientScores = FirthKernels.quotientScores
        unsafe directionScores = FirthKernels.directionScores
        unsafe placesAbove = FirthKernels.placesAbove
        unsafe placesBetween = FirthKernels.placesBetween
      case .v3:
        unsafe (products, decode) =
          switch precision {
          case .f32: unsafe (FirthKernelsV3.rowProductsFloat32, FirthKernelsV3.copyFloat32)
          case .f16: unsafe (FirthKernelsV3.rowProductsFloat16, FirthKernelsV3.decodeFloat16)
          case .bf16: unsafe (FirthKernelsV3.rowProductsBfloat16, FirthKernelsV3.decodeBfloat16)
          case .i8: unsafe (FirthKernelsV3.rowProductsInt8, FirthKernelsV3.decodeInt8)
          }
        unsafe sumScores = FirthKernelsV3.sumScores
        unsafe quotientScores = FirthKernelsV3.quotientScores
        unsafe directionScores = FirthKernelsV3.directionScores
        unsafe placesAbove = FirthKernelsV3.placesAbove
        unsafe placesBetween = FirthKernelsV3.placesBetween
      case .v4:
        unsafe (products, decode) =
          switch precision {
          case .f32: unsafe (FirthKernelsV4.rowProductsFloat32, FirthKernelsV4.copyFloat32)
          case .f16: unsafe (FirthKernelsV4.rowProductsFloat16, FirthKernelsV4.decodeFloat16)
          case .bf16: unsafe (FirthKernelsV4.rowProductsBfloat16, FirthKernelsV4.decodeBfloat16)
          case .i8: unsafe (FirthKernelsV4.rowProductsInt8, FirthKernelsV4.decodeInt8)
          }
        unsafe sumScores = FirthKernelsV4.sumScores
        unsafe quotientScores = FirthKernelsV4.quotientScores
        unsafe directionScores = FirthKernelsV4.directionScores
        unsafe placesAbove = FirthKernelsV4.placesAbove
        unsafe placesBetween = FirthKernelsV4.placesBetween
      }
    #else
      unsafe (products, decode) =
        switch precision {
        case .f32: unsafe (FirthKernels.rowProductsFloat32, FirthKernels.copyFloat32)
        case .f16: unsafe (FirthKernels.rowProductsFloat16, FirthKernels.decodeFloat16)
        case .bf16: unsafe (FirthKernels.rowProductsBfloat16, FirthKernels.decodeBfloat16)
        case .i8: unsafe (FirthKernels.rowProductsInt8, FirthKernels.decodeInt8)
        }
      unsafe sumScores = FirthKernels.sumScores
      unsafe quotientScores = FirthKernels.quotientScores
      unsafe directionScores = FirthKernels.directionScores
      unsafe placesAbove = FirthKernels.placesAbove
      unsafe placesBetween = FirthKernels.placesBetween
    #endif
  }
}
